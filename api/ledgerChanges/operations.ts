import { checkBudget } from '../../domain/ledger/budget';
import { BY_HAND_EVENT, checkByHand } from '../../domain/ledger/byHand';
import { findEntry } from '../../gateways/database/ledger';
import {
  decideLedgerChange,
  findLedgerChange,
  type LedgerChangeRow,
  listLedgerChanges,
  writeLedgerChange,
} from '../../gateways/database/ledgerChanges';
import { booksFrom, lastClosedMonth, readPeriod } from '../../gateways/database/signOffs';
import { stillHolds } from '../../gateways/database/staff';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { accepted, refusedBy } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { BOOKS, lately, staff } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';

const KEEPER_ROLES = ['finance'] as const;
const KEEPERS = lately('MONEY', staff(...KEEPER_ROLES));

/** The one door for what people do to the books. */
export const ledgerChangeOperations = {
  listLedgerChanges: {
    who: BOOKS,
    do: ({ prisma }, call) => listLedgerChanges(prisma, institutionOfCall(call), call.query, call.query),
  },
  getLedgerChange: { who: BOOKS, do: (parts, call) => changeOf(parts, call, call.params.changeId) },
  requestLedgerChange: { who: KEEPERS, audit: 'ledger.requestChange', do: request },
  decideLedgerChange: { who: KEEPERS, audit: 'ledger.decideChange', do: decide },
} satisfies SomeOperations;

type Wanted = Call<'requestLedgerChange'>['body'];

async function request(
  parts: Parts,
  call: Call<'requestLedgerChange'>,
): Promise<AnswerOf<'requestLedgerChange'>> {
  const { kind, reason, ...payload } = call.body;
  call.note({ kind });
  const institutionId = institutionOfCall(call);
  await checkNow(parts, institutionId, call.body);
  const requestedBy = callerOf(call).userId;
  const id = call.subjectId;
  await writeLedgerChange(parts.sql, { id, institutionId, kind, payload, reason, requestedBy });
  return await changeOf(parts, call, id);
}

/** The database holds the same when it is done; here it is said in words. @throws ApiProblem when it could not be done now */
async function checkNow(parts: Parts, institutionId: string, wanted: Wanted): Promise<void> {
  switch (wanted.kind) {
    case 'CLOSE_PERIOD':
      return await checkClosing(parts, institutionId, wanted);
    case 'REOPEN_PERIOD':
      if ((await lastClosedMonth(parts.sql, institutionId)) === wanted.month) return;
      throw refusedBy({ code: 'NOT_LAST_CLOSED', field: 'month' });
    case 'POST_ENTRY':
      accepted(checkByHand(wanted, await daysOfBooks(parts, institutionId)));
      return await checkExplained(parts, institutionId, wanted.explains);
    case 'REVERSE_ENTRY':
      return await checkReversal(parts, institutionId, wanted.entryId);
    case 'SET_BUDGET':
      accepted(checkBudget(wanted.lines, await booksFrom(parts.sql, institutionId)));
      return;
  }
}

async function daysOfBooks(parts: Parts, institutionId: string): Promise<Parameters<typeof checkByHand>[1]> {
  const { today } = await businessTime(parts);
  return { today, booksFrom: await booksFrom(parts.sql, institutionId) };
}

async function checkClosing(
  { sql }: Parts,
  institutionId: string,
  { month, carried }: Extract<Wanted, { kind: 'CLOSE_PERIOD' }>,
): Promise<void> {
  const period = await readPeriod(sql, institutionId, month);
  if (period.closedAt !== null) throw refusedBy({ code: 'PERIOD_CLOSED', field: 'month' });
  const waiting = period.ordersUnknown.filter(({ paymentId }) => !carried.includes(paymentId));
  const open = period.obstacles.filter((check) =>
    check.name === 'NO_UNKNOWN_ORDERS' ? waiting.length > 0 : check.open > 0,
  );
  if (open.length === 0) return;
  throw refusedBy({ code: 'PERIOD_NOT_READY', detail: { which: open.map(({ name }) => name).join(', ') } });
}

async function checkExplained(parts: Parts, institutionId: string, explains?: string): Promise<void> {
  if (explains === undefined) return;
  const entry = await findEntry(parts.prisma, institutionId, explains);
  const isDifference = entry?.businessKey.startsWith('recon/') && entry.postings.some(isOfDifference);
  if (!isDifference) throw refusedBy({ code: 'ENTRY_UNKNOWN', field: 'explains' });
}

const isOfDifference = ({ accountCode }: { readonly accountCode: string }): boolean => accountCode === '1221';

async function checkReversal({ prisma }: Parts, institutionId: string, entryId: string): Promise<void> {
  const entry = await findEntry(prisma, institutionId, entryId);
  if (entry === null) throw refusedBy({ code: 'ENTRY_UNKNOWN', field: 'entryId' });
  if (entry.event !== BY_HAND_EVENT || entry.reverses !== null) {
    throw refusedBy({ code: 'NOT_REVERSIBLE', field: 'entryId' });
  }
  if (entry.isReversed) throw refusedBy({ code: 'ALREADY_REVERSED', field: 'entryId' });
}

async function decide(
  parts: Parts,
  call: Call<'decideLedgerChange'>,
): Promise<AnswerOf<'decideLedgerChange'>> {
  const { decision, reason } = call.body;
  const change = await changeOf(parts, call, call.params.changeId);
  const { userId } = callerOf(call);
  call.note({ changeId: change.id, kind: change.kind, decision });
  if (change.requestedBy === userId) throw refusedBy({ code: 'SAME_PERSON_AS_REQUESTER' });
  if (change.status !== 'REQUESTED') throw refusedBy({ code: 'ALREADY_DECIDED' });
  if (decision === 'REJECT' && reason === '') throw refusedBy({ code: 'REASON_REQUIRED', field: 'reason' });
  if (decision === 'APPROVE') {
    const asker = { institutionId: institutionOfCall(call), userId: change.requestedBy, roles: KEEPER_ROLES };
    if (!(await stillHolds(parts.prisma, asker))) throw refusedBy({ code: 'ASKER_MAY_NOT_ASK' });
    await checkNow(parts, institutionOfCall(call), wantedBy(change));
  }
  const status = decision === 'APPROVE' ? 'APPROVED' : 'REJECTED';
  const isDecided = await decideLedgerChange(parts.sql, { id: change.id, status, decidedBy: userId, reason });
  if (!isDecided) throw refusedBy({ code: 'ALREADY_DECIDED' });
  return await changeOf(parts, call, change.id);
}

/** The schema read it when it was asked for. */
const wantedBy = ({ kind, reason, payload }: LedgerChangeRow): Wanted =>
  ({ kind, reason, ...payload }) as Wanted;

async function changeOf({ prisma }: Parts, call: Pick<Call, 'caller'>, id: string): Promise<LedgerChangeRow> {
  return found(await findLedgerChange(prisma, institutionOfCall(call), id));
}
