import { z } from 'zod';
import { LENDABLE_ROLES } from '../../domain/approval/delegation';
import {
  day,
  dayOut,
  fenAmount,
  id,
  idOut,
  line,
  pageOf,
  paging,
  personView,
  positiveFen,
  recordedOut,
} from './primitives';
import { route } from './route';

const lendableRole = z.enum(LENDABLE_ROLES).meta({ id: 'LendableRole' });

export const delegationView = z
  .strictObject({
    id: idOut,
    principal: personView,
    deputy: personView,
    roles: z.array(lendableRole),
    from: dayOut,
    until: dayOut,
    maximumFen: positiveFen,
    reason: z.string(),
    createdAt: recordedOut,
    revokedOn: dayOut.nullable().meta({ description: 'First day on which it no longer holds' }),
  })
  .meta({ id: 'Delegation' });

export const absenceView = z
  .strictObject({
    id: idOut,
    user: personView,
    from: dayOut,
    until: dayOut,
    reason: z.string(),
    saidBy: z.string(),
    createdAt: recordedOut,
  })
  .meta({ id: 'Absence' });

const person = line(80).meta({ description: 'As the audit trail and claimed tasks show people' });
const delegationParams = z.strictObject({ delegationId: id });
const absenceParams = z.strictObject({ absenceId: id });

const delegation = {
  id: '0198c1f0-0000-7000-8000-00000000d001',
  principal: { id: 'u-0001', name: 'Li Approver' },
  deputy: { id: 'u-0002', name: 'Wang Reviewer' },
  roles: ['approver' as const],
  from: '2026-12-01',
  until: '2026-12-14',
  maximumFen: 50_000_000,
  reason: 'Annual leave',
  createdAt: '2026-11-24T09:00:00.000Z',
  revokedOn: null,
};

export const deputyRoutes = {
  grantDelegation: route({
    method: 'post',
    path: '/delegations',
    tag: 'Deputies',
    summary: 'Lend own roles to a deputy: for days, up to an amount of a case',
    description:
      'Both days count, thirty at most. Only what one holds can be lent, and never lent on. What bars the principal ' +
      'from a case bars the deputy too, and who decides as a deputy has spent the principal’s word as well.',
    access: 'signedIn',
    body: z.strictObject({
      deputyId: person,
      roles: z.array(lendableRole).min(1).max(LENDABLE_ROLES.length),
      from: day,
      until: day,
      maximumFen: fenAmount.meta({ description: 'Largest amount of a case that the deputy may decide' }),
      reason: line(500),
    }),
    idempotency: 'required',
    status: 201,
    answer: delegationView,
    example: {
      body: {
        deputyId: 'u-0002',
        roles: ['approver'],
        from: '2026-12-01',
        until: '2026-12-14',
        maximumFen: 50_000_000,
        reason: 'Annual leave',
      },
      answer: delegation,
    },
    problems: [403, 404, 422],
  }),
  listDelegations: route({
    method: 'get',
    path: '/delegations',
    tag: 'Deputies',
    summary: 'What one lent and was lent; an admin, risk and an auditor see all of the institution',
    access: 'signedIn',
    query: z.strictObject(paging),
    idempotency: 'none',
    status: 200,
    answer: pageOf(delegationView),
    problems: [403],
  }),
  revokeDelegation: route({
    method: 'post',
    path: '/delegations/:delegationId/revocation',
    tag: 'Deputies',
    summary: 'Take back what was lent, from today on: its principal, or an admin',
    access: 'signedIn',
    params: delegationParams,
    idempotency: 'none',
    status: 200,
    answer: delegationView,
    problems: [403, 404],
  }),
  sayAbsent: route({
    method: 'post',
    path: '/absences',
    tag: 'Deputies',
    summary: 'Say when one is away; an admin says it for somebody else',
    access: 'signedIn',
    body: z.strictObject({
      userId: person.optional(),
      from: day,
      until: day,
      reason: line(500),
    }),
    idempotency: 'required',
    status: 201,
    answer: absenceView,
    example: { body: { from: '2026-12-01', until: '2026-12-14', reason: 'Annual leave' } },
    problems: [403, 404, 422],
  }),
  listAbsences: route({
    method: 'get',
    path: '/absences',
    tag: 'Deputies',
    summary: 'Who of the institution is away, from today on',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(absenceView) }),
    problems: [403],
  }),
  withdrawAbsence: route({
    method: 'post',
    path: '/absences/:absenceId/withdrawal',
    tag: 'Deputies',
    summary: 'Take an absence back: whoever is away, or an admin',
    access: 'signedIn',
    params: absenceParams,
    idempotency: 'none',
    status: 204,
    problems: [403, 404],
  }),
};
