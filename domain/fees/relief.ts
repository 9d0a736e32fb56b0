import { type Fen, minFen, subtractFen, ZERO_FEN } from '../money/fen';

/** Why some of a charge is given up or back: its payer disputes it, staff would, or the loan was prepaid. */
export const RELIEF_KINDS = ['DISPUTE', 'WAIVE', 'REFUND', 'PREPAYMENT'] as const;
export type ReliefKind = (typeof RELIEF_KINDS)[number];

/** What is left of a charge to be given up, and back. */
export interface ReliefRoom {
  readonly outstandingFen: Fen;
  /** What was paid and not given back. */
  readonly paidFen: Fen;
}

/** What of a relief is given up, and what goes back in money. */
export interface ReliefParts {
  readonly waivedFen: Fen;
  readonly refundedFen: Fen;
}

/** The most that can be granted: what staff give up is outstanding, what they give back was paid. */
export function mostRelief(kind: ReliefKind, { outstandingFen, paidFen }: ReliefRoom): number {
  if (kind === 'WAIVE') return outstandingFen;
  return kind === 'REFUND' ? paidFen : outstandingFen + paidFen;
}

/**
 * How an amount is granted: nobody is paid back what they still owe, so what is unpaid is given up first. House design.
 * @param grantedFen within {@link mostRelief}
 */
export function reliefParts(kind: ReliefKind, room: ReliefRoom, grantedFen: Fen): ReliefParts {
  const waivedFen = kind === 'REFUND' ? ZERO_FEN : minFen(grantedFen, room.outstandingFen);
  return { waivedFen, refundedFen: kind === 'WAIVE' ? ZERO_FEN : subtractFen(grantedFen, waivedFen) };
}
