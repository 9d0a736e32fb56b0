import { uuidv7 } from 'uuidv7';
import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import { collectionPlan, debitTimeAfter } from '../../../domain/collection/collectionPlan';
import { nextCollection } from '../../../domain/collection/nextCollection';
import { slotsOf, turnOf } from '../../../domain/collection/slots';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const { overdue, payments } = parametersAt(PARAMETERS_BEGIN);
const LOAN = '01890000-0000-7000-8000-000000000001';
const turnMs = turnOf(LOAN, overdue);
const at = (date: string, time: string) => instantOf(isoDate(date), time);

test('loans have their turns all over the slot, even those whose ids were made one after the other', () => {
  const loans = 30_000;
  const minutes = Array.from({ length: overdue.slotMinutes }, () => 0);
  for (let loan = 0; loan < loans; loan += 1) {
    const minute = Math.floor(turnOf(uuidv7(), overdue) / 60_000);
    minutes[minute] = (minutes[minute] ?? 0) + 1;
  }
  const mean = loans / overdue.slotMinutes;
  expect(minutes).toHaveLength(overdue.slotMinutes);
  expect(Math.max(...minutes)).toBeLessThan(1.25 * mean);
  expect(Math.min(...minutes)).toBeGreaterThan(0.75 * mean);
});

test('a loan has the same turn in every slot and on every machine', () => {
  expect(turnMs).toBe(1_566_644);
  const { firstDebitAtMs, overdueCheckAtMs, reminders } = collectionPlan(
    LOAN,
    isoDate('2026-04-13'),
    overdue,
  );
  expect(firstDebitAtMs).toBe(at('2026-04-13', '09:00') + turnMs);
  expect(overdueCheckAtMs).toBe(at('2026-04-14', '09:30') + turnMs);
  expect(reminders.map(({ atMs }) => atMs)).toContain(at('2026-04-12', '09:00') + turnMs);
});

test('a declined debit goes out again at the loan’s turn in the next slot', () => {
  const rules = { ...slotsOf(LOAN, overdue), payments };
  const after = (atMs: number, code: string) =>
    nextCollection([{ decidedAtMs: atMs, code }], atMs, publishedCalendar(), rules);
  const firstMs = at('2026-03-12', '09:00') + turnMs;
  expect(after(firstMs, '51')).toEqual({ kind: 'RETRY_AT', atMs: at('2026-03-12', '15:00') + turnMs });
  expect(after(at('2026-03-12', '21:00') + turnMs, '51')).toEqual({
    kind: 'RETRY_AT',
    atMs: at('2026-03-13', '09:00') + turnMs,
  });
  // A back-off is counted from the answer, whose turn it was.
  expect(after(firstMs, '91')).toEqual({ kind: 'RETRY_AT', atMs: firstMs + 60_000 });
});

test('within a slot the next debit is at the loan’s turn while that is still to come', () => {
  const following = (atMs: number) => debitTimeAfter(atMs, publishedCalendar(), slotsOf(LOAN, overdue));
  expect(following(at('2026-03-12', '09:00'))).toBe(at('2026-03-12', '09:00') + turnMs);
  expect(following(at('2026-03-12', '09:00') + turnMs)).toBe(at('2026-03-12', '15:00') + turnMs);
});
