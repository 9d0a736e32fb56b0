import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import {
  collectionDateOf,
  collectionPlan,
  debitTimeAfter,
  ladderLookMs,
} from '../../../domain/collection/collectionPlan';
import { moneyDate } from '../../../domain/collection/moneyDate';
import { type CollectionOrder, nextCollection } from '../../../domain/collection/nextCollection';
import { filesOfOrder, nextClosing, nextQuery } from '../../../domain/collection/nextQuery';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const CALENDAR = publishedCalendar();
const { payments, overdue } = parametersAt(PARAMETERS_BEGIN);
const RULES = { payments, debitTimes: overdue.debitTimes, turnMs: 0 };

const at = (date: string, time: string) => instantOf(isoDate(date), time);
/** Thursday. */
const order = (code: string, time = '09:00', date = '2026-03-12'): CollectionOrder => ({
  decidedAtMs: at(date, time),
  code,
});

function next(history: readonly CollectionOrder[], now = history.at(-1)?.decidedAtMs ?? 0) {
  return nextCollection(history, now, CALENDAR, RULES);
}

const retryAt = (date: string, time: string) => ({ kind: 'RETRY_AT', atMs: at(date, time) });

describe('nextCollection', () => {
  it('begins at once, and is done with a success', () => {
    expect(next([], 42)).toEqual({ kind: 'RETRY_AT', atMs: 42 });
    expect(next([order('51'), order('00', '15:00')])).toEqual({ kind: 'DONE' });
  });

  it('tries again at the next debit time when funds are insufficient', () => {
    expect(next([order('51')])).toEqual(retryAt('2026-03-12', '15:00'));
    expect(next([order('51')], at('2026-03-12', '15:00'))).toEqual(retryAt('2026-03-12', '21:00'));
    expect(next([order('51')], at('2026-03-12', '14:59'))).toEqual(retryAt('2026-03-12', '15:00'));
    expect(next([order('51', '21:00')])).toEqual(retryAt('2026-03-13', '09:00'));
  });

  it('orders three times a day at most', () => {
    const early = ['09:00', '10:00', '11:00'].map((time) => order('51', time));
    expect(next(early.slice(0, 2))).toEqual(retryAt('2026-03-12', '15:00'));
    expect(next(early)).toEqual(retryAt('2026-03-13', '09:00'));
  });

  it('goes on on the next workday', () => {
    // 13 March 2026 is a Friday.
    expect(next([order('51', '21:00', '2026-03-13')])).toEqual(retryAt('2026-03-16', '09:00'));
    expect(next([order('65', '09:00', '2026-03-13')])).toEqual(retryAt('2026-03-16', '09:00'));
  });

  it('leaves it to a person after ten orders', () => {
    const days = ['2026-03-09', '2026-03-10', '2026-03-11'];
    const nine = days.flatMap((date) => ['09:00', '15:00', '21:00'].map((time) => order('51', time, date)));
    expect(next(nine)).toEqual(retryAt('2026-03-12', '09:00'));
    expect(next([...nine, order('51')])).toEqual({ kind: 'STOP', task: 'MANUAL' });
    expect(next([...nine, order('61')])).toEqual({ kind: 'STOP', task: 'MANUAL' });
    expect(next([...nine, order('00')])).toEqual({ kind: 'DONE' });
    expect(next([...nine, order('98')])).toEqual({ kind: 'QUERY' });
    expect(next([...nine, order('14')])).toEqual({ kind: 'STOP', task: 'REBIND' });
  });

  it('waits longer each time the issuer is not available, then for the next day', () => {
    const failures = [order('91', '09:00'), order('91', '09:01'), order('91', '09:06'), order('91', '09:36')];
    expect(next(failures.slice(0, 1))).toEqual(retryAt('2026-03-12', '09:01'));
    expect(next(failures.slice(0, 2))).toEqual(retryAt('2026-03-12', '09:06'));
    expect(next(failures.slice(0, 3))).toEqual(retryAt('2026-03-12', '09:36'));
    expect(next(failures)).toEqual(retryAt('2026-03-12', '11:36'));
    expect(next([...failures, order('91', '11:36')])).toEqual(retryAt('2026-03-13', '09:00'));
  });

  it('counts only failures of the day and of the kind', () => {
    expect(next([order('91', '21:00', '2026-03-11'), order('91')])).toEqual(retryAt('2026-03-12', '09:01'));
    expect(next([order('91', '08:00'), order('51', '08:30'), order('91')])).toEqual(
      retryAt('2026-03-12', '09:01'),
    );
    // The wait would reach past midnight.
    expect(next([order('91', '23:59')])).toEqual(retryAt('2026-03-13', '09:00'));
  });

  it('splits an amount above the limit once, then waits for the next day', () => {
    expect(next([order('61')])).toEqual({ kind: 'SPLIT', atMs: at('2026-03-12', '09:00'), parts: 2 });
    expect(next([order('61'), order('61', '09:01')])).toEqual(retryAt('2026-03-13', '09:00'));
    expect(next([order('61', '09:00', '2026-03-11'), order('61')])).toMatchObject({ kind: 'SPLIT' });
  });

  it('asks before it tries again after a malfunction', () => {
    expect(next([order('96')])).toEqual({ kind: 'QUERY' });
    expect(next([{ ...order('96'), isConfirmed: true }])).toEqual(retryAt('2026-03-12', '09:01'));
  });

  it.each(['98', '09', 'TIMEOUT', 'nobody knows'])('asks and never sends again after %s', (code) => {
    expect(next([order(code)])).toEqual({ kind: 'QUERY' });
  });

  it.each([
    ['75', 'CONTACT'],
    ['57', 'CONTACT'],
    ['14', 'REBIND'],
    ['54', 'REBIND'],
    ['46', 'REBIND'],
    ['41', 'RISK'],
    ['43', 'RISK'],
    ['59', 'RISK'],
    ['34', 'RISK'],
  ])('stops after %s for %s', (code, task) => {
    expect(next([order(code)])).toEqual({ kind: 'STOP', task });
  });
});

describe('nextQuery', () => {
  it('asks at growing distances from the last send, then has the order closed', () => {
    const sent = at('2026-03-12', '21:00');
    const seconds = [0, 1, 2, 3, 4, 5, 6, 7].map((count) => {
      const query = nextQuery(count, sent, payments);
      return query.kind === 'QUERY_AT' ? (query.atMs - sent) / 1_000 : null;
    });
    expect(seconds).toEqual([10, 30, 60, 300, 900, 1_800, 3_600, 7_200]);
    expect(nextQuery(8, sent, payments)).toEqual({ kind: 'CLOSE' });
  });
});

describe('nextClosing', () => {
  it('has an order closed at once, then at growing distances, and gives up in the end', () => {
    const last = at('2026-03-12', '23:00');
    const hours = [0, 1, 2, 3, 4, 5, 6].map((closings) => {
      const atMs = nextClosing(closings, last, payments);
      return atMs === null ? null : (atMs - last) / 3_600_000;
    });
    expect(hours).toEqual([0, 1, 2, 4, 8, 24, null]);
  });
});

describe('filesOfOrder', () => {
  it('are those of every day from the value date to the day after the last send', () => {
    expect(filesOfOrder(isoDate('2026-03-12'), at('2026-03-12', '21:00'), payments)).toEqual({
      from: '2026-03-12',
      through: '2026-03-13',
      readyAtMs: at('2026-03-14', '06:00'),
    });
    // The machine was down over the week-end.
    expect(filesOfOrder(isoDate('2026-03-13'), at('2026-03-16', '00:01'), payments)).toMatchObject({
      from: '2026-03-13',
      through: '2026-03-17',
    });
    expect(filesOfOrder(isoDate('2026-03-13'), at('2026-03-10', '09:00'), payments)).toMatchObject({
      from: '2026-03-13',
      through: '2026-03-14',
    });
  });
});

describe('moneyDate', () => {
  const [friday, monday] = [isoDate('2026-03-13'), isoDate('2026-03-16')];
  it('counts what is paid out from the bank’s day, and a debit from the day it was ordered for', () => {
    expect(moneyDate('OUT', friday, monday)).toBe(monday);
    expect(moneyDate('IN', friday, monday)).toBe(friday);
    expect(moneyDate('OUT', friday, friday)).toBe(friday);
    // A bank's day before the order is a mistake: nothing counts from before it was ordered.
    expect(moneyDate('OUT', monday, friday)).toBe(monday);
  });
});

describe('a due date', () => {
  it('is collected on the following workday', () => {
    // 12 April 2026 is a Sunday.
    expect(collectionDateOf(isoDate('2026-04-12'), CALENDAR)).toBe('2026-04-13');
    expect(collectionDateOf(isoDate('2026-04-13'), CALENDAR)).toBe('2026-04-13');
  });
});

describe('debitTimeAfter', () => {
  const following = (date: string, time: string) => debitTimeAfter(at(date, time), CALENDAR, RULES);

  it('is the next of the day, then the first of the next workday', () => {
    expect(following('2026-03-12', '08:59')).toBe(at('2026-03-12', '09:00'));
    expect(following('2026-03-12', '09:00')).toBe(at('2026-03-12', '15:00'));
    expect(following('2026-03-12', '21:00')).toBe(at('2026-03-13', '09:00'));
    // 13 March 2026 is a Friday.
    expect(following('2026-03-13', '21:00')).toBe(at('2026-03-16', '09:00'));
    expect(following('2026-03-14', '12:00')).toBe(at('2026-03-16', '09:00'));
    // Before the festival and its days off.
    expect(following('2026-09-30', '21:00')).toBe(at('2026-10-08', '09:00'));
  });

  it('is nowhere without debit times', () => {
    expect(() => debitTimeAfter(0, CALENDAR, { debitTimes: [], turnMs: 0 })).toThrow('no debit times');
  });
});

describe('collectionPlan', () => {
  const planned = () => collectionPlan('a loan', isoDate('2026-04-13'), { ...overdue, slotMinutes: 0 });

  it('reminds before the day by the channels of the ladder, when offices open', () => {
    expect(planned().reminders).toEqual([
      { day: -7, atMs: at('2026-04-06', '09:00'), channels: ['EMAIL', 'IN_APP'] },
      { day: -3, atMs: at('2026-04-10', '09:00'), channels: ['SMS', 'EMAIL'] },
      { day: -1, atMs: at('2026-04-12', '09:00'), channels: ['SMS'] },
    ]);
  });

  it('debits on the day, and looks on the next whether it was paid', () => {
    const plan = planned();
    expect(plan.firstDebitAtMs).toBe(at('2026-04-13', '09:00'));
    expect(plan.overdueCheckAtMs).toBe(at('2026-04-14', '09:00'));
  });

  it('looks a slot after the first debit of the day, whatever the turn of the loan', () => {
    const day = isoDate('2026-04-14');
    const { firstDebitAtMs } = collectionPlan('a loan', day, overdue);
    expect(ladderLookMs('a loan', day, overdue) - firstDebitAtMs).toBe(30 * 60_000);
    const early = { ...overdue, officesOpen: '08:00' };
    expect(ladderLookMs('a loan', day, early)).toBe(ladderLookMs('a loan', day, overdue));
  });
});
