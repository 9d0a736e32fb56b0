import { alarmMs, alarmOf, deadlineMs, taskHours } from '../../../domain/approval/sla';
import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';
import { addWorkingHours } from '../../../domain/calendar/workingTime';
import { caseRulesAt } from '../../../domain/parameters/caseRules';
import { PARAMETERS_BEGIN } from '../../../domain/parameters/parametersAt';

const rules = caseRulesAt(isoDate('2026-03-02'));
const at = (day: string, time: string) => instantOf(isoDate(`2026-03-${day}`), time);

/** The first alarms of a task that is opened on Tuesday 3 March 2026 at 10:00. */
function alarms(hours: Parameters<typeof deadlineMs>[1]): number[] {
  const dueAtMs = deadlineMs(at('03', '10:00'), hours, rules.workingTime);
  return [0, 1, 2, 3].map((passed) => alarmMs(dueAtMs, passed, hours, rules.workingTime));
}

test('a task is reminded of a workday before it is due, escalated then, and each time when it is twice as old', () => {
  expect(alarms(taskHours('APPROVE_APPLICATION', rules))).toEqual([
    at('04', '10:00'),
    at('05', '10:00'),
    at('09', '10:00'),
    at('13', '10:00'),
  ]);
});

test('a kind with hours of its own keeps them', () => {
  expect(alarms(taskHours('RESOLVE_FAULT', rules))).toEqual([
    at('03', '13:00'),
    at('03', '15:00'),
    at('04', '10:00'),
    at('05', '10:00'),
  ]);
});

test('nothing falls due while nobody works', () => {
  const friday = at('06', '17:30');
  const dueAtMs = deadlineMs(friday, { reminder: 1, escalation: 2 }, rules.workingTime);
  expect(dueAtMs).toBe(at('09', '10:30'));
  expect(alarmMs(dueAtMs, 0, { reminder: 1, escalation: 2 }, rules.workingTime)).toBe(
    addWorkingHours(friday, 1, rules.workingTime),
  );
});

test('the first alarm reminds, later ones escalate', () => {
  expect([1, 2, 3].map(alarmOf)).toEqual(['REMIND', 'ESCALATE', 'ESCALATE']);
});

test('the figures that a process keeps are plain JSON', () => {
  for (const kept of [rules, caseRulesAt(PARAMETERS_BEGIN)]) {
    expect(JSON.parse(JSON.stringify(kept))).toEqual(kept);
  }
});
