import {
  ApplicationFailure,
  log,
  type WorkflowInterceptorsFactory,
  workflowInfo,
} from '@temporalio/workflow';
import type { PersonsAct, SignedAct } from '../../contracts/people';
import { isRefusedPayload, type RefusedPayload } from '../../contracts/refusedPayload';
import { bankNoticeSignal } from '../../contracts/workflows';
import { PORTFOLIO } from '../../contracts/workflowTypes';
import { demand, refusalFailure } from '../shared/refusals';
import { warn } from '../shared/warnings';

/** Begun by a schedule, which can seal nothing for a run that has no id yet: they believe nothing, and need nothing. */
const WITHOUT_INPUT: readonly string[] = PORTFOLIO;

/**
 * The door of the processes. Whoever reaches Temporal can send them anything; nothing is believed that this platform
 * has not sealed for this very process (`gateways/temporal/codec` marks what is refused), and no act of a person that
 * the API has not proved. A start fails for good, an update is refused before it leaves an event, a signal is ignored
 * and said. Results of steps and of other processes
 * are judged where they are waited for (`shared/activities`, `shared/pay`).
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  /** Signatures of the acts that this run has taken: each counts once, under whatever id it comes again. */
  const taken = new Set<unknown>();
  return {
    inbound: [
      {
        execute: (input, next) => {
          demandInput(input.args);
          return next(input);
        },
        validateUpdate: (input, next) => {
          demandProof(input);
          demand(!taken.has(actOf(input).signature), 'PROOF_EXPIRED');
          next(input);
        },
        handleUpdate: (input, next) => {
          const { proof, signature } = actOf(input);
          // It was believed when it came: a key that it needs is missing here, and the task waits for it.
          if (proof === undefined) throw new Error('DATA_KEYS or PROOF_PUBLIC_KEYS lack a key');
          taken.add(signature);
          return next(input);
        },
        handleSignal: async (input, next) => {
          if (isTold(input)) return await next(input);
          sayIgnored(input.signalName);
        },
      },
    ],
  };
};

/** @throws ApplicationFailure, which ends the process */
function demandInput(args: readonly unknown[]): void {
  const { workflowType } = workflowInfo();
  const isWhole = args.length === (WITHOUT_INPUT.includes(workflowType) ? 0 : 1);
  const refused = args.find(isRefusedPayload);
  if (isWhole && refused === undefined) return;
  throw ApplicationFailure.nonRetryable('this platform did not begin it', refused?.$refused ?? 'NOT_SEALED');
}

/** Every update is an act of a person: the API has proved who does what, here, and it has not been long on its way. */
function demandProof(update: { readonly name: string; readonly args: readonly unknown[] }): void {
  const { proof, $refused } = actOf(update);
  if ($refused !== undefined) throw refusalFailure({ code: $refused });
  const isProved = proof?.act === update.name && proof.workflowId === workflowInfo().workflowId;
  demand(isProved, 'NOT_PROVEN');
  demand(isProved && Date.now() <= proof.untilMs, 'PROOF_EXPIRED');
}

/** The only argument of an update, of which nothing is known. */
function actOf({
  args,
}: {
  readonly args: readonly unknown[];
}): Partial<SignedAct<PersonsAct> & RefusedPayload> {
  const [act] = args;
  return typeof act === 'object' && act !== null ? act : {};
}

/** Signals that are the word of somebody outside, and what holds their signature; the codec has verified it. */
const SIGNED_IN: Readonly<Record<string, string>> = { [bankNoticeSignal.name]: 'evidence' };

/** Sealed for this process, and as this very signal: no other message of the process passes for it. */
function isTold({ signalName, args }: { readonly signalName: string; readonly args: readonly unknown[] }) {
  const [told, ...more] = args;
  const isOne = typeof told === 'object' && told !== null && more.length === 0;
  if (!isOne || isRefusedPayload(told) || !('signal' in told) || told.signal !== signalName) return false;
  const signedIn = SIGNED_IN[signalName];
  return signedIn === undefined || signedIn in told;
}

function sayIgnored(signalName: string): void {
  log.warn('a signal that this platform did not send was ignored', { signalName });
  warn(`非本平台发出的信号，未采信 · A signal that this platform did not send was ignored: ${signalName}`);
}
