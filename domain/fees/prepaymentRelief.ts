import { daysBetween, type IsoDate } from '../calendar/isoDate';
import { type Fen, fen } from '../money/fen';
import { divideRounded } from '../money/rounding';

/** Part of a loan, or all of it, paid before its time. */
export interface Prepayment {
  readonly on: IsoDate;
  /** Principal outstanding before it. */
  readonly balanceFen: Fen;
  readonly principalFen: Fen;
}

/** A fee for the whole term of a loan. */
export interface TermFee {
  /** What was agreed to be paid, whether it was paid or not. */
  readonly agreedFen: Fen;
  readonly startDate: IsoDate;
  /** By the contract. */
  readonly maturityDate: IsoDate;
}

/**
 * What of a fee for the whole term falls away with each prepayment: its part of the days that are left, and of the
 * balance that is paid. What is left of the fee is carried exactly; only what falls away is rounded, half up, and never
 * comes to more than the fee. House design: the Civil Code (art. 677) says of interest alone that it runs for the
 * actual period.
 * @param prepayments in order of their days
 * @returns one amount for each prepayment
 */
export function prepaymentReliefs(
  { agreedFen, startDate, maturityDate }: TermFee,
  prepayments: readonly Prepayment[],
): readonly Fen[] {
  const termDays = BigInt(daysBetween(startDate, maturityDate));
  let liveTop = BigInt(agreedFen);
  let liveBottom = 1n;
  let leftFen: number = agreedFen;
  return prepayments.map(({ on, balanceFen, principalFen }) => {
    const [balance, paid] = [BigInt(balanceFen), BigInt(principalFen)];
    const leftDays = BigInt(Math.max(0, daysBetween(on, maturityDate)));
    const relief = divideRounded(liveTop * leftDays * paid, liveBottom * termDays * balance, 'HALF_UP');
    liveTop *= balance - paid;
    liveBottom *= balance;
    const reliefFen = Math.min(Number(relief), leftFen);
    leftFen -= reliefFen;
    return fen(reliefFen);
  });
}
