import { type GivenValues, type MessageKind, readMessage } from '../../contracts/messages';
import { mailboxOf, parseMail } from '../../domain/identifiers/mail';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { joinLink } from '../../gateways/auth/invitation';
import { issueToken, redeemToken } from '../../gateways/auth/oneTime';
import { checkPassword, wordsAbout } from '../../gateways/auth/password';
import { findAccountById, mailsOfPeople } from '../../gateways/database/accounts';
import {
  findInvited,
  findOpenInvitation,
  join,
  listInvitations,
  listPeople,
  type OpenInvitation,
  removePerson,
  takeBackInvitation,
  writeInvitation,
  writePerson,
} from '../../gateways/database/enterprisePeople';
import { type Borrower, readBorrower } from '../../gateways/database/enterprises';
import { forgetFactors } from '../../gateways/database/factors';
import { type NewMessage, writeMessage, writeMessages } from '../../gateways/database/messages';
import { inTransaction, type Queryable } from '../../gateways/database/transaction';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid, notFound } from '../kernel/problems/apiProblem';
import { accepted, refusedBy } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { Caller } from '../kernel/routing/caller';
import { securityRules } from '../kernel/security/rules';
import { found } from '../kernel/security/scope';
import { countLetter } from '../people/letters';
import { giveAnother } from '../people/passwords';

const MINUTES_A_DAY = 24 * 60;
const MINUTE_MS = 60_000;

const enterpriseOf = (call: Pick<Call, 'caller'>) => found(callerOf(call).enterprise);

/** Who is of the enterprise that the session acts for, and who is asked to be. */
export async function listOwnPeople(
  { cipher, sql }: Parts,
  call: Call<'listOwnPeople'>,
): Promise<AnswerOf<'listOwnPeople'>> {
  const { userId: readerId } = callerOf(call);
  const { id: enterpriseId } = enterpriseOf(call);
  const [people, invitations] = await Promise.all([
    listPeople(sql, cipher, { enterpriseId, readerId }),
    listInvitations(sql, cipher, enterpriseId),
  ]);
  return {
    // Nobody of this enterprise has vouched for the mailbox of whoever is held.
    items: people.map(({ mail, ...person }) => ({
      ...person,
      mail: person.isHeld ? null : mail,
      isMe: person.userId === readerId,
    })),
    invitations: invitations.map(({ id, name, mail, expiresAt }) => ({ id, name, mail, expiresAt })),
  };
}

/** Invites somebody by mail. Answered alike whether the address has an account. */
export async function invitePerson(
  parts: Parts,
  call: Call<'invitePerson'>,
): Promise<AnswerOf<'invitePerson'>> {
  const { blindIndex, cipher, queues, settings, sql } = parts;
  const { name: invitedBy, userId } = callerOf(call);
  const { id: enterpriseId, stage } = enterpriseOf(call);
  if (stage !== 'ACTIVE') throw refusedBy({ code: 'ENTERPRISE_NOT_ACTIVE' });
  const mail = accepted(parseMail(call.body.mail));
  const people = await listPeople(sql, cipher, { enterpriseId, readerId: userId });
  // Of whoever is held nobody here is told the mailbox.
  if (people.some(({ isHeld, mail: known }) => !isHeld && mailboxOf(known) === mailboxOf(mail))) {
    throw refusedBy({ code: 'OF_ENTERPRISE_ALREADY', field: 'mail' });
  }
  await countLetter(parts, mailboxOf(mail));
  const { subjectId: id } = call;
  const minutes = securityRules().invitationDays * MINUTES_A_DAY;
  const expiresAt = new Date(Date.now() + minutes * MINUTE_MS).toISOString();
  call.about('ONBOARDING', enterpriseId);
  call.note({ invitationId: id });
  const letter = await inTransaction(sql, async (tx) => {
    const person = { name: call.body.name, mail };
    await writeInvitation(tx, cipher, { id, enterpriseId, invitedBy: userId, expiresAt, person });
    const token = await issueToken(tx, blindIndex, {
      ...{ purpose: 'ENTERPRISE_INVITATION', subjectId: id, minutes },
    });
    const values = { invitedBy, invitationUrl: joinLink(settings.publicUrl, token), expiresAt };
    const enterprise = await readBorrower(parts.prisma, cipher, enterpriseId);
    const invitation = letterOf(enterprise, { kind: 'ENTERPRISE_INVITATION', about: id, mail, values });
    return await writeMessage(tx, cipher, invitation);
  });
  await queues.enqueue(letter);
  return { id, expiresAt };
}

/** A letter of an enterprise, to one of its people or to whom they invite. */
function letterOf<Kind extends MessageKind>(
  { enterpriseId, institution, locale, name: enterpriseName }: Borrower,
  letter: {
    readonly kind: Kind;
    readonly about: string;
    readonly mail: string;
    readonly values: GivenValues<Kind>;
  },
): NewMessage {
  const { about, kind, mail: recipient } = letter;
  const values = readMessage(kind, { ...letter.values, enterpriseName, institutionName: institution.nameZh });
  if (!values.ok) throw new RangeError(`${kind}: ${JSON.stringify(values.refusal.detail)}`);
  return {
    ...{ channel: 'EMAIL', dedupeKey: `enterprise/${enterpriseId}/${kind}/${about}/EMAIL`, kind },
    ...{ caseType: 'ONBOARDING', caseId: enterpriseId, locale, recipient, values: values.value },
  };
}

/** Tells an enterprise and everybody of it that its people are others than before. */
export async function tellOfPeople(
  parts: Parts,
  call: Pick<Call, 'requestId'>,
  enterpriseId: string,
  { change, person }: { readonly person: string; readonly change: 'JOINED' | 'LEFT' | 'REMOVED' },
): Promise<void> {
  const { cipher, prisma, queues, sql } = parts;
  const [borrower, mails] = await Promise.all([
    readBorrower(prisma, cipher, enterpriseId),
    mailsOfPeople(prisma, cipher, enterpriseId),
  ]);
  const values = { person, change, at: new Date().toISOString() };
  const letters = [...new Set([borrower.mail, ...mails])].map((mail, index) =>
    letterOf(borrower, { kind: 'PEOPLE_CHANGED', about: `${call.requestId}/${index}`, mail, values }),
  );
  for (const message of await writeMessages(sql, cipher, letters)) await queues.enqueue(message);
}

/** Takes an invitation back: its link opens nothing any more. */
export async function takeBack({ sql }: Parts, call: Call<'takeBackInvitation'>): Promise<void> {
  const { id: enterpriseId } = enterpriseOf(call);
  const { invitationId: id } = call.params;
  call.about('ONBOARDING', enterpriseId);
  call.note({ invitationId: id });
  if (!(await takeBackInvitation(sql, { id, enterpriseId }))) throw notFound();
}

/** Ends that somebody who came after the caller is of the enterprise; their sessions for it are over. */
export async function removeOwnPerson(parts: Parts, call: Call<'removePerson'>): Promise<void> {
  const { userId: by } = callerOf(call);
  const { id: enterpriseId } = enterpriseOf(call);
  const { userId } = call.params;
  const people = await listPeople(parts.sql, parts.cipher, { enterpriseId, readerId: by });
  const person = people.find((each) => each.userId === userId && each.mayRemove);
  if (person === undefined) throw notFound();
  call.about('ONBOARDING', enterpriseId);
  call.note({ userId });
  await removePerson(parts.sql, { enterpriseId, userId, by });
  await tellOfPeople(parts, call, enterpriseId, { person: person.name, change: 'REMOVED' });
}

/**
 * Accepts the invitation of an enterprise. Whoever has an account is signed in with it: the link alone adds nothing to
 * somebody's account. Whoever has none, or belongs to nobody any more, chooses a password. What is refused does not
 * spend the link.
 */
export async function joinEnterprise(
  parts: Parts,
  call: Call<'joinEnterprise'>,
): Promise<AnswerOf<'joinEnterprise'>> {
  const { blindIndex, cipher, sql } = parts;
  const invitation = await inTransaction(sql, async (tx) => {
    const redeemed = await redeemToken(tx, blindIndex, {
      ...{ purpose: 'ENTERPRISE_INVITATION', token: call.body.token },
    });
    const open = await findOpenInvitation(tx, cipher, accepted(redeemed).subjectId);
    if (open === null) throw refusedBy({ code: 'LINK_NOT_VALID' });
    call.about('ONBOARDING', open.enterpriseId);
    call.concerns(open.institutionId, open.enterpriseId);
    call.note({ invitationId: open.id });
    const userId = await personWho(parts, tx, call, open);
    await join(tx, { ...open, userId });
    return open;
  });
  const { enterpriseId, enterpriseName, name: person } = invitation;
  await tellOfPeople(parts, call, enterpriseId, { person, change: 'JOINED' });
  return { enterpriseId, enterpriseName };
}

/** The person who accepts, with an account that there was or that is made. */
async function personWho(
  parts: Parts,
  tx: Queryable,
  { body, caller }: Call<'joinEnterprise'>,
  invitation: OpenInvitation,
): Promise<string> {
  const { auth, blindIndex, cipher } = parts;
  const known = await findInvited(tx, blindIndex, invitation);
  if (caller !== null) return signedIn(caller, known?.id, known?.isOfEnterprise === true);
  if (known?.isSomebody) throw refusedBy({ code: 'SIGN_IN_TO_JOIN' });
  const { password } = body;
  if (password === undefined) throw invalid([{ code: 'MISSING', field: 'password' }]);
  if (known !== null) {
    const account = found(await findAccountById(parts.prisma, cipher, known.id));
    await giveAnother(parts, tx, account, { password, keepSession: null });
    await forgetFactors(tx, known.id);
    return known.id;
  }
  const { today } = await businessTime(parts);
  const { screening } = parametersAt(today).kyc;
  const whose = {
    names: [invitation.name, invitation.enterpriseName],
    mail: invitation.mail,
    institution: null,
  };
  accepted(checkPassword(password, securityRules().password, wordsAbout(whose, screening)));
  const passwordHash = await auth.hashPassword(password);
  return await writePerson(tx, { blindIndex, cipher }, { ...invitation, passwordHash });
}

function signedIn(caller: Caller, invitedId: string | undefined, isOfEnterprise: boolean): string {
  if (caller.userId !== invitedId || caller.enterprise === null) throw refusedBy({ code: 'NOT_THE_INVITED' });
  if (isOfEnterprise) throw refusedBy({ code: 'OF_ENTERPRISE_ALREADY' });
  return caller.userId;
}
