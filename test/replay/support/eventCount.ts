import { temporal } from '@temporalio/proto';
import type { FeeActivities } from '../../../contracts/activities';
import { EVENT_BUDGETS } from '../../../contracts/eventBudget';
import { searchAttributes } from '../../../contracts/searchAttributes';
import { recuseTaskUpdate, voteTaskUpdate } from '../../../contracts/workflows';
import type { WorkflowType } from '../../../contracts/workflowTypes';
import type { RecordedHistory } from '../../workflow/support/histories';

type Event = temporal.api.history.v1.IHistoryEvent;

const { EventType } = temporal.api.enums.v1;

/** What is not a plain course of things: its events are not part of the budget of a stage. */
const UNUSUAL =
  /escalat|claimed|strangers|declined|decline|two-steps|more|repeated|ten-|split|unknown|person|file|notice|again|nothing-for-a-day|dispute|lost|fails|taking-a-task|arrive|overdue|changed-clock|figures-are|another|given-up|recus|may-not|asked-meanwhile|bounced|longer-is-withdrawn/i;

export function isPlain({ name }: RecordedHistory): boolean {
  return !UNUSUAL.test(name);
}

/** How many events a plain execution used in a stage, and how many its budget allows. */
export interface StageUse {
  readonly stage: string;
  readonly used: number;
  /** Orders at the bank in it. */
  readonly orders: number;
  /** What its orders, votes of a committee and reliefs may add. */
  readonly more: number;
  readonly allowed: number;
}

/** What an execution used; a stage that is entered again counts anew, and its longest time counts. */
export function stagesOf({ type, history }: RecordedHistory): readonly StageUse[] {
  const budget = EVENT_BUDGETS[type as WorkflowType];
  if (budget === undefined) return [];
  const { byStage, perOrder = 0, perVote = 0, perRelief = 0 } = budget;
  const most = new Map<string, StageUse>();
  for (const { stage, events } of visits(history.events ?? [])) {
    const used = events.length;
    if (used <= (most.get(stage)?.used ?? 0)) continue;
    const orders = events.filter(isOrder).length;
    const votes = events.filter(isVote).length;
    const reliefs = events.filter(isRelief).length;
    const more = orders * perOrder + votes * perVote + reliefs * perRelief;
    const allowed = (byStage[stage] ?? Number.POSITIVE_INFINITY) + more;
    most.set(stage, { stage, used, orders, more, allowed });
  }
  return [...most.values()];
}

interface Visit {
  readonly stage: string;
  readonly events: Event[];
}

function visits(events: readonly Event[]): readonly Visit[] {
  const all: Visit[] = [{ stage: 'BEGIN', events: [] }];
  for (const event of events) {
    const stage = stageEntered(event);
    if (stage !== null && stage !== all.at(-1)?.stage) all.push({ stage, events: [] });
    all.at(-1)?.events.push(event);
  }
  return all;
}

function stageEntered({ upsertWorkflowSearchAttributesEventAttributes }: Event): string | null {
  const payload =
    upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields?.[
      searchAttributes.stage.name
    ];
  return payload?.data == null ? null : (JSON.parse(Buffer.from(payload.data).toString('utf8')) as string);
}

function isVote({ workflowExecutionUpdateAcceptedEventAttributes: accepted }: Event): boolean {
  const name = accepted?.acceptedRequest?.input?.name;
  return name === voteTaskUpdate.name || name === recuseTaskUpdate.name;
}

function isRelief({ activityTaskScheduledEventAttributes: scheduled }: Event): boolean {
  const name: keyof FeeActivities = 'settleFeeRequest';
  return scheduled?.activityType?.name === name;
}

function isOrder({ eventType }: Event): boolean {
  return eventType === EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED;
}
