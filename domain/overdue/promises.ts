import { businessDate, instantOf } from '../calendar/clock';
import { addDays, daysBetween, type IsoDate } from '../calendar/isoDate';
import { type Fen, fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { multiplyRate } from '../money/rounding';
import type { PromiseLimits } from '../parameters/collection';
import { accept, type Result, refuse } from '../result';
import type { Hold } from './holds';

/** A debtor says how much will be there by which day. */
export interface PromiseToPay {
  readonly madeAtMs: number;
  readonly amountFen: number;
  /** The last day, included. */
  readonly byDate: IsoDate;
}

/** What a promise is judged by. */
export interface PromiseStanding {
  /** An episode of the ladder is open. */
  readonly isOverdue: boolean;
  readonly hasOpenPromise: boolean;
  /** Promises of this episode that were broken. */
  readonly broken: number;
  /** All that is overdue, fen; of what was written off nothing is. */
  readonly overdueFen: number;
}

/** Money that came, or as a negative amount what turned out not to have come. */
export interface MoneyMove {
  readonly atMs: number;
  readonly amountFen: number;
}

/** What is known of the money of a loan when a promise is judged. */
export interface KnownMoney {
  /** The last day of which all is known that the bank has of the loan; null while none is. */
  readonly through: IsoDate | null;
  /** So many days after its last one a promise waits for that at the most. */
  readonly waitDays: number;
}

/**
 * Where a promise stands. KEPT is final, also when a receipt bounces later; BROKEN is mended by money of its time that
 * is booked later.
 */
export type PromiseState =
  | { readonly status: 'OPEN' }
  | { readonly status: 'KEPT' | 'BROKEN'; readonly atMs: number };

type PromiseRefusal =
  | 'NOTHING_OVERDUE'
  | 'PROMISE_ALREADY_OPEN'
  | 'PROMISE_TOO_LONG'
  | 'PROMISE_LIMIT'
  | 'PROMISE_TOO_SMALL';

/** Whether a promise is taken, by the limits of the house; the first reason against it counts. */
export function judgePromise(
  { madeAtMs, byDate, amountFen }: PromiseToPay,
  { isOverdue, hasOpenPromise, broken, overdueFen }: PromiseStanding,
  limits: PromiseLimits,
): Result<void, PromiseRefusal> {
  const { days, brokenAnEpisode } = limits;
  if (!isOverdue) return refuse('NOTHING_OVERDUE');
  if (hasOpenPromise) return refuse('PROMISE_ALREADY_OPEN');
  if (daysBetween(businessDate(madeAtMs), byDate) > days) {
    return refuse('PROMISE_TOO_LONG', 'byDate', { days });
  }
  if (broken >= brokenAnEpisode) return refuse('PROMISE_LIMIT', undefined, { broken });
  const leastFen = leastPromiseFen(overdueFen, limits);
  if (amountFen < leastFen) return refuse('PROMISE_TOO_SMALL', 'amountFen', { leastFen });
  return accept(undefined);
}

/** The least that a promise may be of what is overdue, fen. House design. */
export function leastPromiseFen(overdueFen: number, { leastShare }: Pick<PromiseLimits, 'leastShare'>): Fen {
  return multiplyRate(fen(overdueFen), leastShare as Rate);
}

/** The instant from which money is too late for a promise: the day after its last day has begun. */
export function promiseEndsMs({ byDate }: Pick<PromiseToPay, 'byDate'>): number {
  return instantOf(addDays(byDate, 1));
}

/** The first day from one on on which a promise that is open may be judged: a transfer of its last day comes with the bank's file of it. */
export function promiseJudgedOn({ byDate }: Pick<PromiseToPay, 'byDate'>, from: IsoDate): IsoDate {
  const after = addDays(byDate, 1);
  return after > from ? after : from;
}

/** An open promise holds contact to its last day, and for as long after it as nobody can say what became of it. */
export function promiseHold(
  { madeAtMs, byDate }: Pick<PromiseToPay, 'madeAtMs' | 'byDate'>,
  today: IsoDate,
): Hold {
  return { kind: 'PROMISE', from: businessDate(madeAtMs), until: byDate > today ? byDate : today };
}

/**
 * Kept once what came since it was made reaches its amount: a part is not enough, and the next day is too late. It is
 * the day of the bank that counts, so nobody says that it is broken before all of its last day is known; that it was
 * is said as of the end of that day.
 * @param moves receipts since it was made and reversals of those, in order of time
 */
export function promiseAt(
  promise: PromiseToPay,
  moves: readonly MoneyMove[],
  atMs: number,
  { through, waitDays }: KnownMoney,
): PromiseState {
  const endsMs = promiseEndsMs(promise);
  let paidFen = 0;
  for (const [index, move] of moves.entries()) {
    if (move.atMs >= endsMs || move.atMs > atMs) break;
    paidFen += move.amountFen;
    // What came and was taken back at one instant never came.
    const isLastOfInstant = moves[index + 1]?.atMs !== move.atMs;
    if (isLastOfInstant && paidFen >= promise.amountFen) return { status: 'KEPT', atMs: move.atMs };
  }
  const { byDate } = promise;
  const isKnown = through !== null && through >= byDate;
  const isJudged = atMs >= (isKnown ? endsMs : instantOf(addDays(byDate, 1 + waitDays)));
  return isJudged ? { status: 'BROKEN', atMs: endsMs } : { status: 'OPEN' };
}
