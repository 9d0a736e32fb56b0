import { addedPasskey, optionsToAdd } from '../../gateways/auth/passkey';
import { newRecoveryCodes, recoveryCodeHash } from '../../gateways/auth/recoveryCodes';
import { newTotpSecret, totpUri } from '../../gateways/auth/totp';
import {
  addPasskeyFactor,
  beginTotpFactor,
  confirmTotpFactor,
  type FactorRow,
  findPasskeys,
  findTotpFactors,
  listFactors,
  recoveryCodesLeft,
  removeFactor,
  replaceRecoveryCodes,
} from '../../gateways/database/factors';
import type { Parts } from '../kernel/parts';
import { ApiProblem, notFound } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { Caller } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { lately, SIGNED_IN } from '../kernel/security/policy';
import { securityRules } from '../kernel/security/rules';
import { found } from '../kernel/security/scope';
import { handOutAnew } from '../people/sessions';
import { tellOfFactor } from './letters';
import { asked, challengeOf, factorWrong, prove, stepOf, toProve } from './proof';

/** Whoever changes what the own account is proved by: with a factor that was proved lately, or without any yet. */
const OWN_FACTORS = lately('OWN_FACTORS', SIGNED_IN);

/** What people prove beside the password: in a session, and what they can prove at all. */
export const factorOperations = {
  proveFactor: { who: SIGNED_IN, audit: 'factor.prove', limit: 'factor', do: prove },
  askForPasskey: { who: SIGNED_IN, do: toProve },
  listFactors: { who: OWN_FACTORS, do: list },
  beginTotp: { who: OWN_FACTORS, audit: 'factor.begin', do: begin },
  confirmTotp: { who: OWN_FACTORS, audit: 'factor.confirm', limit: 'factor', do: confirm },
  offerPasskey: { who: OWN_FACTORS, do: offer },
  addPasskey: { who: OWN_FACTORS, audit: 'factor.addPasskey', do: add },
  renewRecoveryCodes: { who: OWN_FACTORS, audit: 'factor.renewRecoveryCodes', do: renew },
  removeFactor: { who: OWN_FACTORS, audit: 'factor.remove', do: remove },
} satisfies SomeOperations;

async function list({ prisma }: Parts, call: Call<'listFactors'>): Promise<AnswerOf<'listFactors'>> {
  const { userId } = callerOf(call);
  const [items, left] = await Promise.all([listFactors(prisma, userId), recoveryCodesLeft(prisma, userId)]);
  return { items, recoveryCodesLeft: left };
}

async function begin(parts: Parts, call: Call<'beginTotp'>): Promise<AnswerOf<'beginTotp'>> {
  const { email, userId } = callerOf(call);
  await roomForOne(parts, userId);
  const secret = newTotpSecret();
  const { name } = call.body;
  await beginTotpFactor(parts.sql, parts.cipher, { id: call.subjectId, userId, name, secret });
  return { secret, uri: totpUri(secret, email) };
}

async function confirm(parts: Parts, call: Call<'confirmTotp'>): Promise<AnswerOf<'confirmTotp'>> {
  const caller = callerOf(call);
  const of = { userId: caller.userId, isConfirmed: false };
  const [begun] = await findTotpFactors(parts.prisma, parts.cipher, of);
  if (begun === undefined) throw notFound();
  const step = stepOf(begun.secret, call.body.code);
  if (step === null) throw factorWrong('code');
  const codes = await codesFor(parts, caller);
  if (!(await confirmTotpFactor(parts.sql, caller, { id: begun.id, step, codeHashes: codes.hashes }))) {
    throw notFound();
  }
  await tellOfFactor(parts, call, caller.userId, 'ADDED');
  return await taken(parts, call, begun.id, codes);
}

async function offer(parts: Parts, call: Call<'offerPasskey'>): Promise<AnswerOf<'offerPasskey'>> {
  const { email: mail, userId } = callerOf(call);
  const known = await findPasskeys(parts.prisma, userId);
  return await asked(parts, call, await optionsToAdd(parts.settings, { userId, mail, known }));
}

async function add(parts: Parts, call: Call<'addPasskey'>): Promise<AnswerOf<'addPasskey'>> {
  const caller = callerOf(call);
  const { credential, name } = call.body;
  await roomForOne(parts, caller.userId);
  const challenge = await challengeOf(parts, call);
  const passkey = challenge === null ? null : await addedPasskey(parts.settings, challenge, credential);
  if (passkey === null) throw factorWrong('credential');
  const codes = await codesFor(parts, caller);
  const factor = { id: call.subjectId, name, passkey, codeHashes: codes.hashes };
  if (!(await addPasskeyFactor(parts.sql, caller, factor))) throw new ApiProblem(409, 'FACTOR_KNOWN');
  await tellOfFactor(parts, call, caller.userId, 'ADDED');
  return await taken(parts, call, call.subjectId, codes);
}

async function renew(
  parts: Parts,
  call: Call<'renewRecoveryCodes'>,
): Promise<AnswerOf<'renewRecoveryCodes'>> {
  const { factor, userId } = callerOf(call);
  // Codes open nothing that nothing else does.
  if (!factor.isSetUp) throw new ApiProblem(403, 'FACTOR_NOT_SET_UP');
  const { hashes, shown } = freshCodes();
  await replaceRecoveryCodes(parts.sql, userId, hashes);
  await tellOfFactor(parts, call, userId, 'CODES_RENEWED');
  return { recoveryCodes: shown };
}

async function remove(parts: Parts, call: Call<'removeFactor'>): Promise<void> {
  const { factor, userId } = callerOf(call);
  const { factorId } = call.params;
  const outcome = await removeFactor(parts.sql, { id: factorId, userId, keepOne: factor.isRequired });
  if (outcome === 'NOT_FOUND') throw notFound();
  if (outcome === 'LAST') throw new ApiProblem(409, 'LAST_FACTOR');
  call.note({ factorId });
  await tellOfFactor(parts, call, userId, 'REMOVED');
}

async function roomForOne({ prisma }: Parts, userId: string): Promise<void> {
  const { most } = securityRules().factor;
  if ((await listFactors(prisma, userId)).length >= most) {
    throw new ApiProblem(409, 'TOO_MANY_FACTORS', { detail: { most } });
  }
}

/** Codes for paper, as they are shown and as they are kept. */
interface Codes {
  readonly shown: readonly string[];
  readonly hashes: readonly string[];
}

function freshCodes(): Codes {
  const shown = newRecoveryCodes(securityRules().factor.recoveryCodes);
  return { shown, hashes: shown.map(recoveryCodeHash) };
}

/** Whoever has codes left keeps them. */
async function codesFor({ prisma }: Parts, { userId }: Caller): Promise<Codes> {
  return (await recoveryCodesLeft(prisma, userId)) > 0 ? { shown: [], hashes: [] } : freshCodes();
}

async function taken(
  parts: Parts,
  call: Call<'confirmTotp'> | Call<'addPasskey'>,
  id: string,
  { shown }: Codes,
): Promise<AnswerOf<'addPasskey'>> {
  const factors: readonly FactorRow[] = await listFactors(parts.prisma, callerOf(call).userId);
  const factor = found(factors.find((one) => one.id === id) ?? null);
  return { factor, recoveryCodes: shown, ...(await handOutAnew(parts, call)) };
}
