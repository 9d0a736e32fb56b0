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
