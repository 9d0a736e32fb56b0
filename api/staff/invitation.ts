import { readMessage } from '../../contracts/messages';
import { businessDate } from '../../domain/calendar/clock';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { invitationLink } from '../../gateways/auth/invitation';
import { issueToken, redeemToken } from '../../gateways/auth/oneTime';
import { checkPassword, wordsOfName } from '../../gateways/auth/password';
import { addStaff, takeBack } from '../../gateways/auth/staff';
import { findAccountById } from '../../gateways/database/accounts';
import { forgetFactors } from '../../gateways/database/factors';
import { writeMessage } from '../../gateways/database/messages';
import { lockInvitation, type OpenInvitation, type StaffChangeRow } from '../../gateways/database/staff';
import { inTransaction, type Queryable } from '../../gateways/database/transaction';
import type { QueuedMessage } from '../../gateways/queue';
import type { Parts } from '../kernel/parts';
import { accepted, refusedBy } from '../kernel/problems/refused';
import { type Call, callerOf } from '../kernel/routing/call';
import { securityRules } from '../kernel/security/rules';
import { found } from '../kernel/security/scope';
import { giveAnother } from '../people/passwords';

const MINUTES_A_DAY = 24 * 60;
const MINUTE_MS = 60_000;

/**
 * Writes the letter with the link of an invitation that was agreed, within the transaction of what it follows from.
 * @returns the letter, to be queued once that is committed
 */
export async function invite(
  { blindIndex, cipher, settings }: Parts,
  tx: Queryable,
  call: Call<'decideStaffChange' | 'sendInvitation'>,
  { id, person, role }: StaffChangeRow,
): Promise<QueuedMessage> {
  const { institution } = callerOf(call);
  const minutes = securityRules().invitationDays * MINUTES_A_DAY;
  const token = await issueToken(tx, blindIndex, { purpose: 'INVITATION', subjectId: id, minutes });
  const values = readMessage('STAFF_INVITATION', {
    enterpriseName: person.name,
    institutionName: institution?.nameZh,
    role,
    invitationUrl: invitationLink(settings.publicUrl, token),
    expiresAt: new Date(Date.now() + minutes * MINUTE_MS).toISOString(),
  });
  if (!values.ok) throw new RangeError(`invitation ${id}: ${JSON.stringify(values.refusal.detail)}`);
  return await writeMessage(tx, cipher, {
    channel: 'EMAIL',
    dedupeKey: `staff/${id}/invitation/${call.subjectId}/EMAIL`,
    kind: 'STAFF_INVITATION',
    caseType: 'INSTITUTION',
    caseId: institution?.id ?? '',
    locale: call.locale,
    recipient: person.mail,
    values: values.value,
  });
}

/**
 * Makes the account of somebody who was invited, with a password that nobody else knows. The token counts once; when
 * the password is refused it still counts. Whoever has left and was invited again is the same person as before, by a
 * new password and with no second factor yet.
 */
export async function acceptInvitation(parts: Parts, call: Call<'acceptInvitation'>): Promise<void> {
  const { auth, blindIndex, cipher, sql } = parts;
  const { password, token } = call.body;
  await inTransaction(sql, async (tx) => {
    const { subjectId } = accepted(await redeemToken(tx, blindIndex, { purpose: 'INVITATION', token }));
    const invitation = await lockInvitation(tx, cipher, subjectId);
    if (invitation === null) throw refusedBy({ code: 'LINK_NOT_VALID' });
    const { id: changeId, institutionId, mail, name, role } = invitation;
    if (institutionId !== null) {
      call.about('INSTITUTION', institutionId);
      call.concerns(institutionId);
    }
    call.note({ changeId, role });
    accepted(checkPassword(password, securityRules().password, wordsAbout(invitation)));
    const passwordHash = await auth.hashPassword(password);
    const staff = { email: mail, name, institutionId, role, changeId, passwordHash };
    const { hasLeft, isNew, userId } = await addStaff(tx, { cipher, blindIndex }, staff);
    // Whoever holds the link holds the mailbox, and may know.
    if (!isNew && !hasLeft) throw refusedBy({ code: 'MAIL_HAS_ACCOUNT' });
    if (hasLeft) await comeBack(parts, tx, { ...staff, userId, password });
  });
}

async function comeBack(
  parts: Parts,
  tx: Queryable,
  person: Parameters<typeof takeBack>[1] & { readonly password: string },
): Promise<void> {
  const account = found(await findAccountById(parts.prisma, parts.cipher, person.userId));
  await giveAnother(parts, tx, account, { password: person.password, keepSession: null });
  await forgetFactors(tx, person.userId);
  await takeBack(tx, person);
}

/** What a guesser would try first. */
function wordsAbout({ name, mail, institutionNames }: OpenInvitation): readonly string[] {
  const { screening } = parametersAt(businessDate(Date.now())).kyc;
  return [
    ...wordsOfName(name, screening),
    ...mail.split(/[@.+]/),
    ...institutionNames.flatMap((each) => each.split(' ')),
  ];
}
