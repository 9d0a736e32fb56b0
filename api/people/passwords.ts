import { mailboxOf } from '../../domain/identifiers/mail';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { isPassword } from '../../gateways/auth/hash';
import { issueToken, redeemToken } from '../../gateways/auth/oneTime';
import { checkPassword, wordsAbout } from '../../gateways/auth/password';
import { signInNames } from '../../gateways/auth/signInName';
import {
  type Account,
  findAccountById,
  findAccountOf,
  readPasswords,
  replacePassword,
} from '../../gateways/database/accounts';
import { isBeingRecovered } from '../../gateways/database/contactChanges';
import { inTransaction, type Queryable } from '../../gateways/database/transaction';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { tooMany } from '../kernel/problems/apiProblem';
import { accepted, refusedBy } from '../kernel/problems/refused';
import { type Call, callerOf } from '../kernel/routing/call';
import { securityRules } from '../kernel/security/rules';
import { found } from '../kernel/security/scope';
import { countLetter, inMinutes, pageUrl, writeToAccount } from './letters';

/** Sends a link to whose mail address it is; to one that has no account nothing, and nobody is told which it was. */
export async function askForPasswordReset(parts: Parts, call: Call<'askForPasswordReset'>): Promise<void> {
  const { body, locale, requestId } = call;
  const { blindIndex, cipher, prisma, sql } = parts;
  await countLetter(parts, mailboxOf(body.email));
  const account = await findAccountOf(prisma, cipher, signInNames(blindIndex, body.email));
  if (account === null || !account.isActive) return;
  named(call, account);
  // The old mailbox is not its owner's any more: the new one's link comes first.
  if (await isBeingRecovered(sql, account.userId)) return;
  const minutes = securityRules().password.resetMinutes;
  const token = await issueToken(sql, blindIndex, {
    purpose: 'PASSWORD_RESET',
    subjectId: account.userId,
    minutes,
  });
  await writeToAccount(parts, account, {
    kind: 'PASSWORD_RESET',
    about: requestId,
    locale,
    values: {
      resetUrl: pageUrl(parts, `reset#token=${token}`),
      expiresAt: inMinutes(minutes),
    },
  });
}

/**
 * Chooses another password by the link. What is wrong with the password does not spend the link: it is used together
 * with what it changes.
 */
export async function resetPassword(parts: Parts, call: Call<'resetPassword'>): Promise<void> {
  const { password, token } = call.body;
  const account = await inTransaction(parts.sql, async (tx) => {
    const redeemed = await redeemToken(tx, parts.blindIndex, { purpose: 'PASSWORD_RESET', token });
    const { subjectId } = accepted(redeemed);
    const owner = found(await findAccountById(parts.prisma, parts.cipher, subjectId));
    await giveAnother(parts, tx, owner, { password, keepSession: null });
    return owner;
  });
  named(call, account);
  await tellOfChange(parts, call, account);
}

/** Changes the password of who knows the one before. */
export async function changePassword(parts: Parts, call: Call<'changePassword'>): Promise<void> {
  const { sessionId, userId } = callerOf(call);
  const { currentPassword, password } = call.body;
  await provePassword(parts, userId, currentPassword);
  const account = found(await findAccountById(parts.prisma, parts.cipher, userId));
  await inTransaction(parts.sql, (tx) =>
    giveAnother(parts, tx, account, { password, keepSession: sessionId }),
  );
  await tellOfChange(parts, call, account);
}

/**
 * Has somebody who is signed in prove the password once more: a session that was left open, or was stolen, doesn't do.
 * Wrong ones count like those of signing in.
 * @throws ApiProblem 422 PASSWORD_WRONG, 429
 */
export async function provePassword(
  { limits, prisma }: Parts,
  userId: string,
  password: string,
): Promise<void> {
  const { ofOne } = securityRules().guesses;
  const full = await limits.take('passwordProof', userId, ofOne);
  if (full !== null) throw tooMany(full.seconds);
  const [hash] = await readPasswords(prisma, userId, 1);
  if (hash === undefined || !(await isPassword(password, hash))) {
    throw refusedBy({ code: 'PASSWORD_WRONG', field: 'currentPassword' });
  }
  await limits.forget('passwordProof', userId, ofOne);
}

/** Gives an account another password, unless it is one that is refused. */
export async function giveAnother(
  parts: Parts,
  tx: Queryable,
  account: Account,
  { password, keepSession }: { readonly password: string; readonly keepSession: string | null },
): Promise<void> {
  const { remembered } = securityRules().password;
  const { today } = await businessTime(parts);
  const { screening } = parametersAt(today).kyc;
  const words = wordsAbout(
    {
      ...account,
      names: [account.name, ...account.enterprises.map(({ name }) => name)],
    },
    screening,
  );
  accepted(checkPassword(password, securityRules().password, words));
  for (const hash of await readPasswords(parts.prisma, account.userId, remembered)) {
    if (await isPassword(password, hash)) throw refusedBy({ code: 'PASSWORD_HAD_BEFORE', field: 'password' });
  }
  const hash = await parts.auth.hashPassword(password);
  await replacePassword(tx, { userId: account.userId, hash, keepSession, remembered });
}

async function tellOfChange(
  parts: Parts,
  { locale, requestId }: Pick<Call, 'locale' | 'requestId'>,
  account: Account,
): Promise<void> {
  await writeToAccount(parts, account, {
    kind: 'PASSWORD_CHANGED',
    about: requestId,
    locale,
    values: { at: new Date().toISOString(), resetUrl: pageUrl(parts, 'reset') },
  });
}

/** Names in the audit trail whose password it is about: there is no session that says it. */
function named(
  call: Pick<Call, 'concerns' | 'note'>,
  { institution, userId }: Pick<Account, 'institution' | 'userId'>,
): void {
  if (institution !== null) call.concerns(institution.id);
  call.note({ userId });
}
