import type { Refusal, Result } from '../../../domain/result';
import { ApiProblem, forbidden, notFound } from './apiProblem';

/** Refusals that would tell a stranger that the case exists. */
const HIDDEN = [
  'NOT_YOUR_INSTITUTION',
  'NOT_YOUR_CASE',
  'TASK_NOT_FOUND',
  'UNKNOWN_CASE',
  'PROCESS_NOT_FOUND',
];

/** Refusals because of the state that the case is in, or of what was done before. */
const CONFLICTS = [
  'ALREADY_DECIDED',
  'TASK_CANCELLED',
  'CLAIMED_BY_ANOTHER',
  'RECUSED',
  'NOT_IN_STAGE',
  'OFFER_EXPIRED',
  'LOAN_CLOSED',
  'REPLAY_CONFLICT',
  'ALREADY_REVERSED',
  'LOAN_OVERDUE',
  'OVERDUE_AMOUNT',
  'DEBIT_IN_PROGRESS',
  'QUOTE_CHANGED',
  'ALREADY_ACTIVE',
  'PROCESS_ENDED',
  'ALREADY_REGISTERED',
  'CALENDAR_DAY_APPLIED',
];

/** The problem that answers a business refusal. */
export function refusedBy(refusal: Refusal): ApiProblem {
  const { code, detail, field } = refusal;
  if (HIDDEN.includes(code)) return notFound();
  if (code === 'NOT_YOUR_ROLE') return forbidden();
  const isConflict = CONFLICTS.includes(code) || code.startsWith('SAME_PERSON_AS_');
  return new ApiProblem(isConflict ? 409 : 422, code, {
    ...(detail === undefined ? {} : { detail }),
    ...(field === undefined ? {} : { errors: [refusal] }),
  });
}

/**
 * The value of a result.
 * @throws ApiProblem when it was refused
 */
export function accepted<Value>(result: Result<Value, Refusal>): Value {
  if (!result.ok) throw refusedBy(result.refusal);
  return result.value;
}
