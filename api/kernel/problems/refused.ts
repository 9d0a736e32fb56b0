import { type KnownRefusal, REFUSALS, type RefusalCode } from '../../../contracts/refusals';
import type { Result } from '../../../domain/result';
import { ApiProblem, forbidden, notFound } from './apiProblem';

/** The problem that answers a refusal, by the table of their statuses. */
export function refusedBy(refusal: KnownRefusal): ApiProblem {
  const { code, detail, field } = refusal;
  const status = REFUSALS[code];
  if (status === 404) return notFound();
  if (status === 403) return forbidden();
  return new ApiProblem(status, code, {
    ...(detail === undefined ? {} : { detail }),
    ...(field === undefined ? {} : { errors: [refusal] }),
  });
}

/**
 * The value of a result.
 * @throws ApiProblem when it was refused
 */
export function accepted<Value>(result: Result<Value, RefusalCode>): Value {
  if (!result.ok) throw refusedBy(result.refusal);
  return result.value;
}
