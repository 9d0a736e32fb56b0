import { z } from 'zod';
import { instantOut } from './primitives';
import { route } from './route';

/** Of a form as JSON text. */
export const MOST_DRAFT_BYTES = 65_536;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

const draftParams = z.strictObject({
  form: z.string().regex(/^[a-z][a-zA-Z]{0,39}$/),
  subject: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
});

const version = z.int().min(0);

const draftBody = z.strictObject({
  version: version.meta({ description: 'The one that was seen; 0: none' }),
  content: z
    .string()
    .refine((text) => bytesOf(text) <= MOST_DRAFT_BYTES, { params: { code: 'TOO_LARGE' } })
    .meta({ description: 'JSON as its form wrote it, 64 KB at most; nothing of it is looked at' }),
});

export const savedDraftView = z
  .strictObject({ version, savedAt: instantOut })
  .meta({ id: 'DraftSaved', description: 'Real time' });

export const draftView = z
  .strictObject({
    version: version.meta({ description: '0: nothing was saved' }),
    savedAt: instantOut.nullable().meta({ description: 'Real time' }),
    content: z.string().nullable(),
  })
  .meta({ id: 'Draft' });

const content = JSON.stringify({ purpose: 'Stock for the spring season' });
const savedAt = '2026-11-24T09:31:00.000Z';

export const draftRoutes = {
  getDraft: route({
    method: 'get',
    path: '/drafts/:form/:subject',
    tag: 'Own desk',
    summary: 'What one typed in a form and did not send yet',
    description:
      'A form is named by its screen, the subject is an id or a word for what has none yet. Only the own drafts; one ' +
      'ends when it is removed, some days after it was saved last, and when its case is over.',
    access: 'signedIn',
    params: draftParams,
    idempotency: 'none',
    status: 200,
    answer: draftView,
    example: { answer: { version: 3, savedAt, content } },
    problems: [403, 404],
  }),
  saveDraft: route({
    method: 'put',
    path: '/drafts/:form/:subject',
    tag: 'Own desk',
    summary: 'Keep what one typed, on top of the version that one saw',
    description: '409 `DRAFT_NEWER` when another window has saved since: nothing is overwritten unseen.',
    access: 'signedIn',
    params: draftParams,
    body: draftBody,
    idempotency: 'none',
    status: 200,
    answer: savedDraftView,
    example: { body: { version: 2, content }, answer: { version: 3, savedAt } },
    problems: [403, 404, 409, 422],
  }),
  removeDraft: route({
    method: 'post',
    path: '/drafts/:form/:subject/removal',
    tag: 'Own desk',
    summary: 'Remove a draft: it was sent, or is not wanted any more',
    access: 'signedIn',
    params: draftParams,
    idempotency: 'none',
    status: 204,
    problems: [403, 404],
  }),
};
