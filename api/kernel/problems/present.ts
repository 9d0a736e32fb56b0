import type { Problem } from '../../../contracts/http';
import { isRefusalCode, type KnownRefusal } from '../../../contracts/refusals';
import { type Locale, textOf } from '../../../contracts/texts/texts';
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
    detail: isRefusalCode(code)
      ? textOf(at.locale, 'refusals', code, more.detail)
      : textOf(at.locale, 'problems', code, more.detail),
    code,
    instance: at.instance,
    requestId: at.requestId,
    ...(errors === undefined ? {} : { errors }),
    ...(more.differences === undefined ? {} : { differences: [...more.differences] }),
  };
}

function presentField(refusal: KnownRefusal, locale: Locale): NonNullable<Problem['errors']>[number] {
  return {
    field: refusal.field ?? '',
    code: refusal.code,
    message: textOf(locale, 'refusals', refusal.code, refusal.detail),
  };
}
