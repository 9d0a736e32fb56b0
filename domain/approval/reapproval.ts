import type { Fen } from '../money/fen';
import { compareRates, type Rate } from '../money/rate';
import type { RepaymentMethod } from '../schedule/types';

/** What an approval was given for. */
export interface ApprovedTerms {
  readonly amountFen: Fen;
  readonly termMonths: number;
  readonly annualRate: Rate;
  readonly method: RepaymentMethod;
}

/** Terms that differ from what was approved: any of them makes a new approval necessary. */
export function changedTerms(approved: ApprovedTerms, now: ApprovedTerms): readonly (keyof ApprovedTerms)[] {
  const changed: (keyof ApprovedTerms)[] = [];
  if (approved.amountFen !== now.amountFen) changed.push('amountFen');
  if (approved.termMonths !== now.termMonths) changed.push('termMonths');
  if (compareRates(approved.annualRate, now.annualRate) !== 0) changed.push('annualRate');
  if (approved.method !== now.method) changed.push('method');
  return changed;
}

/** Whether an approval still stands, and else in which round people approve anew. */
export interface Reapproval {
  readonly isNeeded: boolean;
  readonly changed: readonly (keyof ApprovedTerms)[];
  /** Votes and decisions of earlier rounds don't count, and whoever gave them may decide again. */
  readonly round: number;
}

/**
 * Compares what was approved with what is wanted now: any difference, in either direction, needs a new round, routed
 * afresh by the new amount. House policy (policy.json approval).
 * @param round the one in which it was approved
 */
export function reapproval(approved: ApprovedTerms, now: ApprovedTerms, round: number): Reapproval {
  const changed = changedTerms(approved, now);
  const isNeeded = changed.length > 0;
  return { isNeeded, changed, round: isNeeded ? round + 1 : round };
}
