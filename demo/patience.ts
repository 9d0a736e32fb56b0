import { setTimeout as sleep } from 'node:timers/promises';
import type { Urls } from '../dev/platform/environment';
import { stageAt } from './stage';
import type { Stage } from './story';

const TRY_AGAIN_MS = 500;
const PATIENCE_MS = 60_000;

/** The stage of a platform whose outside is killed too: the story tries again, as people would. */
export function patientStage({ urls }: { readonly urls: Urls }): Stage {
  const stage = stageAt(urls);
  return { ...stage, bank: patient(stage.bank), services: patient(stage.services) };
}

function patient<Outside extends object>(outside: Outside): Outside {
  return new Proxy(outside, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => untilReached(() => member.apply(target, args));
    },
  });
}

/** Asks again while it is answered with silence: by default while nobody listens or nobody answers in time. */
export async function untilReached<Value>(
  ask: () => Promise<Value>,
  patienceMs = PATIENCE_MS,
  isSilence: (fault: unknown) => boolean = isNoAnswer,
): Promise<Value> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (fault) {
      if (!isSilence(fault) || Date.now() > until) throw fault;
      await sleep(TRY_AGAIN_MS);
    }
  }
}

/**
 * fetch throws a TypeError when nobody listens and a TimeoutError when nobody answers; a problem is an Error. Known
 * by name, and not as an `Object`: tests run in a realm of their own.
 */
function isNoAnswer(fault: unknown): boolean {
  return typeof fault === 'object' && fault !== null && 'name' in fault && SILENCES.has(String(fault.name));
}

const SILENCES = new Set(['TypeError', 'TimeoutError']);
