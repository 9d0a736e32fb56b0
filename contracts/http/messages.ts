import { z } from 'zod';
import { AUDIT_SUBJECTS } from '../audit';
import { KEPT_KINDS, MESSAGE_CHANNELS, MESSAGE_STATUSES } from '../messages';
import { id, idOut, instantOut, pageOf, paging } from './primitives';
import { route } from './route';

export const messageChannel = z.enum(MESSAGE_CHANNELS).meta({ id: 'MessageChannel' });
export const messageStatus = z
  .enum(MESSAGE_STATUSES)
  .meta({ id: 'MessageStatus', description: 'FAILED: it reached nobody' });

export const sentMessageView = z
  .strictObject({
    id: idOut,
    kind: z.enum(KEPT_KINDS).meta({ id: 'MessageKind' }),
    channel: messageChannel,
    status: messageStatus,
    subject: z.string(),
    paragraphs: z.array(z.string()),
    facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
    caseType: z.enum(AUDIT_SUBJECTS).meta({ id: 'MessageSubject' }),
    caseId: z.string(),
    toldAt: instantOut.meta({ description: 'Business time' }),
    readAt: instantOut.nullable(),
  })
  .meta({ id: 'SentMessage' });

const unread = z.int().meta({ description: 'How many are not read' });

export const messageRoutes = {
  listMessages: route({
    method: 'get',
    path: '/messages',
    tag: 'Own desk',
    summary: 'What was written to the own enterprise and to oneself, the newest first',
    description: 'In the language of the reader. What opened something (links, codes) is not in it.',
    access: 'signedIn',
    query: z.strictObject({ ...paging, unread: z.enum(['true', 'false']).default('false') }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(sentMessageView).extend({ unread }),
    problems: [403],
  }),
  readMessages: route({
    method: 'post',
    path: '/messages/reading',
    tag: 'Own desk',
    summary: 'Mark messages as read: these, or all',
    access: 'signedIn',
    body: z.strictObject({ ids: z.array(id).max(200).optional() }),
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ unread }),
    example: { body: {}, answer: { unread: 0 } },
    problems: [403],
  }),
};
