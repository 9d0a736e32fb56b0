import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';
import { classOf } from '../../../domain/overdue/actionClasses';
import { arrearsOn } from '../../../domain/overdue/arrears';
import { freeFrom, isHeld, judgeHold } from '../../../domain/overdue/holds';
import {
  cured,
  type Episode,
  lookAtLadder,
  lookAtMoved,
  nextLookOn,
  nextRung,
  pendingOf,
  type Sight,
  stageOf,
} from '../../../domain/overdue/ladder';
import { judgePromise, promiseAt, promiseHold, promiseJudgedOn } from '../../../domain/overdue/promises';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const { overdue } = parametersAt(PARAMETERS_BEGIN);
const { ladder } = overdue;
const due = isoDate('2026-03-10');
const at = (date: string, time = '09:00') => instantOf(isoDate(date), time);

/** What is seen of a loan whose oldest unpaid instalment was due on a day. */
function sight(atMs: number, anchor: string | null, more: Partial<Sight> = {}): Sight {
  const date = isoDate(new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 10));
  const of =
    anchor === null ? [] : [{ dueDate: isoDate(anchor), collectionDate: isoDate(anchor), isUnpaid: true }];
  return { atMs, arrears: arrearsOn(of, date), holds: [], contactFromMs: atMs, isDebiting: false, ...more };
}

function looked(last: Episode | null, of: Sight): NonNullable<ReturnType<typeof lookAtLadder>> {
  const look = lookAtLadder(last, of, ladder);
  if (look === null) throw new Error('nothing is overdue');
  return look;
}

test('what is collected today is not overdue, and days count from the due date', () => {
  const shifted = { dueDate: isoDate('2026-03-07'), collectionDate: isoDate('2026-03-09'), isUnpaid: true };
  expect(arrearsOn([shifted], isoDate('2026-03-09'))).toBeNull();
  expect(arrearsOn([shifted], isoDate('2026-03-10'))?.daysPastDue).toBe(3);
  expect(arrearsOn([{ ...shifted, isUnpaid: false }], isoDate('2026-05-10'))).toBeNull();
});

test('rungs that nobody looked at are reached in order on one day, and the lower talk is superseded', () => {
  const look = looked(null, sight(at('2026-03-17'), due));
  expect(look.reached.map(({ day }) => day)).toEqual([1, 3, 7]);
  expect(look.superseded).toEqual([{ day: 3, action: 'CALL_BY_SERVICE' }]);
  expect(look.due.map(({ action }) => action)).toEqual([
    'NOTIFY_OVERDUE',
    'STOP_LIMIT_INCREASE',
    'TRANSFER_TO_OVERDUE',
    'CALL_BY_COLLECTOR',
    'START_PENALTY',
  ]);
  expect(pendingOf(look.episode, ladder)).toEqual([]);
});

test('an anchor that moves over three rungs repeats none of them and skips none after it (Kill Bill issue 2297)', () => {
  const first = looked(null, sight(at('2026-03-25'), due)).episode;
  expect(first.reached).toEqual([1, 3, 7, 15]);
  // The oldest is paid: 15 days past due become one.
  const moved = looked(first, sight(at('2026-03-26'), '2026-03-25'));
  expect(moved.reached).toEqual([]);
  expect(moved.due).toEqual([]);
  const arrears = { dueDate: isoDate('2026-03-25'), collectionDate: isoDate('2026-03-25'), daysPastDue: 1 };
  expect(nextRung(moved.episode, arrears, ladder)).toEqual({ day: 30, onDate: '2026-04-24' });
  expect(nextLookOn(moved.episode, { arrears, holds: [] }, ladder, isoDate('2026-03-27'))).toBe('2026-04-24');
  expect(looked(moved.episode, sight(at('2026-04-24'), '2026-03-25')).reached.map(({ day }) => day)).toEqual([
    30,
  ]);
});

test('a cured episode is followed by a new one from its first rung, unless a receipt bounced that had cured it', () => {
  const open = looked(null, sight(at('2026-03-17'), due)).episode;
  const over = cured(open, at('2026-03-20', '10:00'));
  const bounced = looked(over, sight(at('2026-03-21'), due)).episode;
  expect(bounced).toMatchObject({ number: 1, curedAtMs: null, reached: [1, 3, 7] });
  const anew = looked(over, sight(at('2026-04-11'), '2026-04-10')).episode;
  expect(anew).toMatchObject({ number: 2, openedOn: '2026-04-11', reached: [1] });
});

test('contact in quiet hours waits for their end, and is tried again by what holds then', () => {
  const night = at('2026-03-11', '23:30');
  const look = looked(null, sight(night, due, { contactFromMs: at('2026-03-12', '08:00') }));
  expect(look.due.map(({ action }) => action)).toEqual(['STOP_LIMIT_INCREASE', 'TRANSFER_TO_OVERDUE']);
  expect(look.episode.moved).toEqual([{ day: 1, action: 'NOTIFY_OVERDUE' }]);
  const morning = sight(at('2026-03-12', '08:00'), due);
  expect(lookAtMoved(look.episode, morning).due).toEqual([{ day: 1, action: 'NOTIFY_OVERDUE' }]);
  const promised = { kind: 'PROMISE', from: isoDate('2026-03-12'), until: isoDate('2026-03-14') } as const;
  const held = lookAtMoved(look.episode, { ...morning, holds: [promised] });
  expect(held.due).toEqual([]);
  expect(pendingOf(held.episode, ladder)).toEqual([{ day: 1, action: 'NOTIFY_OVERDUE' }]);
  expect(lookAtMoved(look.episode, { ...morning, arrears: null }).due).toEqual([]);
});

test('contact and legal steps wait for the outcome of a debit, and nothing else does (Kill Bill issue 455)', () => {
  const atBank = { isDebiting: true };
  const look = looked(null, sight(at('2026-06-18'), due, atBank));
  const kinds = (actions: readonly { readonly action: Parameters<typeof classOf>[0] }[]) => [
    ...new Set(actions.map(({ action }) => classOf(action))),
  ];
  expect(kinds(look.due).sort()).toEqual(['ACCOUNTING', 'RISK']);
  expect(kinds(look.episode.moved).sort()).toEqual(['CONTACT', 'LEGAL']);
  expect(lookAtMoved(look.episode, sight(at('2026-06-18', '10:00'), due, atBank)).due).toEqual([]);
  const known = lookAtMoved(look.episode, sight(at('2026-06-18', '10:30'), due));
  expect(known.episode.moved).toEqual([]);
  expect([...known.due, ...known.superseded]).toHaveLength(look.episode.moved.length);
  expect(pendingOf(known.episode, ladder)).toEqual([]);
  const atNight = lookAtMoved(
    look.episode,
    sight(at('2026-06-18', '23:00'), due, { contactFromMs: at('2026-06-19', '08:00') }),
  );
  expect(kinds(atNight.due)).toEqual(['LEGAL']);
});

test('the stage never goes back, and holds keep what they may', () => {
  expect(stageOf([], ladder)).toBe('M0');
  expect(stageOf([1, 3, 7, 15, 30, 60, 90], ladder)).toBe('M3');
  const freeze = { kind: 'FREEZE', from: due, until: null } as const;
  const hardship = { kind: 'HARDSHIP', from: due, until: isoDate('2026-03-20') } as const;
  const promise = { kind: 'PROMISE', from: isoDate('2026-03-21'), until: isoDate('2026-03-22') } as const;
  expect(isHeld('ACCOUNTING', [freeze], due)).toBe(false);
  expect(isHeld('RISK', [hardship, promise], due)).toBe(false);
  expect(freeFrom('CONTACT', [hardship, promise], due)).toBe('2026-03-23');
  expect(freeFrom('LEGAL', [hardship, promise], due)).toBe('2026-03-21');
  expect(freeFrom('RISK', [freeze], due)).toBeNull();
});

test('a hold is for a season at most, from the day on which it is asked for', () => {
  const asked = (until: string) => judgeHold(isoDate(until), due, overdue.holdDays);
  expect(asked('2026-06-08').ok).toBe(true);
  const detail = { days: 90, latestDate: '2026-06-08' };
  for (const until of ['2026-06-09', '2099-12-31']) {
    expect(asked(until)).toMatchObject({ refusal: { code: 'HOLD_TOO_LONG', field: 'until', detail } });
  }
});

describe('a promise', () => {
  const promise = { madeAtMs: at('2026-04-03', '10:00'), amountFen: 100, byDate: isoDate('2026-04-05') };
  const known = { through: promise.byDate, waitDays: overdue.bankWaitDays };
  const standing = { isOverdue: true, hasOpenPromise: false, broken: 0, overdueFen: 100 };
  const judged = (byDate: string, more: Partial<typeof standing> = {}) =>
    judgePromise({ ...promise, byDate: isoDate(byDate) }, { ...standing, ...more }, overdue.promises);

  it('is taken for a fortnight at most, one at a time, and twice broken no more', () => {
    expect(judged('2026-04-17').ok).toBe(true);
    expect(judged('2026-04-18')).toMatchObject({ refusal: { code: 'PROMISE_TOO_LONG' } });
    expect(judged('2026-04-18', { isOverdue: false })).toMatchObject({
      refusal: { code: 'NOTHING_OVERDUE' },
    });
    expect(judged('2026-04-18', { hasOpenPromise: true })).toMatchObject({
      refusal: { code: 'PROMISE_ALREADY_OPEN' },
    });
    expect(judged('2026-04-17', { broken: 2 })).toMatchObject({ refusal: { code: 'PROMISE_LIMIT' } });
  });

  it('is of a part of what is overdue that is worth waiting for, which is judged last', () => {
    expect(overdue.promises.leastShare).toBe('0.1');
    expect(judged('2026-04-17', { overdueFen: 1_000 }).ok).toBe(true);
    expect(judged('2026-04-17', { overdueFen: 1_005 })).toEqual({
      ok: false,
      refusal: { code: 'PROMISE_TOO_SMALL', field: 'amountFen', detail: { leastFen: 101 } },
    });
    expect(judged('2026-04-17', { overdueFen: 1_005, broken: 2 })).toMatchObject({
      refusal: { code: 'PROMISE_LIMIT' },
    });
    // What was written off is claimed in whole: any part of it is welcome.
    expect(judged('2026-04-17', { overdueFen: 0 }).ok).toBe(true);
  });

  it('is broken on the day after its last, a holiday like any other, and kept to its last minute', () => {
    // The tomb-sweeping days of 2026: 4 to 6 April.
    const late = [{ atMs: at('2026-04-06', '00:00'), amountFen: 100 }];
    expect(promiseAt(promise, late, at('2026-04-05', '23:59'), known)).toEqual({ status: 'OPEN' });
    expect(promiseAt(promise, late, at('2026-04-06', '00:00'), known)).toEqual({
      status: 'BROKEN',
      atMs: at('2026-04-06', '00:00'),
    });
    const kept = [
      { atMs: at('2026-04-04'), amountFen: 60 },
      { atMs: at('2026-04-05', '23:59'), amountFen: 40 },
      { atMs: at('2026-04-07'), amountFen: -40 },
    ];
    expect(promiseAt(promise, kept, at('2026-04-10'), known)).toEqual({
      status: 'KEPT',
      atMs: at('2026-04-05', '23:59'),
    });
    const bounced = [kept[0], { atMs: at('2026-04-04', '12:00'), amountFen: -60 }, kept[1]].flatMap(
      (move) => move ?? [],
    );
    expect(promiseAt(promise, bounced, at('2026-04-10'), known).status).toBe('BROKEN');
  });

  it('is not kept by money that came and was taken back at one instant', () => {
    const instant = at('2026-04-04', '12:00');
    const booked = { atMs: instant, amountFen: 100 };
    const never = [booked, { atMs: instant, amountFen: -100 }];
    expect(promiseAt(promise, never, at('2026-04-10'), known).status).toBe('BROKEN');
    expect(promiseAt(promise, [...never, booked], at('2026-04-10'), known)).toEqual({
      status: 'KEPT',
      atMs: instant,
    });
  });

  it('is not said to be broken before the bank has shown its last day, or for so long that nobody may wait', () => {
    const { bankWaitDays: waitDays } = overdue;
    const through = (day: string | null) => ({ through: day === null ? null : isoDate(day), waitDays });
    const broken = { status: 'BROKEN', atMs: at('2026-04-06', '00:00') };
    expect(promiseAt(promise, [], at('2026-04-06'), through('2026-04-04'))).toEqual({ status: 'OPEN' });
    expect(promiseAt(promise, [], at('2026-04-06'), through(null))).toEqual({ status: 'OPEN' });
    expect(promiseAt(promise, [], at('2026-04-06'), through('2026-04-05'))).toEqual(broken);
    expect(waitDays).toBe(3);
    expect(promiseAt(promise, [], at('2026-04-08', '23:59'), through('2026-04-04'))).toEqual({
      status: 'OPEN',
    });
    expect(promiseAt(promise, [], at('2026-04-09', '00:00'), through('2026-04-04'))).toEqual(broken);
    // It is the day of the bank that counts, however late it is booked.
    const ofLastDay = [{ atMs: at('2026-04-05', '00:00'), amountFen: 100 }];
    for (const day of ['2026-04-06', '2026-04-20']) {
      expect(promiseAt(promise, ofLastDay, at(day), through('2026-04-05')).status).toBe('KEPT');
    }
  });

  it('holds contact to its last day, and after it until it is judged, which no look before the next day does', () => {
    const held = (today: string) => promiseHold(promise, isoDate(today)).until;
    expect([held('2026-04-04'), held('2026-04-05'), held('2026-04-07')]).toEqual([
      ...['2026-04-05', '2026-04-05', '2026-04-07'],
    ]);
    const judgedOn = (from: string) => promiseJudgedOn(promise, isoDate(from));
    expect([judgedOn('2026-04-04'), judgedOn('2026-04-06'), judgedOn('2026-04-08')]).toEqual([
      ...['2026-04-06', '2026-04-06', '2026-04-08'],
    ]);
  });
});
