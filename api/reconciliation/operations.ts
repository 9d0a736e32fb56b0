import type { ReconciliationOutcome } from '../../contracts/differences';
import { listBreaks } from '../../gateways/database/breaks';
import { listReceipts } from '../../gateways/database/receipts';
import {
  blockedOn,
  checkBalance,
  lastReconciledDate,
  readReconciliation,
} from '../../gateways/database/reconciliation';
import { listMonths, readDayToSign, signDayOff } from '../../gateways/database/signOffs';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { refusedBy } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { BOOKS, lately, orMachine, staff } from '../kernel/security/policy';
import { found, institutionOfCall } from '../kernel/security/scope';
import { period } from './period';

const READERS = orMachine('reconciliation:read', BOOKS);

/** The books beside the bank's file: what agrees, what does not, and money whose owner nobody knows yet. */
export const reconciliationOperations = {
  getReconciliation: { who: READERS, do: reconciliation },
  signReconciliationOff: {
    who: lately('MONEY', staff('finance')),
    audit: 'reconciliation.signOff',
    do: signOff,
  },
  listPeriods: {
    who: BOOKS,
    do: async ({ sql }, call) => ({ items: await listMonths(sql, institutionOfCall(call)) }),
  },
  getPeriod: { who: BOOKS, do: period },
  listBreaks: {
    who: READERS,
    do: (parts, call) => {
      // What a colleague did is nothing of finance's.
      const isOfFinance = callerOf(call).roles.every((role) => role === 'finance');
      const of = {
        institutionId: institutionOfCall(call),
        ...(isOfFinance && { without: 'CONDUCT' as const }),
      };
      return listBreaks(parts, { ...call.query, ...of }, call.query);
    },
  },
  listReceipts: {
    who: READERS,
    do: ({ sql }, call) =>
      listReceipts(sql, { ...call.query, institutionId: institutionOfCall(call) }, call.query),
  },
} satisfies SomeOperations;

async function reconciliation(
  parts: Parts,
  call: Call<'getReconciliation'>,
): Promise<AnswerOf<'getReconciliation'>> {
  const institutionId = institutionOfCall(call);
  const date =
    call.query.date ??
    (await lastReconciledDate(parts.prisma, institutionId)) ??
    (await businessTime(parts)).today;
  const items = await readReconciliation(parts.prisma, institutionId, date);
  const summary: Partial<Record<ReconciliationOutcome, number>> = {};
  for (const { outcome } of items) summary[outcome] = (summary[outcome] ?? 0) + 1;
  const { bankFen, booksFen, openFen, differenceFen } = await checkBalance(parts.sql, institutionId, date);
  const { signOff, openBreaks } = await readDayToSign(parts.sql, parts.cipher, institutionId, date);
  return {
    ...{ date, summary, items, signOff, openBreaks },
    balance: { bankFen, booksFen, openFen, differenceFen },
    blockedOn: await blockedOn(parts.sql, institutionId),
  };
}

/** The database holds the same; here it is said in words, and which differences they are. */
async function signOff(
  parts: Parts,
  call: Call<'signReconciliationOff'>,
): Promise<AnswerOf<'signReconciliationOff'>> {
  const institutionId = institutionOfCall(call);
  const { date } = call.params;
  const { userId: signedBy } = callerOf(call);
  call.note({ date });
  const read = () => readDayToSign(parts.sql, parts.cipher, institutionId, date);
  const day = await read();
  if (day.signOff !== null) return day.signOff;
  found(day.isMatched || null);
  if (day.openBreaks.length > 0) {
    const which = day.openBreaks.map(({ kind, reference }) => `${kind} ${reference}`).join(', ');
    throw refusedBy({ code: 'BREAKS_OPEN', detail: { count: day.openBreaks.length, which } });
  }
  if (day.settledBy.includes(signedBy)) throw refusedBy({ code: 'SETTLED_BY_SIGNER' });
  const balance = await checkBalance(parts.sql, institutionId, date);
  await signDayOff(parts.sql, { institutionId, signedBy }, balance);
  return found((await read()).signOff);
}
