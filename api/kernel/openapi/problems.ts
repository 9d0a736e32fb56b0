import { type ProblemStatus, textOf } from '../../../contracts/texts/texts';
import { ApiProblem, type ProblemCode } from '../problems/apiProblem';
import { presentProblem } from '../problems/present';

/** A typical code of each status, for the examples. */
const TYPICAL: Readonly<Partial<Record<ProblemStatus, ProblemCode>>> = {
  400: 'MALFORMED_JSON',
  401: 'NOT_SIGNED_IN',
  403: 'NOT_YOUR_ROLE',
  404: 'NOT_FOUND',
  409: 'NOT_IN_STAGE',
  413: 'TOO_LARGE_A_REQUEST',
  415: 'JSON_EXPECTED',
  422: 'INVALID_INPUT',
  429: 'TOO_MANY_REQUESTS',
  500: 'FAULT',
  503: 'PROCESSES_UNAVAILABLE',
};

/** What a status means, in English: the description of the API has one language. */
export const problemMeaning = (status: ProblemStatus): string => textOf('en', 'titles', `${status}`);

/** A problem document as it would be answered. */
export function problemExample(status: ProblemStatus, path: string): unknown {
  const code = TYPICAL[status] ?? 'FAULT';
  const errors = status === 422 ? { errors: [{ code: 'NEGATIVE', field: 'amountFen' } as const] } : {};
  return presentProblem(new ApiProblem(status, code, errors), {
    locale: 'en',
    instance: `/api${path}`,
    requestId: '0198c1f0-0000-7000-8000-00000000abcd',
  });
}
