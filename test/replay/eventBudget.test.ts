import { EVENT_BUDGETS } from '../../contracts/eventBudget';
import { type RecordedHistory, readHistories } from '../workflow/support/histories';
import { isPlain, type StageUse, stagesOf } from './support/eventCount';

const plain = readHistories().filter(isPlain);

/** Stages above their budget, as sentences. */
function excesses(recorded: RecordedHistory): string[] {
  return stagesOf(recorded)
    .filter(({ used, allowed }) => used > allowed)
    .map(({ stage, used, allowed }) => `${stage}: ${used} events, ${allowed} are budgeted`);
}

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

test('no budget has room for a tenth more than what is used: else a stage could double unseen', () => {
  const isTight = ({ used, allowed }: StageUse) => allowed <= Math.ceil(used * 1.1);
  const budgeted = Object.entries(EVENT_BUDGETS).flatMap(([type, { byStage }]) =>
    Object.keys(byStage).map((stage) => [type, stage] as const),
  );
  const wide = budgeted.filter(([type, stage]) => {
    const uses = plain.filter((recorded) => recorded.type === type).flatMap(stagesOf);
    return !uses.some((use) => use.stage === stage && isTight(use));
  });
  expect(wide.map(([type, stage]) => `${type} ${stage}`)).toEqual([]);
});

test('an execution above its budget is found', () => {
  const [recorded] = plain.filter(({ type }) => type === 'onboarding');
  if (recorded === undefined) throw new Error('no history of an onboarding');
  const events = recorded.history.events ?? [];
  const swollen = events.flatMap((event) => [event, event]);
  expect(excesses({ ...recorded, history: { events: swollen } })).not.toEqual([]);
});
