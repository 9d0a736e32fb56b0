import { Readable } from 'node:stream';
import { ATTACHMENT_TYPES } from '../../contracts/http';
import { type FileChangeId, workflowIds } from '../../contracts/ids';
import { stopFileChangeUpdate } from '../../contracts/workflows';
import { TASK_RULES } from '../../domain/approval/tasks';
import { mailboxOf, parseMail } from '../../domain/identifiers/mail';
import { parseResidentId } from '../../domain/identifiers/residentId';
import { FILE_CHANGE_RULES } from '../../domain/kyc/fileChange';
import { signInNames } from '../../gateways/auth/signInName';
import { findAccountById, findAccountOf } from '../../gateways/database/accounts';
import { listPeople } from '../../gateways/database/enterprisePeople';
import { findEnterprise } from '../../gateways/database/enterprises';
import {
  addPaper,
  countLoosePapers,
  type FileChangeRow,
  type FileChangeWish,
  findFileChange,
  isHeld,
  listFileChanges,
  openWish,
  personOf,
  readPaper,
  writeFileChange,
} from '../../gateways/database/fileChanges';
import { caseRulesOf } from '../../gateways/database/ownRules';
import { inTransaction } from '../../gateways/database/transaction';
import { mediaTypeOf } from '../../gateways/fileType';
import { fileChangeInput, startFileChange, timeInput } from '../../gateways/temporal/starts';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { accepted, refusedBy } from '../kernel/problems/refused';
import { inTime, updateIdOf, updateNow } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { actorOf, type Caller, isStaff } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { savedAs } from '../kernel/routing/savedAs';
import { askForFactor } from '../kernel/security/factor';
import { APPLICANT, lately, MEMBERS, staff } from '../kernel/security/policy';
import { found, institutionOfCall, maySeePersonalData, scopeOfCall } from '../kernel/security/scope';
import { countLetter } from '../people/letters';
import { presentFileChange } from './present';

/** So many papers a person may have put up that no change names. */
const MOST_LOOSE_PAPERS = 20;

const RECOVERERS = staff('customer_service', 'reviewer');

/** Changes of what an enterprise was registered with; recovery of whoever lost the mailbox. */
export const fileChangeOperations = {
  addFileChangePaper: { who: MEMBERS, audit: 'fileChange.addPaper', do: putUp },
  askForFileChange: { who: lately('OWN_FACTORS', APPLICANT), audit: 'fileChange.ask', do: ask },
  listEnterprisePeople: { who: RECOVERERS, do: people },
  recoverAccess: {
    who: lately('ACCESS', RECOVERERS),
    audit: 'fileChange.recover',
    do: recover,
  },
  listFileChanges: { who: MEMBERS, do: list },
  getFileChange: { who: MEMBERS, do: get },
  stopFileChange: { who: MEMBERS, audit: 'fileChange.stop', do: stop },
  readFileChangePaper: { who: MEMBERS, do: read },
} satisfies SomeOperations;

async function putUp(
  { cipher, prisma, sql }: Parts,
  call: Call<'addFileChangePaper'>,
): Promise<AnswerOf<'addFileChangePaper'>> {
  const is = await mediaTypeOf(call.rawBody);
  const mediaType = ATTACHMENT_TYPES.find((type) => type === is);
  if (mediaType === undefined) throw invalid([{ code: 'UNKNOWN_FILE_TYPE', field: 'body' }]);
  const { userId: authorId } = callerOf(call);
  if ((await countLoosePapers(prisma, authorId)) >= MOST_LOOSE_PAPERS)
    throw refusedBy({ code: 'TOO_MANY_PAPERS' });
  const paper = { id: call.subjectId, authorId, name: call.query.name, mediaType };
  return { ...(await addPaper(sql, cipher, paper, call.rawBody)), mediaType };
}

async function ask(parts: Parts, call: Call<'askForFileChange'>): Promise<AnswerOf<'askForFileChange'>> {
  const { enterprise } = callerOf(call);
  const { id: enterpriseId, institutionId, stage } = found(enterprise);
  if (stage !== 'ACTIVE') throw refusedBy({ code: 'ENTERPRISE_NOT_ACTIVE' });
  const { kind, name } = call.body;
  const { today } = await businessTime(parts);
  const wish: FileChangeWish =
    kind === 'NAME'
      ? { kind, name }
      : { kind, name, residentId: accepted(parseResidentId(call.body.residentId, today)).residentId };
  return await begin(parts, call, { enterpriseId, institutionId, userId: null }, wish);
}

/** Whose mailbox may be lost: by name, and nobody's address. */
async function people(
  { cipher, prisma, sql }: Parts,
  call: Call<'listEnterprisePeople'>,
): Promise<AnswerOf<'listEnterprisePeople'>> {
  const institutionId = institutionOfCall(call);
  const { enterpriseId } = call.params;
  found(await findEnterprise(prisma, { institutionId }, enterpriseId));
  call.showsPersonalData('ONBOARDING', enterpriseId);
  const { userId: readerId } = callerOf(call);
  const rows = await listPeople(sql, cipher, { enterpriseId, readerId });
  return { items: rows.map(({ isHeld, name, userId }) => ({ userId, name, isHeld })) };
}

/** By staff, who have seen who it is: the mailbox that would confirm it is lost. */
async function recover(parts: Parts, call: Call<'recoverAccess'>): Promise<AnswerOf<'recoverAccess'>> {
  const { blindIndex, cipher, prisma, sql } = parts;
  const institutionId = institutionOfCall(call);
  const { enterpriseId } = call.params;
  const { stage } = found(await findEnterprise(prisma, { institutionId }, enterpriseId));
  if (stage !== 'ACTIVE') throw refusedBy({ code: 'ENTERPRISE_NOT_ACTIVE' });
  const mail = accepted(parseMail(call.body.mail));
  await countLetter(parts, mailboxOf(mail));
  const account = await findAccountOf(prisma, cipher, signInNames(blindIndex, mail));
  const userId = await personOf(prisma, enterpriseId, call.body.userId);
  // Whoever was let in for another enterprise already is let in for this one by the mailbox that the account has.
  const isAgain =
    userId !== null && account?.userId === userId && (await isHeld(sql, { enterpriseId, userId }));
  if (account !== null && !isAgain) throw refusedBy({ code: 'MAIL_IN_USE', field: 'mail' });
  if (userId === null) throw refusedBy({ code: 'PERSON_NOT_NAMED', field: 'userId' });
  return await begin(parts, call, { enterpriseId, institutionId, userId }, { kind: 'MAIL', mail });
}

/** The row first: a process that can't be started now is started by the sweeper. */
async function begin(
  parts: Parts,
  call: Call<'askForFileChange' | 'recoverAccess'>,
  of: { readonly enterpriseId: string; readonly institutionId: string; readonly userId: string | null },
  wish: FileChangeWish,
): Promise<AnswerOf<'askForFileChange'>> {
  const { subjectId: id } = call;
  const { papers, reason } = call.body;
  const { userId: createdBy } = callerOf(call);
  const { institutionId } = of;
  call.about('ONBOARDING', of.enterpriseId);
  call.note({ changeId: id, kind: wish.kind });
  const time = await businessTime(parts);
  const stage = FILE_CHANGE_RULES[wish.kind].isReviewed ? 'IN_REVIEW' : 'IN_CONFIRMATION';
  const change = { ...of, id, reason, stage, createdBy, wish, at: time.now, papers } as const;
  await inTransaction(parts.sql, async (tx) => accepted(await writeFileChange(tx, parts.cipher, change)));
  const rules = await caseRulesOf(parts.sql, institutionId, time.today);
  const input = fileChangeInput({ ...change, kind: wish.kind }, timeInput(time.clock, parts.settings, rules));
  await inTime(parts, () => startFileChange(parts.temporal, input));
  return await present(parts, call, found(await findFileChange(parts.prisma, scopeOfCall(call), id)));
}

/** Staff see what would be on file masked, but where it is recorded that they read it. */
async function present(
  { cipher, prisma }: Parts,
  call: Pick<Call, 'caller' | 'locale'>,
  row: FileChangeRow,
  showsStaff = isStaff(callerOf(call)),
  masked = showsStaff,
) {
  const person = row.userId === null ? null : await findAccountById(prisma, cipher, row.userId);
  const wish = openWish(cipher, row);
  return presentFileChange(row, { wish, person, masked, showsStaff, locale: call.locale });
}

/** Nobody agrees blind: a recovery that waits for somebody of risk is shown to risk in full. */
function mayConfirm(caller: Caller, { institutionId, kind, stage }: FileChangeRow): boolean {
  const { role } = TASK_RULES.CONFIRM_FILE_CHANGE;
  const isOfInstitution = caller.institution?.id === institutionId;
  return isOfInstitution && kind === 'MAIL' && stage === 'IN_CONFIRMATION' && caller.roles.includes(role);
}

async function get(parts: Parts, call: Call<'getFileChange'>): Promise<AnswerOf<'getFileChange'>> {
  const caller = callerOf(call);
  const row = found(await findFileChange(parts.prisma, scopeOfCall(call), call.params.changeId));
  const masked = !maySeePersonalData(caller, row) && !mayConfirm(caller, row);
  if (!masked && isStaff(caller)) {
    askForFactor(caller, 'PERSONAL_DATA');
    call.showsPersonalData('ONBOARDING', row.enterpriseId);
  }
  return await present(parts, call, row, isStaff(caller), masked);
}

async function list(parts: Parts, call: Call<'listFileChanges'>): Promise<AnswerOf<'listFileChanges'>> {
  const page = await listFileChanges(parts.prisma, scopeOfCall(call), call.query, call.query);
  return { ...page, items: await Promise.all(page.items.map((row) => present(parts, call, row))) };
}

async function stop(parts: Parts, call: Call<'stopFileChange'>): Promise<AnswerOf<'stopFileChange'>> {
  const { changeId } = call.params;
  const row = found(await findFileChange(parts.prisma, scopeOfCall(call), changeId));
  call.about('ONBOARDING', row.enterpriseId);
  call.note({ changeId, kind: row.kind });
  const act = {
    workflowId: workflowIds.fileChange(changeId as FileChangeId),
    update: stopFileChangeUpdate,
    actor: actorOf(callerOf(call)),
    act: {},
    updateId: updateIdOf(call),
  };
  const view = await updateNow(parts, call, act, '/file-changes');
  return { id: changeId, stage: view?.stage ?? row.stage, since: view?.since ?? row.stageSince };
}

async function read(
  { cipher, prisma }: Parts,
  call: Call<'readFileChangePaper'>,
): Promise<AnswerOf<'readFileChangePaper'>> {
  const caller = callerOf(call);
  if (isStaff(caller)) askForFactor(caller, 'PERSONAL_DATA');
  const { changeId, paperId: id } = call.params;
  const { enterpriseId } = found(await findFileChange(prisma, scopeOfCall(call), changeId));
  const { name, mediaType, content } = found(await readPaper(prisma, cipher, { changeId, id }));
  if (isStaff(caller)) call.showsPersonalData('ONBOARDING', enterpriseId);
  savedAs(call, { name, mediaType, content });
  return Readable.from([content]);
}
