import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { RefusalCode } from '../../contracts/refusals';
import { WORKFLOW_TYPES } from '../../contracts/workflowTypes';
import { isOurs } from './visibility';

type Event = temporal.api.history.v1.IHistoryEvent;

/** Ended from outside: by an operator or by accident, never by the program. */
const CUT_SHORT: readonly string[] = ['TERMINATED', 'TIMED_OUT', 'CANCELLED'];
const { RESET_REAPPLY_TYPE_ALL_ELIGIBLE } = temporal.api.enums.v1.ResetReapplyType;
const { HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT } = temporal.api.enums.v1.HistoryEventFilterType;
const GIVEN_UP: RefusalCode = 'GIVEN_UP';

/** How a process stands. */
export interface ProcessState {
  readonly runId: string;
  readonly status: string;
  /** It is of a kind that this platform begins, where its workers see it; else a stranger took the id. */
  readonly isOurs: boolean;
}

/** Null when Temporal knows no such process (any more). */
export async function processState(client: Client, workflowId: string): Promise<ProcessState | null> {
  try {
    const { runId, status, type, taskQueue } = await client.workflow.getHandle(workflowId).describe();
    return { runId, status: status.name, isOurs: isOurs(type, taskQueue) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/**
 * Lets a process go on that was ended from outside (terminated), or that failed because one that it waited for
 * was: it is reset to its last point. What it had written it writes again under the same keys.
 * @returns false when it ended by itself: a person must look
 */
export async function revive(client: Client, workflowId: string, state: ProcessState): Promise<boolean> {
  const { runId, status } = state;
  const isCutShort = CUT_SHORT.includes(status);
  if (!isCutShort && status !== 'FAILED') return false;
  return await goBack(client, isCutShort, {
    workflowId,
    runId,
    reason: 'it was ended from outside, and its case goes on',
    // Of several who do it at once only the first does it.
    requestId: `revive/${runId}`,
  });
}

/** Whether a process failed because two people gave it up: then nobody but people takes it up again. */
export async function wasGivenUp(
  client: Client,
  workflowId: string,
  { runId, status }: ProcessState,
): Promise<boolean> {
  if (status !== 'FAILED') return false;
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    historyEventFilterType: HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT,
  });
  const failure = history?.events?.at(-1)?.workflowExecutionFailedEventAttributes?.failure;
  return failure?.applicationFailureInfo?.type === GIVEN_UP;
}

interface GoingBack {
  readonly workflowId: string;
  readonly runId: string;
  readonly reason: string;
  /** The same request is done once. */
  readonly requestId: string;
}

/**
 * Has a process do its last step again, as a person asked for, however it stands.
 * @returns false when it has done none yet
 */
export async function setBack(client: Client, what: GoingBack): Promise<boolean> {
  return await goBack(client, true, what);
}

async function goBack(
  client: Client,
  isCutShort: boolean,
  { workflowId, runId, reason, requestId }: GoingBack,
): Promise<boolean> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const point = pointToGoOnFrom(events ?? [], isCutShort);
  if (point === null) return false;
  await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId, runId },
    reason,
    requestId,
    workflowTaskFinishEventId: point,
    resetReapplyType: RESET_REAPPLY_TYPE_ALL_ELIGIBLE,
  });
  return true;
}

/**
 * The workflow task to be executed again: the last one, or the one that ordered a payment whose outcome the process
 * has not heard of, or that could not begin and was not ordered anew: its id was taken, and another run has another. The
 * order of the new payment follows the first under its key.
 * @param isCutShort ended from outside; else it must have failed by a payment that was
 * @returns null when there is none
 */
export function pointToGoOnFrom(
  events: readonly Event[],
  isCutShort: boolean,
): NonNullable<Event['eventId']> | null {
  const unheard = new Map<string, Event>();
  let last: Event['eventId'] = null;
  let wasPaymentCutShort = false;
  let notBegun: string | null = null;
  for (const [index, event] of events.entries()) {
    if (event.workflowTaskCompletedEventAttributes != null) last = event.eventId;
    // None was completed yet: the first one is executed again.
    else if (event.workflowTaskStartedEventAttributes != null) last ??= events[index + 1]?.eventId ?? null;
    const initiated = event.startChildWorkflowExecutionInitiatedEventAttributes;
    if (initiated?.workflowType?.name === WORKFLOW_TYPES.payment) {
      if (notBegun !== null) unheard.delete(notBegun);
      notBegun = null;
      unheard.set(String(event.eventId), event);
    }
    const ended =
      event.childWorkflowExecutionCompletedEventAttributes ??
      event.childWorkflowExecutionFailedEventAttributes;
    if (ended != null) unheard.delete(String(ended.initiatedEventId));
    const failed = event.startChildWorkflowExecutionFailedEventAttributes;
    if (failed != null) notBegun = String(failed.initiatedEventId);
    const cut =
      event.childWorkflowExecutionTerminatedEventAttributes ??
      event.childWorkflowExecutionTimedOutEventAttributes ??
      event.childWorkflowExecutionCanceledEventAttributes;
    if (cut != null) wasPaymentCutShort ||= unheard.has(String(cut.initiatedEventId));
  }
  if (!isCutShort && !wasPaymentCutShort) return null;
  const [order] = unheard.values();
  return (
    order?.startChildWorkflowExecutionInitiatedEventAttributes?.workflowTaskCompletedEventId ?? last ?? null
  );
}
