import { z } from 'zod';
import { MEMBER_ROLES } from '../../domain/approval/roles';
import { NOTICE_MAILS, NOTICE_TOPICS } from '../notices';
import { caseType, id, idOut, instantOut, line, pageOf, paging, recordedOut, role } from './primitives';
import { route } from './route';

export const noticeView = z
  .strictObject({
    id: idOut,
    topic: z.enum(NOTICE_TOPICS).meta({ id: 'NoticeTopic' }),
    text: z.string(),
    caseType: caseType.nullable(),
    caseId: z.string().nullable(),
    taskId: idOut.nullable(),
    createdAt: recordedOut,
    toldAt: instantOut.meta({ description: 'Business time' }),
    readAt: instantOut.nullable(),
  })
  .meta({ id: 'Notice' });

const mail = z.enum(NOTICE_MAILS).meta({ id: 'NoticeMail', description: 'Of each, once a day, or never' });
const preference = z.strictObject({ mail });

export const noticeRoutes = {
  listNotices: route({
    method: 'get',
    path: '/notices',
    tag: 'Notices',
    summary: 'What concerns one: tasks given, due and overdue, authority lent; the newest first',
    access: 'signedIn',
    query: z.strictObject({ ...paging, unread: z.enum(['true', 'false']).default('false') }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(noticeView).extend({ unread: z.int().meta({ description: 'How many are not read' }) }),
    problems: [403],
  }),
  readNotices: route({
    method: 'post',
    path: '/notices/reading',
    tag: 'Notices',
    summary: 'Mark notices as read: these, or all',
    access: 'signedIn',
    body: z.strictObject({ ids: z.array(id).max(500).optional() }),
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ unread: z.int() }),
    example: { body: {}, answer: { unread: 0 } },
    problems: [403],
  }),
  getNoticeMail: route({
    method: 'get',
    path: '/notices/mail',
    tag: 'Notices',
    summary: 'How one is told by mail',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: preference,
    problems: [403],
  }),
  chooseNoticeMail: route({
    method: 'put',
    path: '/notices/mail',
    tag: 'Notices',
    summary: 'Choose how to be told by mail: of each notice, once a day, or never',
    access: 'signedIn',
    body: preference,
    idempotency: 'none',
    status: 200,
    answer: preference,
    example: { body: { mail: 'DAILY' }, answer: { mail: 'DAILY' } },
    problems: [403],
  }),
  nameEscalationPerson: route({
    method: 'put',
    path: '/escalations/:role',
    tag: 'Notices',
    summary: 'Name who is told of overdue tasks of a role; the admins are, where nobody is named',
    access: 'signedIn',
    params: z.strictObject({ role: z.enum(MEMBER_ROLES) }),
    body: z.strictObject({
      userId: line(80).meta({ description: 'As the audit trail and claimed tasks show people' }),
    }),
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ role, userId: z.string() }),
    example: { body: { userId: 'u-0001' }, answer: { role: 'reviewer', userId: 'u-0001' } },
    problems: [403, 404],
  }),
};
