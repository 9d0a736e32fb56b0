import { z } from 'zod';

/** The media type of every answer that is not a success (RFC 9457). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** One thing that is wrong with the request. */
export const fieldProblem = z.strictObject({
  field: z.string().meta({ description: 'Path in the input, such as legalPerson.residentId' }),
  code: z.string(),
  message: z.string(),
});

/** What every refused or failed request is answered with. */
export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable; decide by this, show `detail`' }),
    instance: z.string(),
    requestId: z.string(),
    errors: z.array(fieldProblem).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem document, in the language of Accept-Language' });

export type Problem = z.infer<typeof problem>;
