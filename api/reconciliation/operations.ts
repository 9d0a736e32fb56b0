import type { ReconciliationOutcome } from '../../contracts/differences';
import { listBreaks } from '../../gateways/database/breaks';
import { listReceipts } from '../../gateways/database/receipts';
import {
  blockedOn,
  checkBalance,
  lastReconciledDate,
  readReconciliation,
} from '../../gateways/database/reconciliation';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { BOOKS, orMachine } from '../kernel/security/policy';
import { institutionOfCall } from '../kernel/security/scope';

const READERS = orMachine('reconciliation:read', BOOKS);

/** The books beside the bank's file: what agrees, what does not, and money whose owner nobody knows yet. */
export const reconciliationOperations = {
  getReconciliation: { who: READERS, do: reconciliation },
  listBreaks: {
    who: READERS,
    do: ({ prisma }, call) => {
      // What a colleague did is nothing of finance's.
      const isOfFinance = callerOf(call).roles.every((role) => role === 'finance');
      const of = {
        institutionId: institutionOfCall(call),
        ...(isOfFinance && { without: 'CONDUCT' as const }),
      };
      return listBreaks(prisma, { ...call.query, ...of }, call.query);
    },
  },
  listReceipts: {
    who: READERS,
    do: ({ prisma }, call) =>
      listReceipts(prisma, { ...call.query, institutionId: institutionOfCall(call) }, call.query),
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
  return {
    ...{ date, summary, items },
    balance: { bankFen, booksFen, openFen, differenceFen },
    blockedOn: await blockedOn(parts.sql, institutionId),
  };
}
