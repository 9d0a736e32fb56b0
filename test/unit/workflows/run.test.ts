import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';
import type { LoanCase } from '../../../workflows/loan/loanCase';
import { Run } from '../../../workflows/loan/run';

const mockTemporal = { isSuggested: false, build: 'one', isAnswered: true };
jest.mock('@temporalio/workflow', () => ({
  allHandlersFinished: () => mockTemporal.isAnswered,
  workflowInfo: () => ({
    continueAsNewSuggested: mockTemporal.isSuggested,
    currentDeploymentVersion: { buildId: mockTemporal.build, deploymentName: 'lending' },
  }),
}));

const at = (date: string) => instantOf(isoDate(date), '09:00');

/** A loan on 5 January that nobody asks anything and that has nothing under way. */
function begun(changes: object = {}) {
  let nowMs = at('2026-01-05');
  const loan = {
    progress: { instalment: 1 },
    time: { nowMs: () => nowMs },
    isWritten: true,
    isOrdering: false,
    debitWanted: null,
    refundTask: null,
    declinedRefunds: [],
  };
  const run = new Run(loan as unknown as LoanCase);
  Object.assign(loan, changes);
  const liveTo = (date: string) => {
    nowMs = at(date);
  };
  return { run, loan, liveTo };
}

afterEach(() => Object.assign(mockTemporal, { isSuggested: false, build: 'one', isAnswered: true }));

test('a run ends after ninety days, and not before', () => {
  const { run, liveTo } = begun();
  liveTo('2026-04-04');
  expect(run.mayEnd()).toBe(false);
  liveTo('2026-04-05');
  expect(run.mayEnd()).toBe(true);
});

test('a run ends after six instalments', () => {
  const { run, loan } = begun();
  loan.progress = { instalment: 6 };
  expect(run.mayEnd()).toBe(false);
  loan.progress = { instalment: 7 };
  expect(run.mayEnd()).toBe(true);
});

test('a run ends when Temporal says so: many requests fill a history in a day', () => {
  const { run } = begun();
  mockTemporal.isSuggested = true;
  expect(run.mayEnd()).toBe(true);
});

test('a run ends when another program carries it out', () => {
  const { run } = begun();
  expect(run.mayEnd()).toBe(false);
  mockTemporal.build = 'two';
  expect(run.mayEnd()).toBe(true);
});

test.each([
  ['what is not written', { isWritten: false }],
  ['an order on its way', { isOrdering: true }],
  ['a debit that a person wants', { debitWanted: { code: 'DEBIT_PAUSED' } }],
  ['a person who is asked about a refund', { refundTask: { taskId: 'task' } }],
  ['refunds that the bank declined', { declinedRefunds: [{ atMs: 0, code: '51' }] }],
])('%s is not left behind', (_what, underWay) => {
  mockTemporal.isSuggested = true;
  expect(begun(underWay).run.mayEnd()).toBe(false);
});

test('nobody who waits for an answer is left behind', () => {
  const { run } = begun();
  Object.assign(mockTemporal, { isSuggested: true, isAnswered: false });
  expect(run.mayEnd()).toBe(false);
});
