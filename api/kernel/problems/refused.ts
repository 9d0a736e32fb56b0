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

/** PostgreSQL: a law of the database is broken. */
const CHECK_VIOLATION = '23514';

/**
 * What is written unless a law of the database refuses it: whoever looked before found nothing against it, so the case,
 * or what the person may do, has changed since.
 * @param code what the person is told then
 * @throws ApiProblem when it was refused
 */
export async function unlessChanged<Value>(
  writing: Promise<Value>,
  code: RefusalCode = 'NOT_IN_STAGE',
): Promise<Value> {
  try {
    return await writing;
  } catch (fault) {
    if ((fault as { readonly code?: unknown }).code !== CHECK_VIOLATION) throw fault;
    throw refusedBy({ code });
  }
}
