import { parseMail } from '../../domain/identifiers/mail';
import {
  judgeStaffDecision,
  judgeStaffWish,
  judgeSuspension,
  type StaffWish,
} from '../../domain/staff/rights';
import { tellPeople } from '../../gateways/database/personNotices';
import {
  decideStaffChange,
  findStaff,
  findStaffChange,
  listColleagues,
  listStaff,
  listStaffChanges,
  readManagers,
  type StaffChangeRow,
  stillHolds,
  writeStaffChange,
  writeSuspension,
} from '../../gateways/database/staff';
import { inTransaction, type Queryable } from '../../gateways/database/transaction';
import { tellOfFactor } from '../factors/letters';
import type { Parts } from '../kernel/parts';
import { accepted, refusedBy } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { ANYBODY, lately, STAFF, staff } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';
import { freeClaims } from './freeClaims';
import { acceptInvitation, invite } from './invitation';
import { presentStaff, presentStaffChange } from './present';

const OVERSEERS = staff('admin', 'risk', 'auditor');
const DECIDERS = lately('ACCESS', staff('admin', 'risk'));
const ASKERS = lately('ACCESS', staff('admin'));

/** People of an institution and their rights: made and taken by two, suspended by one. */
export const staffOperations = {
  listStaff: {
    who: OVERSEERS,
    do: async ({ prisma, cipher, sql }, call) => {
      const institutionId = institutionOfCall(call);
      const page = await listStaff(prisma, cipher, institutionId, call.query);
      const managers = await readManagers(sql, institutionId);
      return { ...page, items: page.items.map((row) => presentStaff(row, managers)) };
    },
  },
  listColleagues: {
    who: STAFF,
    do: async ({ prisma, cipher }, call) => ({
      items: [...(await listColleagues(prisma, cipher, institutionOfCall(call)))],
    }),
  },
  requestStaffChange: { who: ASKERS, audit: 'staff.requestChange', do: request },
  listStaffChanges: {
    who: OVERSEERS,
    do: async ({ prisma, cipher }, call) => {
      const of = { institutionId: institutionOfCall(call), status: call.query.status };
      const page = await listStaffChanges(prisma, cipher, of, call.query);
      return { ...page, items: page.items.map(presentStaffChange) };
    },
  },
  decideStaffChange: { who: DECIDERS, audit: 'staff.decideChange', do: decide },
  sendInvitation: { who: ASKERS, audit: 'staff.sendInvitation', do: sendAgain },
  suspendStaff: { who: DECIDERS, audit: 'staff.suspend', do: suspend },
  acceptInvitation: {
    who: ANYBODY,
    audit: 'staff.acceptInvitation',
    limit: 'activation',
    do: acceptInvitation,
  },
} satisfies SomeOperations;

async function request(
  parts: Parts,
  call: Call<'requestStaffChange'>,
): Promise<AnswerOf<'requestStaffChange'>> {
  const institutionId = about(call);
  const { body, subjectId: id } = call;
  const { userId: requestedBy } = callerOf(call);
  const asked = { id, institutionId, kind: body.kind, reason: body.reason, requestedBy } as const;
  const [userId, role] = ['userId' in body ? body.userId : null, 'role' in body ? body.role : null];
  call.note({ changeId: id, kind: body.kind, ...(userId && { of: userId }), ...(role && { role }) });
  if (body.kind !== 'INVITE') {
    const subject = found(
      await findStaff(parts.prisma, parts.cipher, { institutionId, userId: body.userId }),
    );
    accepted(judgeStaffWish(body, subject, requestedBy, await readManagers(parts.sql, institutionId)));
  }
  const invited =
    body.kind === 'INVITE' ? { name: body.name, mail: accepted(parseMail(body.email, 'email')) } : null;
  const managerId = 'managerId' in body ? body.managerId : null;
  const wished = { ...asked, userId, role, managerId, invited, status: 'REQUESTED' } as const;
  await writeStaffChange(parts.sql, parts.cipher, wished);
  return presentStaffChange(await changeOf(parts, institutionId, id));
}

async function decide(parts: Parts, call: Call<'decideStaffChange'>): Promise<AnswerOf<'decideStaffChange'>> {
  const institutionId = about(call);
  const { changeId: id } = call.params;
  const change = await changeOf(parts, institutionId, id);
  const { decision, reason } = call.body;
  const { userId: decidedBy } = callerOf(call);
  call.note({ changeId: id, kind: change.kind, decision });
  const isDecided = change.status !== 'REQUESTED';
  accepted(judgeStaffDecision({ ...change, isDecided }, decidedBy));
  if (decision === 'REJECT' && reason === '') throw refusedBy({ code: 'REASON_REQUIRED', field: 'reason' });
  if (decision === 'APPROVE') await judgeStill(parts, institutionId, change);
  const status = decision === 'APPROVE' ? 'APPROVED' : 'REJECTED';
  const letter = await inTransaction(parts.sql, async (tx) => {
    if (!(await decideStaffChange(tx, { id, status, decidedBy, reason }))) {
      throw refusedBy({ code: 'ALREADY_DECIDED' });
    }
    if (status === 'REJECTED') return null;
    await tellOfRight(tx, institutionId, change);
    return change.kind === 'INVITE' ? await invite(parts, tx, call, change) : null;
  });
  if (letter !== null) await parts.queues.enqueue(letter);
  if (status === 'APPROVED' && change.userId !== null) {
    await freeClaims(parts, change.userId);
    if (change.kind === 'FORGET_FACTORS') await tellOfFactor(parts, call, change.userId, 'REMOVED');
  }
  return presentStaffChange(await changeOf(parts, institutionId, id));
}

/** Whoever has one right more, or one less, is told. */
async function tellOfRight(
  tx: Queryable,
  institutionId: string,
  { id, kind, role, userId }: StaffChangeRow,
): Promise<void> {
  const sign = kind === 'GRANT' ? '+' : '−';
  if (userId === null || role === null) return;
  const detail = { title: sign, role };
  await tellPeople(tx, [userId], {
    dedupeKey: `staff/${id}`,
    topic: 'ACCESS_CHANGED',
    institutionId,
    detail,
  });
}

/** What made sense when it was asked for may not any more: the same rule once more, of the one who asked too. */
async function judgeStill(
  { prisma, cipher, sql }: Parts,
  institutionId: string,
  change: StaffChangeRow,
): Promise<void> {
  const { userId, requestedBy } = change;
  const asker = { institutionId, userId: requestedBy ?? '', roles: ['admin'] as const };
  if (!(await stillHolds(prisma, asker))) throw refusedBy({ code: 'ASKER_MAY_NOT_ASK' });
  const wish = wishOf(change);
  if (wish === null || userId === null) return;
  const subject = found(await findStaff(prisma, cipher, { institutionId, userId }));
  accepted(judgeStaffWish(wish, subject, asker.userId, await readManagers(sql, institutionId)));
}

/** Null for an invitation: it is about nobody yet. */
function wishOf({ kind, role, managerId }: StaffChangeRow): StaffWish | null {
  if (kind === 'INVITE') return null;
  if (kind === 'SET_MANAGER') return { kind, managerId };
  if (kind !== 'GRANT' && kind !== 'TAKE') return { kind };
  return role === null ? null : { kind, role };
}

async function sendAgain(parts: Parts, call: Call<'sendInvitation'>): Promise<void> {
  const institutionId = about(call);
  const change = await changeOf(parts, institutionId, call.params.changeId);
  call.note({ changeId: change.id });
  if (change.kind !== 'INVITE' || change.status !== 'APPROVED' || change.doneAt !== null) {
    throw refusedBy({ code: 'NOT_AN_OPEN_INVITATION' });
  }
  await parts.queues.enqueue(await inTransaction(parts.sql, (tx) => invite(parts, tx, call, change)));
}

async function suspend(parts: Parts, call: Call<'suspendStaff'>): Promise<void> {
  const institutionId = about(call);
  const { userId } = call.params;
  const { userId: suspendedBy } = callerOf(call);
  const { reason } = call.body;
  call.note({ of: userId });
  const subject = found(await findStaff(parts.prisma, parts.cipher, { institutionId, userId }));
  if (!call.reply.isRepeated) accepted(judgeSuspension(subject, suspendedBy));
  await writeSuspension(parts.sql, { id: call.subjectId, userId, institutionId, reason, suspendedBy });
  await freeClaims(parts, userId);
}

/** The institution's people are what it is about. */
function about(
  call: Call<'requestStaffChange' | 'decideStaffChange' | 'sendInvitation' | 'suspendStaff'>,
): string {
  const institutionId = institutionOfCall(call);
  call.about('INSTITUTION', institutionId);
  return institutionId;
}

async function changeOf(
  { prisma, cipher }: Parts,
  institutionId: string,
  id: string,
): Promise<StaffChangeRow> {
  return found(await findStaffChange(prisma, cipher, { institutionId, id }));
}
