import { judgeParts } from '../kyc/fileParts';
import { areFindings } from '../postLoan/findings';
import { accept, type Result, refuse } from '../result';
import type { TaskRule } from './tasks';

/** What a decision may come with besides its reason. */
export interface DecisionGiven {
  readonly bankReference?: unknown;
  readonly loanId?: unknown;
  readonly amountFen?: unknown;
  readonly findings?: unknown;
  readonly parts?: unknown;
}

/** Whether a decision comes with what the rule of its task asks for. */
export function judgeNeeds(
  { bankReferenceFor, loanFor, amountFor, findingsFor, partsFor }: TaskRule,
  decision: string,
  { bankReference, loanId, amountFen, findings, parts }: DecisionGiven,
): Result<
  void,
  'BANK_REFERENCE_REQUIRED' | 'LOAN_REQUIRED' | 'AMOUNT_REQUIRED' | 'FINDINGS_REQUIRED' | 'PARTS_REQUIRED'
> {
  const isAmong = (decisions: readonly string[] = []) => decisions.includes(decision);
  if (isAmong(bankReferenceFor) && !isSaid(bankReference)) return refuse('BANK_REFERENCE_REQUIRED');
  if (isAmong(loanFor) && !isSaid(loanId)) return refuse('LOAN_REQUIRED');
  if (isAmong(amountFor) && amountFen === undefined) return refuse('AMOUNT_REQUIRED');
  if (isAmong(findingsFor) && !areFindings(findings)) return refuse('FINDINGS_REQUIRED');
  return isAmong(partsFor) ? judgeParts(parts, 'REVIEWER') : accept(undefined);
}

const isSaid = (words: unknown): boolean => typeof words === 'string' && words.trim() !== '';
