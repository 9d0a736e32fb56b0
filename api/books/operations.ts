import { type Locale, textOf } from '../../contracts/locales/locale';
import { isoDate } from '../../domain/calendar';
import { checkBalance } from '../../gateways/database/facts/reconciliation';
import { readTrialBalance } from '../../gateways/database/ledger';
import { listAudit } from '../../gateways/database/queries/audit';
import {
  blockedOn,
  lastReconciledDate,
  listBreaks,
  listEntries,
  listReceipts,
  readLedgerChecks,
  readReconciliation,
} from '../../gateways/database/queries/books';
import { presentActor } from '../cases/timeline';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import type { AnswerOf, Call, Handlers } from '../kernel/routing/call';
import { institutionOfCall } from '../kernel/security/scoped';

type BookHandlers = Pick<
  Handlers,
  | 'listEntries'
  | 'getTrialBalance'
  | 'getLedgerChecks'
  | 'getReconciliation'
  | 'listBreaks'
  | 'listReceipts'
  | 'listAudit'
>;

/** The books of the reader's institution, and who did what in it. */
export function bookHandlers(parts: Parts): BookHandlers {
  const { sql } = parts;
  return {
    listEntries: async (call) => {
      const filter = { ...call.query, institutionId: institutionOfCall(call) };
      const page = await listEntries(sql, filter, call.query);
      return {
        ...page,
        items: page.items.map(({ postings, ...entry }) => ({
          ...entry,
          postings: postings.map(({ nameEn, nameZh, ...posting }) => ({
            ...posting,
            accountName: nameOf({ nameEn, nameZh }, call.locale),
          })),
        })),
      };
    },
    getTrialBalance: (call) => trialBalance(parts, call),
    getLedgerChecks: async (call) => {
      const rows = await readLedgerChecks(sql, institutionOfCall(call));
      const checks = rows.map(({ name, expectedFen, actualFen }) => {
        const ok = expectedFen === actualFen;
        return {
          name,
          ok,
          expectedFen,
          actualFen,
          detail: textOf(call.locale, 'checks', ok ? 'AGREES' : 'DIFFERS'),
        };
      });
      return { ok: checks.every(({ ok }) => ok), checks };
    },
    getReconciliation: (call) => reconciliation(parts, call),
    listBreaks: async (call) => {
      const filter = { ...call.query, institutionId: institutionOfCall(call) };
      const page = await listBreaks(sql, filter, call.query);
      return { ...page, items: page.items.map((row) => ({ ...row, detail: { ...row.detail } })) };
    },
    listReceipts: async (call) => {
      const filter = { ...call.query, institutionId: institutionOfCall(call) };
      const page = await listReceipts(sql, filter, call.query);
      return { ...page, items: page.items.map((row) => ({ ...row, suggestions: [...row.suggestions] })) };
    },
    listAudit: async (call) => {
      const filter = { ...call.query, institutionId: institutionOfCall(call) };
      const page = await listAudit(sql, filter, call.query);
      return {
        ...page,
        items: page.items.map((row) => {
          const { id, at, action, caseType, caseId, outcome, detail } = row;
          return {
            id,
            at,
            actor: presentActor(row),
            action,
            caseType,
            caseId,
            outcome,
            detail: { ...detail },
          };
        }),
      };
    },
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

async function reconciliation(
  parts: Parts,
  call: Call<'getReconciliation'>,
): Promise<AnswerOf<'getReconciliation'>> {
  const institutionId = institutionOfCall(call);
  const date =
    call.query.date ??
    (await lastReconciledDate(parts.sql, institutionId)) ??
    (await businessTime(parts)).today;
  const items = await readReconciliation(parts.sql, institutionId, date);
  const summary: Record<string, number> = {};
  for (const { outcome } of items) summary[outcome] = (summary[outcome] ?? 0) + 1;
  const { bankFen, booksFen, openFen, differenceFen } = await checkBalance(parts.sql, institutionId, date);
  return {
    ...{ date, summary, items: [...items] },
    balance: { bankFen, booksFen, openFen, differenceFen },
    blockedOn: await blockedOn(parts.sql, institutionId),
  };
}

function nameOf(account: { readonly nameZh: string; readonly nameEn: string }, locale: Locale): string {
  return locale === 'en' ? account.nameEn : account.nameZh;
}
