import {
  deadlinePassed,
  firstDeadlineMs,
  firstDeadlineOf,
  nextDeadlineMs,
  taskHours,
} from '../../../domain/approval/sla';
import { caseRulesAt } from '../../../domain/parameters/caseRules';
import { PARAMETERS_BEGIN } from '../../../domain/parameters/parametersAt';

const rules = caseRulesAt(PARAMETERS_BEGIN);
const HOUR = 3_600_000;
const OPENED = 1_000;

/** The first deadlines of a task, in hours after its opening. */
function deadlines(hours: Parameters<typeof firstDeadlineMs>[1]): number[] {
  const instants = [firstDeadlineMs(OPENED, hours)];
  for (let passed = 1; passed < 5; passed += 1) {
    instants.push(nextDeadlineMs(instants.at(-1) as number, passed, hours));
  }
  return instants.map((atMs) => (atMs - OPENED) / HOUR);
}

test('a task is reminded of after a day and escalated after two, and then each time when it is twice as old', () => {
  expect(deadlines(taskHours('APPROVE_APPLICATION', rules))).toEqual([24, 48, 96, 192, 384]);
});

test('a kind with hours of its own keeps them', () => {
  expect(deadlines(taskHours('COLLECT_MANUALLY', rules))).toEqual([72, 144, 288, 576, 1_152]);
  expect(deadlines({ reminder: 10, escalation: 15 })).toEqual([10, 15, 30, 60, 120]);
});

test('the first deadline reminds, later ones escalate', () => {
  expect([1, 2, 3].map(deadlinePassed)).toEqual(['REMIND', 'ESCALATE', 'ESCALATE']);
});

test('from each deadline one comes back to the first', () => {
  const hours = { reminder: 10, escalation: 15 };
  const firsts = deadlines(hours).map((after, passed) =>
    firstDeadlineOf(OPENED + after * HOUR, passed, hours),
  );
  expect(new Set(firsts)).toEqual(new Set([firstDeadlineMs(OPENED, hours)]));
});

test('the figures that a process keeps are plain JSON', () => {
  expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
});
