import { readMessage } from '../../contracts/messages';
import { mailboxOf, parseMail } from '../../domain/identifiers/mail';
import { issueToken, redeemToken } from '../../gateways/auth/oneTime';
import { signInNames } from '../../gateways/auth/signInName';
import { type Account, colleaguesOf, findAccountById, findAccountOf } from '../../gateways/database/accounts';
import {
  applyContactChange,
  type ContactChangeRow,
  confirmContact,
  findContactChange,
  isBeingRecovered,
  openContactChange,
} from '../../gateways/database/contactChanges';
import { contactsOf, readBorrowers } from '../../gateways/database/enterprises';
import { findRecovery, heldByRecovery, type Recovery } from '../../gateways/database/fileChanges';
import { writeMessages } from '../../gateways/database/messages';
import { sealMail, sealPerson } from '../../gateways/database/personalData';
import { inTransaction, type Queryable } from '../../gateways/database/transaction';
import type { QueuedMessage } from '../../gateways/queue';
import type { Parts } from '../kernel/parts';
import { accepted, refusedBy } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { securityRules } from '../kernel/security/rules';
import { found } from '../kernel/security/scope';
import { countLetter, inMinutes, pageUrl, writeToAccount } from './letters';
import { provePassword } from './passwords';

/** Which end a link goes to, by what it is for. */
const ENDS = { MAIL_OLD: 'OLD', MAIL_NEW: 'NEW' } as const;

/**
 * Somebody wants to sign in with another mail address: both get a link, and it counts once both were opened. Answered
 * alike where the new address has an account already; then its owner is told, and nothing can come of it.
 */
export async function requestMailChange(
  parts: Parts,
  call: Call<'requestMailChange'>,
): Promise<AnswerOf<'requestMailChange'>> {
  const { userId } = callerOf(call);
  const { blindIndex, cipher, prisma, sql } = parts;
  await provePassword(parts, userId, call.body.currentPassword);
  if (await isBeingRecovered(sql, userId)) throw refusedBy({ code: 'FILE_CHANGE_OPEN' });
  const mail = accepted(parseMail(call.body.mail));
  await countLetter(parts, mailboxOf(mail));
  const account = found(await findAccountById(prisma, cipher, userId));
  const minutes = securityRules().contactChange.mailMinutes;
  const change = { id: call.subjectId, userId, kind: 'MAIL', contact: { mail }, minutes } as const;
  await inTransaction(sql, (tx) =>
    openContactChange(tx, parts, { ...change, enterpriseId: null, isOldLeftOut: false }),
  );
  const expiresAt = inMinutes(minutes);
  const known = await findAccountOf(prisma, cipher, signInNames(blindIndex, mail));
  const links = { change, expiresAt, locale: call.locale };
  await sendLink(parts, account, { ...links, purpose: 'MAIL_OLD' });
  if (known === null) await sendLink(parts, { ...account, mail }, { ...links, purpose: 'MAIL_NEW' });
  else await tellWhoseItIs(parts, call, known);
  return { id: change.id, ends: ['OLD', 'NEW'], expiresAt };
}

async function sendLink(
  parts: Parts,
  to: Account,
  link: {
    readonly change: {
      readonly id: string;
      readonly contact: { readonly mail: string };
      readonly minutes: number;
    };
    readonly expiresAt: string;
    readonly locale: Call['locale'];
    readonly purpose: keyof typeof ENDS;
  },
): Promise<void> {
  const { change, expiresAt, locale, purpose } = link;
  const token = await issueToken(parts.sql, parts.blindIndex, {
    ...{ purpose, subjectId: change.id, minutes: change.minutes },
  });
  await writeToAccount(parts, to, {
    kind: 'MAIL_CHANGE',
    about: `${change.id}/${purpose}`,
    locale,
    values: {
      newMail: change.contact.mail,
      confirmUrl: pageUrl(parts, `confirm#token=${token}`),
      expiresAt,
    },
  });
}

async function tellWhoseItIs(
  parts: Parts,
  { locale, subjectId }: Call<'requestMailChange'>,
  known: Account,
): Promise<void> {
  await writeToAccount(parts, known, {
    kind: 'MAIL_WANTED',
    about: subjectId,
    locale,
    values: { signInUrl: pageUrl(parts, 'sign-in') },
  });
}

/** One end of a change of mail address confirms by its link; the second one does the change. */
export async function confirmMailChange(
  parts: Parts,
  call: Call<'confirmMailChange'>,
): Promise<AnswerOf<'confirmMailChange'>> {
  const done = await inTransaction(parts.sql, async (tx) => {
    const { id, end } = await redeemLink(parts, tx, call.body.token);
    const change = await findContactChange(parts.prisma, parts.cipher, { id });
    const isReady = change === null ? null : await confirmContact(tx, { id, end });
    if (change === null || isReady === null) throw refusedBy({ code: 'LINK_NOT_VALID' });
    call.note({ changeId: id, end });
    return isReady ? await changeMail(parts, tx, change) : null;
  });
  if (done === null) return { isDone: false };
  const values = { newMail: done.mail, at: new Date().toISOString() };
  const letter = { kind: 'MAIL_CHANGED', locale: call.locale, values } as const;
  await writeToAccount(parts, done.account, { ...letter, about: `${done.id}/OLD` });
  await writeToAccount(parts, { ...done.account, mail: done.mail }, { ...letter, about: `${done.id}/NEW` });
  await Promise.all(done.letters.map((held) => parts.queues.enqueue(held)));
  return { isDone: true };
}

async function redeemLink({ blindIndex }: Parts, tx: Queryable, token: string) {
  for (const purpose of ['MAIL_NEW', 'MAIL_OLD'] as const) {
    const redeemed = await redeemToken(tx, blindIndex, { purpose, token });
    if (redeemed.ok) return { id: redeemed.value.subjectId, end: ENDS[purpose] };
  }
  throw refusedBy({ code: 'LINK_NOT_VALID' });
}

async function changeMail(parts: Parts, tx: Queryable, { contact, id, userId }: ContactChangeRow) {
  const { blindIndex, cipher, prisma } = parts;
  const account = found(await findAccountById(prisma, cipher, userId));
  if (!('mail' in contact)) throw new Error(`contact change ${id} is not about a mail address`);
  const { mail } = contact;
  // Somebody has registered with it meanwhile.
  const taken = await findAccountOf(prisma, cipher, signInNames(blindIndex, mail));
  const recovery = await findRecovery(tx, { changeId: id, userId });
  const isAgain = recovery !== null && taken?.userId === userId;
  if (taken !== null && !isAgain) throw refusedBy({ code: 'LINK_NOT_VALID' });
  // Enterprises that are written to at the same address as their person: their address changes along.
  const contacts = await contactsOf(prisma, cipher, userId);
  const reached = contacts.filter((of) => of.mail === account.mail).map(({ enterpriseId }) => enterpriseId);
  await applyContactChange(tx, {
    id,
    person: sealPerson(cipher, userId, { name: account.name, mail }),
    contacts: follow(reached, recovery).map((enterpriseId) => ({
      enterpriseId,
      sealed: sealMail(cipher, enterpriseId, mail),
    })),
    mailIndex: blindIndex('mail', mail),
    lostAddressOf: reached,
  });
  const letters = recovery === null ? [] : await tellHeld(parts, tx, { changeId: id, account });
  return { id, account, mail, letters };
}

/** Of those that were reached by the address that is given up; by a recovery only the one for which it was asked. */
function follow(reached: readonly string[], recovery: Recovery | null): readonly string[] {
  if (recovery === null) return reached;
  const { enterpriseId, heldAddress } = recovery;
  return reached.includes(enterpriseId) || heldAddress ? [enterpriseId] : [];
}

/**
 * The other enterprises of whoever was let in again are told that this person does not act for them until their own
 * institution has seen who it is: at their own address and phone, and those who act for them.
 */
async function tellHeld(
  { cipher, prisma }: Parts,
  tx: Queryable,
  { account, changeId }: { readonly account: Account; readonly changeId: string },
): Promise<readonly QueuedMessage[]> {
  const held = await heldByRecovery(tx, changeId);
  const borrowers = await readBorrowers(prisma, cipher, held);
  const colleagues = await colleaguesOf(prisma, cipher, held, account.userId);
  const letters = [...borrowers.values()].flatMap((borrower) => {
    const { enterpriseId, institution, locale, mobile, name } = borrower;
    const own = { at: new Date().toISOString(), person: account.name };
    const read = readMessage('ACCESS_HELD', {
      ...own,
      enterpriseName: name,
      institutionName: institution.nameZh,
    });
    if (!read.ok) throw new RangeError(JSON.stringify(read.refusal.detail));
    const letter = {
      kind: 'ACCESS_HELD',
      caseType: 'ONBOARDING',
      caseId: enterpriseId,
      locale,
      values: read.value,
    } as const;
    const of = colleagues.filter((each) => each.enterpriseId === enterpriseId).map(({ mail }) => mail);
    const dedupeKey = `fileChange/${changeId}/ACCESS_HELD/${enterpriseId}`;
    return [
      { ...letter, channel: 'SMS', recipient: mobile, dedupeKey: `${dedupeKey}/SMS` } as const,
      ...[...new Set([borrower.mail, ...of])].map(
        (recipient, nth) =>
          ({ ...letter, channel: 'EMAIL', recipient, dedupeKey: `${dedupeKey}/${nth}` }) as const,
      ),
    ];
  });
  return await writeMessages(tx, cipher, letters);
}
