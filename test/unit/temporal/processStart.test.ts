import { processStart } from '../../../contracts/processStart';
import { WORKFLOW_TYPE_NAMES, type WorkflowType } from '../../../contracts/workflowTypes';

const turnOf = (type: WorkflowType) => processStart(type, 'i').priority.priorityKey ?? 0;

test('people go before money, money before loans, and the portfolio last', () => {
  for (const people of ['onboarding', 'application', 'dispute', 'receipt', 'breakCase'] as const) {
    expect(turnOf(people)).toBeLessThan(turnOf('payment'));
  }
  expect(turnOf('payment')).toBeLessThan(turnOf('loan'));
  for (const type of WORKFLOW_TYPE_NAMES.filter((name) =>
    /^(endOfDay|reconciliation|institution)/.test(name),
  )) {
    expect(turnOf(type)).toBeGreaterThan(turnOf('loan'));
  }
});

test('institutions share what has the same turn', () => {
  expect(processStart('loan', 'institution-1')).toMatchObject({
    priority: { fairnessKey: 'institution-1' },
  });
});

test("people's cases wait behind no loan and no payment", () => {
  const queueOf = (type: WorkflowType) => processStart(type, 'i').taskQueue;
  expect(queueOf('loan')).toBe('loans');
  expect(queueOf('payment')).toBe('payments');
  for (const type of ['application', 'onboarding', 'breakCase'] as const) expect(queueOf(type)).toBe('main');
});
