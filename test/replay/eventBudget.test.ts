import { temporal } from '@temporalio/proto';
import { EVENT_BUDGETS } from '../../contracts/eventBudget';
import { searchAttributes } from '../../contracts/searchAttributes';
import type { WorkflowType } from '../../contracts/workflowTypes';
import { type RecordedHistory, readHistories } from '../workflow/support/histories';

type Event = temporal.api.history.v1.IHistoryEvent;

const { EventType } = temporal.api.enums.v1;

/** What is not a plain course of things: its events are not part of the budget of a stage. */
const UNUSUAL =
  /escalat|claimed|strangers|declined|decline|two-steps|more|repeated|ten-|split|unknown|person|file|notice|again|nothing-for-a-day|dispute|lost|fails/i;

function stageEntered({ upsertWorkflowSearchAttributesEventAttributes }: Event): string | null {
  const payload =
    upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields?.[
      searchAttributes.stage.name
    ];
  return payload?.data == null ? null : (JSON.parse(Buffer.from(payload.data).toString('utf8')) as string);
}

/** Events of each stage; a stage that is entered again counts anew. */
function eventsByStage(events: readonly Event[]): Map<string, number> {
  const most = new Map<string, number>();
  let [stage, count] = ['BEGIN', 0];
  for (const event of events) {
    const next = stageEntered(event);
    if (next !== null && next !== stage) {
      [stage, count] = [next, 0];
    }
    count += 1;
    most.set(stage, Math.max(count, most.get(stage) ?? 0));
  }
  return most;
}

function ordersOf(events: readonly Event[]): number {
  return events.filter(
    ({ eventType }) => eventType === EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
  ).length;
}

/** Stages above their budget, as sentences. */
function excesses({ type, history }: RecordedHistory): string[] {
  const budget = EVENT_BUDGETS[type as WorkflowType];
  if (budget === undefined) return [];
  const events = history.events ?? [];
  const orders = budget.perOrder === undefined ? 0 : ordersOf(events);
  return [...eventsByStage(events)].flatMap(([stage, used]) => {
    const allowed = (budget.byStage[stage] ?? Number.POSITIVE_INFINITY) + orders * (budget.perOrder ?? 0);
    return used > allowed ? [`${stage}: ${used} events, ${allowed} are budgeted`] : [];
  });
}

const plain = readHistories().filter(({ name }) => !UNUSUAL.test(name));

test('there are plain executions of every budgeted process', () => {
  const types = new Set(plain.map(({ type }) => type));
  expect(Object.keys(EVENT_BUDGETS).filter((type) => !types.has(type))).toEqual([]);
});

test.each(plain.map((recorded) => [recorded.name, recorded] as const))(
  '%s stays within its budget',
  (_name, recorded) => {
    expect(excesses(recorded)).toEqual([]);
  },
);

test('an execution above its budget is found', () => {
  const [recorded] = plain.filter(({ type }) => type === 'onboarding');
  if (recorded === undefined) throw new Error('no history of an onboarding');
  const events = recorded.history.events ?? [];
  const swollen = events.flatMap((event) => Array.from({ length: 9 }, () => event));
  expect(excesses({ ...recorded, history: { events: swollen } })).not.toEqual([]);
});
