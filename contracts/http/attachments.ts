import { z } from 'zod';
import { id, idOut, line, personView, recordedOut } from './primitives';
import { route, stream } from './route';
import { taskParams } from './tasks';

/** What an attachment may be: what people photograph, scan and calculate, and what opens without running anything. */
export const ATTACHMENT_TYPES = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
] as const;

export const attachmentView = z
  .strictObject({
    id: idOut,
    name: z.string(),
    mediaType: z.enum(ATTACHMENT_TYPES),
    bytes: z.int(),
    sha256: z.string(),
    author: personView,
    createdAt: recordedOut,
  })
  .meta({ id: 'Attachment' });

export const attachmentRoutes = {
  attach: route({
    method: 'post',
    path: '/tasks/:taskId/attachments',
    tag: 'Tasks',
    summary: 'Put a paper to the case',
    description:
      'The body is the file itself, 5 MB at most. What it is, is told by its bytes: PDF, JPEG, PNG, WebP, XLSX or ' +
      'DOCX. The same bytes once more are the paper that is there.',
    access: 'signedIn',
    params: taskParams,
    query: z.strictObject({ name: line(120) }),
    rawBody: true,
    mostBytes: '5mb',
    idempotency: 'none',
    status: 201,
    answer: attachmentView,
    problems: [403, 404, 422],
  }),
  readAttachment: route({
    method: 'get',
    path: '/tasks/:taskId/attachments/:attachmentId',
    tag: 'Tasks',
    summary: 'A paper of the case, as it was put there',
    description: 'To be saved, not to be shown. That it was read is in the audit trail.',
    access: 'signedIn',
    params: taskParams.extend({ attachmentId: id }),
    idempotency: 'none',
    status: 200,
    produces: 'application/octet-stream',
    answer: stream,
    problems: [403, 404],
  }),
};
