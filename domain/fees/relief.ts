import { type Fen, fen, minFen, subtractFen, ZERO_FEN } from '../money/fen';
import { accept, type Result, refuse } from '../result';

/** Why some of a charge is given up or back: its payer disputes it, staff would, or the loan was prepaid. */
export const RELIEF_KINDS = ['DISPUTE', 'WAIVE', 'REFUND', 'PREPAYMENT'] as const;
export type ReliefKind = (typeof RELIEF_KINDS)[number];

/** What is left of a charge to be given up, and back. */
export interface ReliefRoom {
  /** Of what is outstanding: money that was given back before its receipt bounced is owed too, and no part of the price. */
  readonly waivableFen: Fen;
  /** What was paid and not given back. */
  readonly paidFen: Fen;
}

/** @returns the room of a charge by its amounts */
export function reliefRoom(of: {
  readonly outstandingFen: Fen;
  readonly collectedFen: Fen;
  readonly refundedFen: Fen;
}): ReliefRoom {
  const paidFen = of.collectedFen - of.refundedFen;
  return { waivableFen: fen(of.outstandingFen + Math.min(paidFen, 0)), paidFen: fen(Math.max(paidFen, 0)) };
}

/** What of a relief is given up, and what goes back in money. */
export interface ReliefParts {
  readonly waivedFen: Fen;
  readonly refundedFen: Fen;
}

/** The most that can be granted: what staff give up is outstanding, what they give back was paid. */
export function mostRelief(kind: ReliefKind, { waivableFen, paidFen }: ReliefRoom): number {
  if (kind === 'WAIVE') return waivableFen;
  return kind === 'REFUND' ? paidFen : waivableFen + paidFen;
}

/**
 * Whether so much may be granted of a dispute.
 * @param disputedFen what is in dispute
 */
export function checkGrant(grantedFen: number, disputedFen: number): Result<void, 'UPHELD_ABOVE_CHARGE'> {
  return grantedFen > disputedFen
    ? refuse('UPHELD_ABOVE_CHARGE', 'amountFen', { maximumFen: disputedFen })
    : accept(undefined);
}

/**
 * How an amount is granted: nobody is paid back what they still owe, so what is unpaid is given up first. What staff give
 * back was paid; where its receipt has bounced since, it is given up instead. House design.
 * @param grantedFen within {@link mostRelief}
 */
export function reliefParts(
  kind: ReliefKind,
  { waivableFen, paidFen }: ReliefRoom,
  grantedFen: Fen,
): ReliefParts {
  const waivedFen =
    kind === 'REFUND'
      ? subtractFen(grantedFen, minFen(grantedFen, paidFen))
      : minFen(grantedFen, waivableFen);
  return { waivedFen, refundedFen: kind === 'WAIVE' ? ZERO_FEN : subtractFen(grantedFen, waivedFen) };
}
