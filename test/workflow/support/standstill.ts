import { setTimeout as sleep } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { lookAgainSignal } from '../../../contracts/workflows';

/** What is watched of a test: its server, what its world was told, and whether the server is for no other test. */
interface Watched {
  readonly env: TestWorkflowEnvironment;
  readonly world: { readonly changes: readonly unknown[]; readonly events: readonly unknown[] };
  isSpoilt: boolean;
}

/** So long nothing happens in real time before a server is taken for stuck. */
const STANDS_STILL_MS = 20_000;
/** So often a process is woken of which nothing is seen after it. */
const WAKENINGS = 2;
const SERVERS = 3;

/**
 * The server that skips time has refused an answer, and does so again whenever the process gives it: it keeps the
 * workflow task for done that its history says has begun (temporalio/sdk-java#3088; see `soundPart`). The real one
 * would have had the process answer anew.
 */
export class StoodStill extends Error {}

/**
 * Lets time skip until something is over. A process of a server that holds its time, and gives it nothing to do, is told
 * to look again.
 * @param workflowId of the process; null where it is not known yet
 * @throws StoodStill when nothing moves for all that
 */
async function watched<Value>(
  stage: Watched,
  workflowId: string | null,
  pending: Promise<Value>,
): Promise<Value> {
  const { env } = stage;
  const seen = async () => {
    const skippedMs = (await env.currentTimeMs()) - Date.now();
    return `${Math.round(skippedMs / 5_000)} ${stage.world.changes.length} ${stage.world.events.length}`;
  };
  let before = await seen();
  let woken = 0;
  const over = pending.then((value) => ({ value }));
  // Of a server that is given up nobody waits for it any more.
  over.catch(() => undefined);
  for (;;) {
    const ended = await Promise.race([over, sleep(STANDS_STILL_MS, undefined, { ref: false })]);
    if (ended !== undefined) return ended.value;
    const now = await seen();
    if (now !== before) {
      before = now;
      woken = 0;
      continue;
    }
    stage.isSpoilt = true;
    if (woken === WAKENINGS) throw new StoodStill('the server that skips time stands still for good');
    woken += 1;
    process.stderr.write(`The server that skips time stands still: ${workflowId ?? 'a process'} is woken\n`);
    if (workflowId !== null) await wake(env, workflowId);
  }
}

/** Lets time skip until a workflow is over. @returns its result */
export function moving<Value>(stage: Watched, workflowId: string): Promise<Value> {
  return watched(
    stage,
    workflowId,
    stage.env.client.workflow.getHandle(workflowId).result() as Promise<Value>,
  );
}

/**
 * Lives a whole life until it is over, and where the server stands still for good that life anew on another server:
 * it is the server that failed, and nothing of the life was looked at.
 * @param live begins it @returns the workflow's id
 */
export async function lifeOn(
  stage: Watched & { readonly endTest: () => Promise<void> },
  live: () => Promise<string>,
): Promise<void> {
  for (let servers = 1; ; servers += 1) {
    try {
      await moving(stage, await watched(stage, null, live()));
      return;
    } catch (error) {
      if (!(error instanceof StoodStill) || servers === SERVERS) throw error;
      process.stderr.write(`${error.message}: its life is lived on another one\n`);
      await stage.endTest();
    }
  }
}

async function wake(env: TestWorkflowEnvironment, workflowId: string): Promise<void> {
  for (const id of new Set([workflowId, workflowId.replace('loan/', 'collection/')])) {
    const told = { signal: 'lookAgain', because: 'STOOD_STILL' } as const;
    // One that is over, or never was, needs nothing.
    await env.client.workflow
      .getHandle(id)
      .signal(lookAgainSignal, told)
      .catch(() => undefined);
  }
}
