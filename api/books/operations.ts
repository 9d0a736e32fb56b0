import { type Locale, textOf } from '../../contracts/texts/texts';
import { isoDate } from '../../domain/calendar/isoDate';
import { listEntries, readLedgerChecks, readTrialBalance } from '../../gateways/database/ledger';
import { readPortfolio } from '../../gateways/database/portfolio';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import type { AnswerOf, Call } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { BOOKS, orMachine } from '../kernel/security/policy';
import { institutionOfCall } from '../kernel/security/scope';

const READERS = orMachine('books:read', BOOKS);

/** The books of the reader's institution. */
export const bookOperations = {
  listEntries: { who: READERS, do: entries },
  getTrialBalance: { who: READERS, do: trialBalance },
  getLedgerChecks: { who: READERS, do: ledgerChecks },
  getPortfolio: { who: READERS, do: ({ sql }, call) => readPortfolio(sql, institutionOfCall(call)) },
} satisfies SomeOperations;

async function entries({ prisma }: Parts, call: Call<'listEntries'>): Promise<AnswerOf<'listEntries'>> {
  const filter = { ...call.query, institutionId: institutionOfCall(call) };
  const page = await listEntries(prisma, filter, call.query);
  return {
    ...page,
    items: page.items.map(({ postings, ...entry }) => ({
      ...entry,
      id: String(entry.id),
      reverses: entry.reverses === null ? null : String(entry.reverses),
      postings: postings.map(({ account, ...posting }) => ({
        ...posting,
        accountName: nameOf(account, call.locale),
      })),
    })),
  };
}

async function trialBalance(
  parts: Parts,
  call: Call<'getTrialBalance'>,
): Promise<AnswerOf<'getTrialBalance'>> {
  const asOf = call.query.asOf ?? (await businessTime(parts)).today;
  const balance = await readTrialBalance(parts.sql, institutionOfCall(call), isoDate(asOf));
  return {
    asOf,
    accounts: balance.accounts
      .filter(({ kind }) => kind !== 'OFF_BALANCE')
      .map((account) => ({
        code: account.accountCode,
        name: nameOf(account, call.locale),
        kind: account.kind,
        debitFen: account.debitFen,
        creditFen: account.creditFen,
        balanceFen: account.balanceFen,
      })),
    totals: { debitFen: balance.debitFen, creditFen: balance.creditFen },
    balanced: balance.isBalanced,
  };
}

async function ledgerChecks(
  parts: Parts,
  call: Call<'getLedgerChecks'>,
): Promise<AnswerOf<'getLedgerChecks'>> {
  const rows = await readLedgerChecks(parts, institutionOfCall(call));
  const checks = rows.map(({ name, expectedFen, actualFen }) => {
    const ok = expectedFen === actualFen;
    const detail = textOf(call.locale, 'checks', ok ? 'AGREES' : 'DIFFERS');
    return { name, ok, expectedFen, actualFen, detail };
  });
  return { ok: checks.every(({ ok }) => ok), checks };
}

function nameOf(account: { readonly nameZh: string; readonly nameEn: string }, locale: Locale): string {
  return locale === 'en' ? account.nameEn : account.nameZh;
}
