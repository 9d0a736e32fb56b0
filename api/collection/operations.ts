import { type LoanId, workflowIds } from '../../contracts/ids';
import { promiseUpdate } from '../../contracts/workflows';
import { businessDate } from '../../domain/calendar/clock';
import { isoDate } from '../../domain/calendar/isoDate';
import { overdueFenOf } from '../../domain/loan/owed';
import { judgeContact } from '../../domain/overdue/contacts';
import { judgeHold } from '../../domain/overdue/holds';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { houseCalendar } from '../../gateways/database/calendar';
import {
  askForHold,
  readCallsOfDay,
  readCollectionsToBegin,
  takeTurnWith,
  writeContact,
} from '../../gateways/database/collection';
import {
  type CollectionStory,
  listCollections,
  readCollectionStory,
} from '../../gateways/database/collectionViews';
import { findLoan, type LoanRow, readLoan } from '../../gateways/database/loans';
import { caseRulesOf } from '../../gateways/database/ownRules';
import { inTransaction, type Queryable } from '../../gateways/database/transaction';
import { timeInput, wakeCollection } from '../../gateways/temporal/starts';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { forbidden, invalid } from '../kernel/problems/apiProblem';
import { accepted, refusedBy } from '../kernel/problems/refused';
import { inTime, updateIdOf, updateNow } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { actorOf } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { APPLICANT, either, MEMBERS, staff } from '../kernel/security/policy';
import { found, institutionOfCall, scopeOfCall } from '../kernel/security/scope';
import { arrearsOf, presentCalendar, unpaidToday } from './calendar';
import { presentContact, presentHold } from './present';

/** Those who talk to debtors. */
const COLLECTORS = staff('customer_service', 'risk', 'finance');

/** What is overdue: what was done and what comes, promises, holds, contact. */
export const collectionOperations = {
  getCollection: { who: MEMBERS, do: getCollection },
  listCollections: {
    who: staff('customer_service', 'risk', 'finance', 'admin', 'auditor'),
    do: worklist,
  },
  promise: { who: either(COLLECTORS, APPLICANT), audit: 'collection.promise', do: promise },
  askForHold: {
    who: either(staff('customer_service', 'risk'), APPLICANT),
    audit: 'collection.askForHold',
    do: hold,
  },
  recordContact: { who: COLLECTORS, audit: 'collection.recordContact', do: contact },
} satisfies SomeOperations;

async function loanOf(
  { prisma }: Parts,
  call: { readonly caller: Call['caller']; readonly params: { readonly loanId: string } },
): Promise<LoanRow> {
  return found(await findLoan(prisma, scopeOfCall(call), call.params.loanId));
}

async function worklist(parts: Parts, call: Call<'listCollections'>): Promise<AnswerOf<'listCollections'>> {
  const { sql } = parts;
  const [{ today }, calendar, page] = await Promise.all([
    businessTime(parts),
    houseCalendar(sql),
    listCollections(sql, institutionOfCall(call), call.query, call.query),
  ]);
  return {
    items: page.items.map(({ loan, ...item }) => {
      const unpaid = unpaidToday(loan, today, calendar);
      const daysPastDue = arrearsOf(unpaid, today)?.daysPastDue ?? 0;
      return { ...item, daysPastDue, overdueFen: overdueFenOf(unpaid, today) };
    }),
    next: page.next,
  };
}

async function getCollection(parts: Parts, call: Call<'getCollection'>): Promise<AnswerOf<'getCollection'>> {
  const loan = await loanOf(parts, call);
  const { sql, prisma } = parts;
  const { nowMs, today } = await businessTime(parts);
  const [record, calendar, story] = await Promise.all([
    readLoan(sql, loan.id),
    houseCalendar(sql),
    readCollectionStory(prisma, loan),
  ]);
  return presentCalendar({
    ...{ loan, record: found(record), calendar, story, nowMs },
    callsOfDay: await readCallsOfDay(sql, loan.enterpriseId, today),
    isStaff: callerOf(call).institution !== null,
  });
}

/** Judged and written by the process: what it says is what the ladder goes by. */
async function promise(parts: Parts, call: Call<'promise'>): Promise<AnswerOf<'promise'>> {
  const loan = await loanOf(parts, call);
  const { id } = loan;
  call.about('COLLECTION', id);
  const { prisma } = parts;
  const { episode } = openEpisode(await readCollectionStory(prisma, loan));
  if (episode === null) throw refusedBy({ code: 'NOTHING_OVERDUE' });
  await demandOwed(parts, id, call.body.amountFen);
  await updateNow(
    parts,
    call,
    {
      update: promiseUpdate,
      act: { ...call.body, promiseId: call.subjectId },
      actor: actorOf(callerOf(call)),
      workflowId: workflowIds.collection(id as LoanId),
      updateId: updateIdOf(call),
    },
    `/loans/${id}/collection`,
  );
  return { loanId: id, promiseId: call.subjectId };
}

/** @throws ApiProblem when the loan will never ask for so much: such a promise is broken whatever is paid */
async function demandOwed(parts: Parts, loanId: string, amountFen: number): Promise<void> {
  const { sql } = parts;
  const [record, { today }, calendar] = await Promise.all([
    readLoan(sql, loanId),
    businessTime(parts),
    houseCalendar(sql),
  ]);
  const maximumFen = unpaidToday(found(record), today, calendar).reduce(
    (sum, { unpaidFen }) => sum + unpaidFen,
    0,
  );
  if (amountFen > maximumFen)
    throw refusedBy({ code: 'MORE_THAN_OWED', field: 'amountFen', detail: { maximumFen } });
}

async function hold(parts: Parts, call: Call<'askForHold'>): Promise<AnswerOf<'askForHold'>> {
  const loan = await loanOf(parts, call);
  call.about('COLLECTION', loan.id);
  const caller = callerOf(call);
  const { kind, from, until, reason } = call.body;
  if (kind === 'FREEZE' && !caller.roles.includes('risk')) throw forbidden();
  const { sql, prisma } = parts;
  const { today } = await businessTime(parts);
  if (until < today) throw invalid([{ code: 'DATE_OUT_OF_RANGE', field: 'until' }]);
  accepted(judgeHold(isoDate(until), today, parametersAt(today).overdue.holdDays));
  const { episode } = openEpisode(await readCollectionStory(prisma, loan));
  if (episode === null) throw refusedBy({ code: 'NOTHING_OVERDUE' });
  const { institutionId } = loan;
  const asked = { id: call.subjectId, loanId: loan.id, institutionId, kind, from, until, reason };
  if (!(await askForHold(sql, { ...asked, askedBy: caller.userId }))) {
    throw refusedBy({ code: 'HOLD_ALREADY_ASKED' });
  }
  await tell(parts, loan.id);
  const { holds } = await readCollectionStory(prisma, loan);
  return presentHold(found(holds.find(({ id }) => id === call.subjectId) ?? null), true);
}

/** What is asked for stays asked for: a process that can't be told now is told by the sweeper. */
async function tell(parts: Parts, loanId: string): Promise<void> {
  const { clock, today } = await businessTime(parts);
  for (const loan of await readCollectionsToBegin(parts.sql, [loanId])) {
    const time = timeInput(clock, parts.settings, await caseRulesOf(parts.sql, loan.institutionId, today));
    await inTime(parts, () => wakeCollection(parts.temporal, loan, time, 'HOLD_ASKED')).catch(
      (error: unknown) =>
        parts.log.warn({ err: error, loanId }, 'a collection could not be told that a hold is asked for'),
    );
  }
}

async function contact(parts: Parts, call: Call<'recordContact'>): Promise<AnswerOf<'recordContact'>> {
  const loan = await loanOf(parts, call);
  call.about('COLLECTION', loan.id);
  const { nowMs } = await businessTime(parts);
  // Two who write at once would both be below the limit: one after the other.
  return await inTransaction(parts.sql, async (tx) => {
    await takeTurnWith(tx, loan.enterpriseId);
    return await contactInTurn(parts.prisma, tx, call, loan, nowMs);
  });
}

async function contactInTurn(
  prisma: Parts['prisma'],
  sql: Queryable,
  call: Call<'recordContact'>,
  loan: Awaited<ReturnType<typeof loanOf>>,
  nowMs: number,
): Promise<AnswerOf<'recordContact'>> {
  const story = await readCollectionStory(prisma, loan);
  const open = openEpisode(story);
  if (open.episode === null) throw refusedBy({ code: 'NOTHING_OVERDUE' });
  const { episode, openedOn } = open;
  const { channel, party, outcome, note } = call.body;
  const atMs = Date.parse(call.body.at);
  if (businessDate(atMs) < openedOn) throw invalid([{ code: 'DATE_OUT_OF_RANGE', field: 'at' }]);
  const known = story.contacts.find(({ id }) => id === call.subjectId);
  if (known !== undefined) return presentContact(known);
  const earlier = story.contacts.filter((one) => one.episode === episode);
  const callsOfDay = await readCallsOfDay(sql, loan.enterpriseId, businessDate(atMs));
  const { contactLimits } = parametersAt(businessDate(nowMs)).overdue;
  accepted(judgeContact({ channel, party, outcome, atMs }, { nowMs, earlier, callsOfDay }, contactLimits));
  const { institutionId, enterpriseId } = loan;
  const by = callerOf(call).userId;
  const at = new Date(atMs).toISOString();
  const made = { id: call.subjectId, channel, party, outcome, at, by, taskId: null, note };
  await writeContact(sql, { loanId: loan.id, episode, institutionId, enterpriseId }, made);
  const { taskId, id, ...rest } = made;
  return { id, taskId, ...rest };
}

function openEpisode({
  episodes,
}: CollectionStory): { readonly episode: number; readonly openedOn: string } | { readonly episode: null } {
  const last = episodes.at(-1);
  return last === undefined || last.curedAt !== null
    ? { episode: null }
    : { episode: last.number, openedOn: last.openedOn };
}
