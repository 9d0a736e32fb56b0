import { textOf } from '../../contracts/texts/texts';
import { readLedgerChecks } from '../../gateways/database/ledger';
import { lastPeriodChange } from '../../gateways/database/ledgerChanges';
import { readPeriod } from '../../gateways/database/signOffs';
import type { Parts } from '../kernel/parts';
import type { AnswerOf, Call } from '../kernel/routing/call';
import { institutionOfCall } from '../kernel/security/scope';

/** A month of the books, with what must be right before it is closed: the law's own list, and the ledger's checks. */
export async function period(parts: Parts, call: Call<'getPeriod'>): Promise<AnswerOf<'getPeriod'>> {
  const institutionId = institutionOfCall(call);
  const [{ obstacles, ...row }, ledger, change] = await Promise.all([
    readPeriod(parts.sql, institutionId, call.params.month),
    readLedgerChecks(parts, institutionId),
    lastPeriodChange(parts.prisma, institutionId, call.params.month),
  ]);
  const differing = ledger.filter(({ expectedFen, actualFen }) => expectedFen !== actualFen).length;
  const checks = obstacles.map(({ name, open }) => {
    const missing = name === 'LEDGER_AGREES' ? Math.max(open, differing) : open;
    const text = textOf(call.locale, 'checks', name);
    return { check: name, ok: missing === 0, open: missing, text };
  });
  return { ...row, change, checks, isReady: checks.every(({ ok }) => ok) };
}
