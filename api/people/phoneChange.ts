import { parseMobile } from '../../domain/identifiers/phone';
import { issueCode, redeemCode } from '../../gateways/auth/oneTime';
import { findAccountById } from '../../gateways/database/accounts';
import {
  applyContactChange,
  type ContactEnd,
  confirmContact,
  findContactChange,
  openContactChange,
} from '../../gateways/database/contactChanges';
import { contactsOf, readBorrower } from '../../gateways/database/enterprises';
import { sealMobile } from '../../gateways/database/personalData';
import { inTransaction } from '../../gateways/database/transaction';
import type { Parts } from '../kernel/parts';
import { notFound } from '../kernel/problems/apiProblem';
import { accepted, refusedBy } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { securityRules } from '../kernel/security/rules';
import { found } from '../kernel/security/scope';
import { countLetter, inMinutes, writeToAccount } from './letters';
import { provePassword } from './passwords';

const PURPOSES = { OLD: 'PHONE_OLD', NEW: 'PHONE_NEW' } as const;

/**
 * Somebody wants the enterprise to be reached at another phone: both get a code, and it counts once both were typed.
 * As long as nobody has confirmed the present one it may be mistyped, and the new one is enough: so the phone of a
 * registration is confirmed, by wanting the same.
 */
export async function requestPhoneChange(
  parts: Parts,
  call: Call<'requestPhoneChange'>,
): Promise<AnswerOf<'requestPhoneChange'>> {
  const { enterprise, userId } = callerOf(call);
  const { id: enterpriseId } = found(enterprise);
  await provePassword(parts, userId, call.body.currentPassword);
  const mobile = accepted(parseMobile(call.body.mobile));
  const before = await readBorrower(parts.prisma, parts.cipher, enterpriseId);
  const isOldLeftOut = before.mobileConfirmedAt === null || before.mobile === mobile;
  const ends: { readonly end: ContactEnd; readonly number: string }[] = [{ end: 'NEW', number: mobile }];
  if (!isOldLeftOut) ends.unshift({ end: 'OLD', number: before.mobile });
  for (const { number } of ends) await countLetter(parts, number);
  const minutes = securityRules().contactChange.codeMinutes;
  const change = { id: call.subjectId, userId, kind: 'PHONE', enterpriseId, contact: { mobile } } as const;
  await inTransaction(parts.sql, (tx) => openContactChange(tx, parts, { ...change, minutes, isOldLeftOut }));
  for (const each of ends) await sendCode(parts, call, { ...each, minutes });
  return { id: change.id, ends: ends.map(({ end }) => end), expiresAt: inMinutes(minutes) };
}

async function sendCode(
  parts: Parts,
  call: Call<'requestPhoneChange'>,
  { end, minutes, number }: { readonly end: ContactEnd; readonly minutes: number; readonly number: string },
): Promise<void> {
  const { blindIndex, cipher, prisma, sql } = parts;
  const { locale, subjectId } = call;
  const account = found(await findAccountById(prisma, cipher, callerOf(call).userId));
  const code = await issueCode(sql, blindIndex, { purpose: PURPOSES[end], subjectId, minutes });
  await writeToAccount(parts, account, {
    kind: 'PHONE_CODE',
    about: `${subjectId}/${end}`,
    locale,
    mobile: number,
    values: { code, expiresAt: inMinutes(minutes) },
  });
}

/** One end of a change of phone confirms by its code; the second one does the change. */
export async function confirmPhoneChange(
  parts: Parts,
  call: Call<'confirmPhoneChange'>,
): Promise<AnswerOf<'confirmPhoneChange'>> {
  const { enterprise, userId } = callerOf(call);
  const { cipher, blindIndex, prisma, sql } = parts;
  const { changeId: id } = call.params;
  const { code, end } = call.body;
  const { contact, enterpriseId } = found(await findContactChange(prisma, cipher, { id, userId }));
  if (enterpriseId === null || !('mobile' in contact)) throw refusedBy({ code: 'CODE_NOT_VALID' });
  if (enterpriseId !== enterprise?.id) throw notFound();
  const tries = securityRules().contactChange.codeTries;
  accepted(await redeemCode(sql, blindIndex, { purpose: PURPOSES[end], subjectId: id, code, tries }));
  const isDone = await inTransaction(sql, async (tx) => {
    const isReady = await confirmContact(tx, { id, end });
    if (isReady === null) throw refusedBy({ code: 'CODE_NOT_VALID' });
    if (!isReady) return false;
    const files = await contactsOf(prisma, cipher, userId);
    const before = files.find((of) => of.enterpriseId === enterpriseId)?.mobile;
    const contacts = files
      .filter(({ mobile }) => mobile === before)
      .map((of) => ({
        enterpriseId: of.enterpriseId,
        sealed: sealMobile(cipher, of.enterpriseId, contact.mobile),
      }));
    await applyContactChange(tx, { id, person: null, contacts, mailIndex: null });
    return true;
  });
  if (isDone) {
    const account = found(await findAccountById(prisma, cipher, userId));
    const values = { at: new Date().toISOString() };
    await writeToAccount(parts, account, { kind: 'PHONE_CHANGED', about: id, locale: call.locale, values });
  }
  return { isDone };
}
