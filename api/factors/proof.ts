import { optionsToProve, provedPasskey } from '../../gateways/auth/passkey';
import { recoveryCodeHash } from '../../gateways/auth/recoveryCodes';
import { stepOfCode } from '../../gateways/auth/totp';
import {
  findPasskeys,
  findTotpFactors,
  keepChallenge,
  proveByRecoveryCode,
  proveFactor,
  takeChallenge,
} from '../../gateways/database/factors';
import type { Parts } from '../kernel/parts';
import { type ApiProblem, invalid } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { securityRules } from '../kernel/security/rules';
import { presentSession } from '../people/present';
import { handOutAnew } from '../people/sessions';
import { tellOfFactor } from './letters';

type Proof = Call<'proveFactor'>['body'];

/** What was said proves nothing. Whether it was wrong, too old or used before, nobody learns. */
export const factorWrong = (field: 'code' | 'credential'): ApiProblem =>
  invalid([{ code: 'FACTOR_WRONG', field }]);

/** A second factor is proved in the caller's session, from now on. */
export async function prove(parts: Parts, call: Call<'proveFactor'>): Promise<AnswerOf<'proveFactor'>> {
  const caller = callerOf(call);
  const { body } = call;
  call.note({ kind: body.kind });
  if (!(await isProved(parts, call, body))) {
    throw factorWrong(body.kind === 'PASSKEY' ? 'credential' : 'code');
  }
  if (body.kind === 'RECOVERY_CODE') await tellOfFactor(parts, call, caller.userId, 'CODE_USED');
  const proved = { ...caller, factor: { ...caller.factor, provedAt: new Date().toISOString() } };
  return { ...presentSession(proved), ...(await handOutAnew(parts, call)) };
}

async function isProved(parts: Parts, call: Call<'proveFactor'>, body: Proof): Promise<boolean> {
  const caller = callerOf(call);
  if (body.kind === 'RECOVERY_CODE') {
    return await proveByRecoveryCode(parts.sql, caller, recoveryCodeHash(body.code));
  }
  const proof = body.kind === 'TOTP' ? await byCode(parts, call, body) : await byPasskey(parts, call, body);
  return proof !== null && (await proveFactor(parts.sql, caller, proof));
}

/** Which device's code it is, and of which step. */
async function byCode(
  { prisma, cipher }: Parts,
  call: Call<'proveFactor'>,
  { code }: Extract<Proof, { kind: 'TOTP' }>,
) {
  const { userId } = callerOf(call);
  for (const { id, secret } of await findTotpFactors(prisma, cipher, { userId, isConfirmed: true })) {
    const counter = stepOf(secret, code);
    if (counter !== null) return { id, counter };
  }
  return null;
}

/** Which passkey has signed what this session was asked to, and what it counts now. */
async function byPasskey(
  parts: Parts,
  call: Call<'proveFactor'>,
  { credential }: Extract<Proof, { kind: 'PASSKEY' }>,
) {
  const challenge = await challengeOf(parts, call);
  const passkeys = await findPasskeys(parts.prisma, callerOf(call).userId);
  const passkey = passkeys.find(({ credentialId }) => credentialId === credential.id);
  if (challenge === null || passkey === undefined) return null;
  const counter = await provedPasskey(parts.settings, challenge, credential, passkey);
  return counter === null ? null : { id: passkey.id, counter };
}

/** The time step of a code now, or null. */
export function stepOf(secret: string, code: string): number | null {
  const { driftSteps } = securityRules().factor;
  return stepOfCode(secret, code, { nowMs: Date.now(), driftSteps });
}

/** What a browser needs to prove one of the caller's passkeys. */
export async function toProve(parts: Parts, call: Call<'askForPasskey'>): Promise<AnswerOf<'askForPasskey'>> {
  const known = await findPasskeys(parts.prisma, callerOf(call).userId);
  return await asked(parts, call, await optionsToProve(parts.settings, known));
}

type Asks = Call<'askForPasskey'> | Call<'offerPasskey'>;

/** Keeps what a passkey is asked to sign in the caller's session. */
export async function asked<Options extends { readonly challenge: string }>(
  { settings, sql }: Parts,
  call: Pick<Asks, 'caller'>,
  options: Options,
): Promise<{ readonly options: Options; readonly origin: string }> {
  const { sessionId } = callerOf(call);
  const minutes = securityRules().factor.challengeMinutes;
  await keepChallenge(sql, { sessionId, challenge: options.challenge, minutes });
  return { options, origin: new URL(settings.publicUrl).origin };
}

/** What was asked in the caller's session, once. */
export function challengeOf({ sql }: Parts, call: Pick<Call, 'caller'>): Promise<string | null> {
  return takeChallenge(sql, callerOf(call).sessionId);
}
