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

/**
 * Lets time skip until a workflow is over. The server that has refused an answer (see `soundPart`) holds its time and
 * gives the process nothing to do, until something comes; the real one would have had the process answer again. So it
 * is told to look again where nothing moves.
 * @returns the result of the workflow
 */
export async function moving<Value>(stage: Watched, workflowId: string): Promise<Value> {
  const { env } = stage;
  const seen = async () => {
    const skippedMs = (await env.currentTimeMs()) - Date.now();
    return `${Math.round(skippedMs / 5_000)} ${stage.world.changes.length} ${stage.world.events.length}`;
  };
  let before = await seen();
  const result = env.client.workflow.getHandle(workflowId).result() as Promise<Value>;
  const over = result.then((value) => ({ value }));
  for (;;) {
    const ended = await Promise.race([over, sleep(STANDS_STILL_MS, undefined, { ref: false })]);
    if (ended !== undefined) return ended.value;
    const now = await seen();
    if (now === before) {
      stage.isSpoilt = true;
      process.stderr.write(`The server that skips time stands still: ${workflowId} is woken\n`);
      await wake(env, workflowId);
    }
    before = now;
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
