import type { FactorChange } from '../../contracts/messages';
import { findAccountById } from '../../gateways/database/accounts';
import type { Parts } from '../kernel/parts';
import type { Call } from '../kernel/routing/call';
import { found } from '../kernel/security/scope';
import { pageUrl, writeToAccount } from '../people/letters';

/** Tells a person by mail what became of the own second factors (ASVS 5.0 6.3.7). */
export async function tellOfFactor(
  parts: Parts,
  { locale, requestId: about }: Pick<Call, 'locale' | 'requestId'>,
  userId: string,
  change: FactorChange,
): Promise<void> {
  const account = found(await findAccountById(parts.prisma, parts.cipher, userId));
  const values = { change, at: new Date().toISOString(), resetUrl: pageUrl(parts, 'reset') };
  await writeToAccount(parts, account, { kind: 'FACTOR_CHANGED', about, locale, values });
}
