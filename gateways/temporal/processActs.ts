import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { LoanId } from '../../contracts/ids';
import type { ProcessActKind } from '../../contracts/processActs';
import type { RefusalCode } from '../../contracts/refusals';
import { askToRecheck } from './caseProcesses';
import { signalLoan } from './queries';
import { setBack } from './revive';

/** How a process stands before something is done about it. */
export interface Standing {
  readonly runId: string;
  readonly status: string;
  readonly historyLength: number;
  /** Its activities that are under way, or wait for their next attempt. */
  readonly pendingActivityIds: readonly string[];
  /** A workflow task is under way, or fails again and again. */
  readonly hasPendingTask: boolean;
}

/** Null when Temporal knows no such process. */
export async function standingOf(client: Client, workflowId: string): Promise<Standing | null> {
  try {
    const { runId, status, historyLength, raw } = await client.workflow.getHandle(workflowId).describe();
    return {
      runId,
      status: status.name,
      historyLength,
      pendingActivityIds: (raw.pendingActivities ?? []).flatMap(({ activityId }) => activityId ?? []),
      hasPendingTask: raw.pendingWorkflowTask != null,
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

interface Act {
  readonly id: string;
  readonly workflowId: string;
  readonly kind: ProcessActKind;
  readonly reason: string;
}

/** Why an act can't be done about a process as it stands; null: it can. */
export function refusedBecause(kind: ProcessActKind, standing: Standing): RefusalCode | null {
  const isOver = standing.status !== 'RUNNING';
  if (kind === 'SET_BACK') return null;
  if (isOver) return 'PROCESS_ENDED';
  return kind === 'RETRY_NOW' && standing.pendingActivityIds.length === 0 ? 'NOTHING_TO_RETRY' : null;
}

/**
 * Does what was approved. Doing it again, after a crash, does no more.
 * @returns why it could not be done; null when Temporal took it
 * @throws when Temporal can't be reached
 */
export async function perform(client: Client, act: Act, standing: Standing): Promise<RefusalCode | null> {
  const refusal = refusedBecause(act.kind, standing);
  if (refusal !== null) return refusal;
  try {
    return await DO[act.kind](client, act, standing);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || isNotFound(error)) return 'PROCESS_ENDED';
    throw error;
  }
}

const NOT_FOUND = 5;

function isNotFound(error: unknown): boolean {
  return (error as { code?: number }).code === NOT_FOUND;
}

const DO: Readonly<
  Record<ProcessActKind, (client: Client, act: Act, standing: Standing) => Promise<RefusalCode | null>>
> = {
  // One by one: servers before 1.30 don't know how to reset all of them.
  RETRY_NOW: async (client, { workflowId }, { runId, pendingActivityIds }) => {
    const { namespace } = client.options;
    for (const id of pendingActivityIds) {
      await client.workflowService.resetActivity({ namespace, execution: { workflowId, runId }, id });
    }
    return null;
  },
  LOOK_AGAIN: async (client, { workflowId }) => {
    const [type, id] = workflowId.split('/');
    if (type === 'loan') await signalLoan(client, id as LoanId, 'ADMIN');
    else await askToRecheck(client, workflowId);
    return null;
  },
  SET_BACK: async (client, { id, workflowId, reason }, { runId }) =>
    (await setBack(client, { workflowId, runId, reason, requestId: `act/${id}` }))
      ? null
      : 'NO_POINT_TO_GO_BACK_TO',
  END: async (client, { workflowId, reason }, { runId }) => {
    await client.workflow.getHandle(workflowId, runId).terminate(reason);
    return null;
  },
};

/**
 * Whether a process has moved since an act: a step is done that was not done before, or another run is at work. Events
 * that only say that something was asked of it are no movement, nor is a run that failed again.
 */
export function hasMoved(
  before: { readonly runId: string; readonly historyLength: number | null; readonly kind: ProcessActKind },
  now: Standing,
): boolean {
  // One that came to its own end since has done its last step.
  if (now.status === 'COMPLETED') return true;
  if (now.status !== 'RUNNING') return before.kind === 'END';
  if (now.hasPendingTask) return false;
  return now.runId !== before.runId || now.historyLength > (before.historyLength ?? 0);
}
