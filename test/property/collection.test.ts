import fc from 'fast-check';
import { isWorkday } from '../../domain/calendar/businessCalendar';
import { type BusinessClock, businessDate, instantOf, unlessLate } from '../../domain/calendar/clock';
import { addDays, isoDate } from '../../domain/calendar/isoDate';
import { publishedCalendar } from '../../domain/calendar/published';
import {
  type CollectionOrder,
  type NextCollection,
  nextCollection,
} from '../../domain/collection/nextCollection';
import { filesOfOrder } from '../../domain/collection/nextQuery';
import { slotsOf, turnOf } from '../../domain/collection/slots';
import { OVERDUE_VERSIONS } from '../../domain/parameters/data/collection';
import { PARAMETERS_BEGIN, parametersAt } from '../../domain/parameters/parametersAt';

const CALENDAR = publishedCalendar();
const { payments, overdue } = parametersAt(PARAMETERS_BEGIN);
const RULES = { ...slotsOf('01890000-0000-7000-8000-000000000001', overdue), payments };
const FIRST = instantOf(isoDate('2026-03-13'), '09:00') + RULES.turnMs;
const MS_PER_HOUR = 3_600_000;

interface Sent {
  /** For which instant it was decided, and when it really went out, in business time. */
  readonly decidedAtMs: number;
  readonly sentAtMs: number;
}

/** The debits of an instalment whose borrower has no money, on a machine that stands still for a while. */
function debits(clock: BusinessClock, outage: { readonly fromMs: number; readonly untilMs: number }): Sent[] {
  const history: CollectionOrder[] = [];
  const sent: Sent[] = [];
  let next: NextCollection = { kind: 'RETRY_AT', atMs: FIRST };
  let nowMs = FIRST;
  while (next.kind === 'RETRY_AT') {
    nowMs = Math.max(nowMs, next.atMs);
    if (nowMs >= outage.fromMs && nowMs < outage.untilMs) nowMs = outage.untilMs;
    sent.push({ decidedAtMs: next.atMs, sentAtMs: nowMs });
    const cameMs = unlessLate(clock, next.atMs, nowMs);
    history.push({ decidedAtMs: cameMs, code: '51' });
    next = nextCollection(history, cameMs, CALENDAR, RULES);
  }
  return sent;
}

const clockOf = (speed: number): BusinessClock => ({
  realAnchorMs: 0,
  businessAnchorMs: FIRST - 1_000 * speed,
  speed,
});

describe('debits after an outage', () => {
  it('make up one missed slot, and none before the next slot after it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -MS_PER_HOUR, max: 30 * MS_PER_HOUR }),
        fc.integer({ min: 1, max: 200 * MS_PER_HOUR }),
        (afterMs, lastsMs) => {
          const outage = { fromMs: FIRST + afterMs, untilMs: FIRST + afterMs + lastsMs };
          const sent = debits(clockOf(1), outage);
          const late = sent.filter(({ decidedAtMs, sentAtMs }) => sentAtMs - decidedAtMs > 60_000);
          expect(late.length).toBeLessThanOrEqual(1);
          for (const [index, { sentAtMs }] of sent.entries()) {
            const before = sent[index - 1];
            if (before === undefined) continue;
            // Each but the one made up goes out at a slot of the policy, on a workday, no more than three a day.
            const isSlot = RULES.debitTimes.some(
              (time) => instantOf(businessDate(sentAtMs), time) + RULES.turnMs === sentAtMs,
            );
            expect(isSlot || late.includes(sent[index] as Sent)).toBe(true);
            expect(sentAtMs).toBeGreaterThan(before.sentAtMs);
          }
          for (const { sentAtMs } of sent.filter((order) => !late.includes(order))) {
            expect(isWorkday(businessDate(sentAtMs), CALENDAR)).toBe(true);
          }
          const days = sent.map(({ sentAtMs }) => businessDate(sentAtMs));
          for (const day of days) expect(days.filter((other) => other === day).length).toBeLessThanOrEqual(3);
        },
      ),
    );
  });

  it('are those of the calendar at every speed, as long as the machine is late by less than a minute', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 1_000, 175_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (speed, part) => {
          const never = { fromMs: 0, untilMs: 0 };
          const lagMs = part * 60_000 * speed;
          const lagging = { fromMs: FIRST, untilMs: FIRST + lagMs };
          const decided = (sent: readonly Sent[]) => sent.map(({ decidedAtMs }) => decidedAtMs);
          const onTime = decided(debits(clockOf(1), never));
          expect(decided(debits(clockOf(speed), lagging)).slice(0, 1)).toEqual(onTime.slice(0, 1));
          expect(unlessLate(clockOf(speed), FIRST, Math.floor(FIRST + lagMs))).toBe(FIRST);
        },
      ),
    );
  });
});

describe('the files that an order can be in', () => {
  it('hold every day on which a bank can have booked it: from the order to the day after the send', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 86_399_999 }), (days, ofDay) => {
        const orderedFor = isoDate('2026-03-12');
        const sentOn = addDays(orderedFor, days);
        const { from, through, readyAtMs } = filesOfOrder(orderedFor, instantOf(sentOn) + ofDay, payments);
        expect(from).toBe(orderedFor);
        expect(through).toBe(addDays(sentOn, 1));
        expect(businessDate(readyAtMs)).toBe(addDays(sentOn, 2));
      }),
    );
  });
});

describe('the turn of a loan', () => {
  it('is in its slot: before the next one, before the quiet hours, and on the day of the slot', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom(...OVERDUE_VERSIONS), (loanId, { value }) => {
        const day = isoDate('2026-03-12');
        const turnMs = turnOf(loanId, value);
        const begins = [...value.debitTimes, value.contactLimits.quietFrom].map((time) =>
          instantOf(day, time),
        );
        expect(turnMs).toBeGreaterThanOrEqual(0);
        for (const [index, next] of begins.slice(1).entries()) {
          expect((begins[index] ?? 0) + value.slotMinutes * 60_000).toBeLessThanOrEqual(next);
          expect((begins[index] ?? 0) + turnMs).toBeLessThan(next);
        }
        // What is ordered at any turn counts from the day of its slot.
        for (const time of value.debitTimes) expect(businessDate(instantOf(day, time) + turnMs)).toBe(day);
      }),
    );
  });
});
