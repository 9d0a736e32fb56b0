import type { Problem } from '../../../contracts/http';
import { findText, type Locale, textOf } from '../../../contracts/texts/texts';
import type { Refusal } from '../../../domain/result';
import type { ApiProblem } from './apiProblem';

/** Where a problem happened. */
export interface Occurrence {
  readonly locale: Locale;
  /** Path without the query: a query may hold what somebody searched for. */
  readonly instance: string;
  readonly requestId: string;
}

/** The document (RFC 9457) that tells a person and a program what is wrong. */
export function presentProblem(problem: ApiProblem, at: Occurrence): Problem {
  const { code, status, more } = problem;
  const errors = more.errors?.map((error) => presentField(error, at.locale));
  return {
    type: `/docs/problems#${code}`,
    title: textOf(at.locale, 'titles', `${status}`),
    status,
    detail:
      findText(at.locale, 'refusals', code, more.detail) ?? textOf(at.locale, 'refusals', `STATUS_${status}`),
    code,
    instance: at.instance,
    requestId: at.requestId,
    ...(errors === undefined ? {} : { errors }),
  };
}

function presentField(refusal: Refusal, locale: Locale): NonNullable<Problem['errors']>[number] {
  return {
    field: refusal.field ?? '',
    code: refusal.code,
    message: findText(locale, 'refusals', refusal.code, refusal.detail) ?? refusal.code,
  };
}
