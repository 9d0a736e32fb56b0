import { z } from 'zod';
import { keysOf } from '../texts/texts';

/** The media type of every answer that is not a success (RFC 9457). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Why something is refused; see `contracts/refusals.ts`. */
export const refusalCode = z.enum(keysOf('refusals')).meta({ id: 'RefusalCode' });
/** Why a request is not answered with what it asked for: a refusal, or something that is said of any request. */
export const problemCode = z.enum([...keysOf('refusals'), ...keysOf('problems')]).meta({ id: 'ProblemCode' });

/** One thing that is wrong with the request. */
export const fieldProblem = z.strictObject({
  field: z.string().meta({ description: 'Path in the input, such as legalPerson.residentId' }),
  code: refusalCode,
  message: z.string(),
});

/** What every refused or failed request is answered with. */
export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: problemCode.meta({ description: 'Stable; decide by this, show `detail`' }),
    instance: z.string(),
    requestId: z.string(),
    errors: z.array(fieldProblem).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem document, in the language of Accept-Language' });

export type Problem = z.infer<typeof problem>;
