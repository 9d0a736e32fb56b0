import { z } from 'zod';
import { keysOf } from '../texts/texts';
import type { Answer } from './route';

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

/** A fact of a case that is another than the person saw. */
export const factDifference = z
  .strictObject({
    field: z
      .string()
      .meta({ description: 'Such as amountFen, profile.staff, attachments.{id}, bankAccount' }),
    before: z.unknown().meta({ description: 'Null: there was none, or it is not shown' }),
    after: z.unknown(),
  })
  .meta({ id: 'FactDifference' });

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
    differences: z
      .array(factDifference)
      .optional()
      .meta({ description: 'STALE_VERSION: what has changed since, for the screen to show in place' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem document, in the language of Accept-Language' });

export type Problem = z.infer<typeof problem>;
export type FactDifference = Answer<typeof factDifference>;
