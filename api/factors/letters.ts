import type { FactorChange } from '../../contracts/messages';
import { findAccountById } from '../../gateways/database/accounts';
import type { Parts } from '../kernel/parts';
import { type Call, callerOf } from '../kernel/routing/call';
import { found } from '../kernel/security/scope';
import { pageUrl, writeToAccount } from '../people/letters';

/** Tells somebody by mail what became of the own second factors (ASVS 5.0 6.3.7). */
export async function tellOfFactor(
  parts: Parts,
  call: Pick<Call, 'caller' | 'locale' | 'requestId'>,
  change: FactorChange,
): Promise<void> {
  const account = found(await findAccountById(parts.prisma, parts.cipher, callerOf(call).userId));
  const { locale, requestId: about } = call;
  const values = { change, at: new Date().toISOString(), resetUrl: pageUrl(parts, 'reset') };
  await writeToAccount(parts, account, { kind: 'FACTOR_CHANGED', about, locale, values });
}
