import { z } from 'zod';
import { STAFF_ROLES } from '../../domain/approval/roles';
import { STAFF_CHANGE_KINDS, STAFF_CHANGE_STATUSES } from '../staff';
import { id, idOut, line, pageOf, paging, personView, prose, recordedOut, role } from './primitives';
import { route } from './route';

const changeStatus = z.enum(STAFF_CHANGE_STATUSES).meta({ id: 'StaffChangeStatus' });
const staffRole = z.enum(STAFF_ROLES).meta({ id: 'StaffRole' });
const reason = prose(1000).pipe(z.string().min(1)).meta({ description: 'Why, in words; kept for ever' });
const userId = line(80).meta({ description: 'As the list of staff shows people' });

export const staffView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    rights: z.array(z.strictObject({ role, since: recordedOut })),
    suspended: z.strictObject({ since: recordedOut, reason: z.string() }).nullable(),
    claimedTasks: z.int().meta({ description: 'Tasks that this person has in hand' }),
    managerId: z.string().nullable().meta({ description: 'Who answers for their rights' }),
    team: z
      .strictObject({
        people: z.int().meta({ description: 'For whom this person answers, by way of others too' }),
        claimedTasks: z.int().meta({ description: 'Tasks that these people have in hand' }),
      })
      .nullable()
      .meta({ description: 'null: this person answers for nobody' }),
  })
  .meta({ id: 'StaffMember' });

export const staffChangeView = z
  .strictObject({
    id: idOut,
    kind: z.enum(STAFF_CHANGE_KINDS).meta({ id: 'StaffChangeKind' }),
    status: changeStatus,
    person: personView
      .extend({ id: z.string().nullable() })
      .meta({ description: 'Whom it is about; without an id until an invitation is accepted' }),
    role: role.nullable(),
    managerId: z.string().nullable().meta({ description: 'Of SET_MANAGER; null: nobody any more' }),
    reason: z.string(),
    requestedBy: z.string().nullable().meta({ description: 'Null: the owner, by the command line' }),
    decidedBy: z.string().nullable(),
    decisionReason: z.string(),
    createdAt: recordedOut,
    decidedAt: recordedOut.nullable(),
    doneAt: recordedOut.nullable().meta({ description: 'Carried out; an invitation when it is accepted' }),
  })
  .meta({ id: 'StaffChange' });

/** What may be asked for, kind by kind. */
export const staffChangeBody = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('INVITE'),
      name: line(80),
      email: line(254),
      role: staffRole,
      reason,
    })
    .meta({ id: 'InviteStaff' }),
  z.strictObject({ kind: z.literal('GRANT'), userId, role: staffRole, reason }).meta({ id: 'GrantRight' }),
  z.strictObject({ kind: z.literal('TAKE'), userId, role: staffRole, reason }).meta({ id: 'TakeRight' }),
  z.strictObject({ kind: z.literal('LEAVE'), userId, reason }).meta({ id: 'StaffLeaves' }),
  z.strictObject({ kind: z.literal('REINSTATE'), userId, reason }).meta({ id: 'ReinstateStaff' }),
  z.strictObject({ kind: z.literal('FORGET_FACTORS'), userId, reason }).meta({ id: 'ForgetFactors' }),
  z
    .strictObject({
      kind: z.literal('SET_MANAGER'),
      userId,
      managerId: userId.nullable().meta({ description: 'Who answers for them; null: nobody any more' }),
      reason,
    })
    .meta({ id: 'SetManager' }),
]);

const changeParams = z.strictObject({ changeId: id });

export const staffRoutes = {
  listStaff: route({
    method: 'get',
    path: '/staff',
    tag: 'Staff',
    summary: 'Who works for the own institution, with rights and what they have in hand',
    access: 'signedIn',
    query: z.strictObject(paging),
    idempotency: 'none',
    status: 200,
    answer: pageOf(staffView),
    problems: [403],
  }),
  listColleagues: route({
    method: 'get',
    path: '/colleagues',
    tag: 'Staff',
    summary: 'Who works for the own institution, by name: who an id in a list is',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(personView) }),
    problems: [403],
  }),
  requestStaffChange: route({
    method: 'post',
    path: '/staff/changes',
    tag: 'Staff',
    summary:
      'Ask for somebody to be invited, for a right to be given or taken, for somebody to leave or come back',
    description: 'Another admin, or risk, decides. Nobody asks or decides about oneself.',
    access: 'signedIn',
    body: staffChangeBody,
    idempotency: 'required',
    status: 201,
    answer: staffChangeView,
    example: {
      body: { kind: 'GRANT', userId: 'u-0001', role: 'reviewer', reason: 'Stands in for Li from today' },
    },
    problems: [403, 404, 409, 422],
  }),
  listStaffChanges: route({
    method: 'get',
    path: '/staff/changes',
    tag: 'Staff',
    summary: 'Changes of people and their rights, newest first',
    access: 'signedIn',
    query: z.strictObject({ ...paging, status: changeStatus.optional() }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(staffChangeView),
    problems: [403],
  }),
  decideStaffChange: route({
    method: 'post',
    path: '/staff/changes/:changeId/decision',
    tag: 'Staff',
    summary: 'Agree to a change that another person asked for, or reject it',
    description: 'What is agreed is so at once; whoever is invited gets a link by mail.',
    access: 'signedIn',
    params: changeParams,
    body: z.strictObject({
      decision: z.enum(['APPROVE', 'REJECT']),
      reason: prose(1000).default('').meta({ description: 'Needed to reject' }),
    }),
    idempotency: 'optional',
    status: 200,
    answer: staffChangeView,
    example: { body: { decision: 'APPROVE', reason: '' } },
    problems: [403, 404, 409, 422],
  }),
  sendInvitation: route({
    method: 'post',
    path: '/staff/changes/:changeId/invitation',
    tag: 'Staff',
    summary: 'Send the link of an invitation again; the one before opens nothing any more',
    access: 'signedIn',
    params: changeParams,
    idempotency: 'required',
    status: 204,
    problems: [403, 404, 409],
  }),
  suspendStaff: route({
    method: 'post',
    path: '/staff/:userId/suspension',
    tag: 'Staff',
    summary: 'Suspend somebody at once: signed out everywhere, and what they had in hand is free again',
    description: 'One person is enough. Two are needed to reinstate: `POST /staff/changes`.',
    access: 'signedIn',
    params: z.strictObject({ userId }),
    body: z.strictObject({ reason }),
    idempotency: 'required',
    status: 204,
    example: { body: { reason: 'The phone with the second factor was stolen' } },
    problems: [403, 404, 409, 422],
  }),
  acceptInvitation: route({
    method: 'post',
    path: '/invitations/acceptance',
    tag: 'Sign-in',
    summary: 'Accept the invitation of an institution: the token of the link, and a password of one’s own',
    access: 'public',
    body: z.strictObject({ token: z.string().regex(/^[0-9a-f]{64}$/), password: z.string().min(1).max(128) }),
    idempotency: 'none',
    status: 204,
    example: { body: { token: '0'.repeat(64), password: 'six ravens on a wire' } },
    problems: [409, 422],
  }),
};
