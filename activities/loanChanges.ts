import type { CaseChange, TakenChange } from '../contracts/activities';
import type { EnterpriseId, InstitutionId, UserId } from '../contracts/ids';
import type { LoanChangeKind } from '../contracts/loanChanges';
import type { KnownRefusal } from '../contracts/refusals';
import { businessDate } from '../domain/calendar/clock';
import type { IsoDate } from '../domain/calendar/isoDate';
import { bouncedReceipt } from '../domain/loan/bouncedReceipt';
import { wakeLoansOf } from '../gateways/database/calendarChanges';
import { writeCaseChange } from '../gateways/database/cases';
import { bindAccount } from '../gateways/database/enterprises';
import { type LoanChangeFact, lockChange, openAccount, writeTaken } from '../gateways/database/loanChanges';
import { recordLoanEvents } from '../gateways/database/loans';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import type { ActivityDeps } from './deps';
import { impossible, openLoan, useHeldMoney } from './loanBooks';

type Parts = Pick<ActivityDeps, 'cipher'> & { readonly client: Queryable; readonly today: IsoDate };

/** What each kind does besides its row. Those of the debit are the process's own business. */
const WORK: Readonly<
  Record<LoanChangeKind, (parts: Parts, change: LoanChangeFact) => Promise<KnownRefusal | null>>
> = {
  RESUME_DEBIT: async () => null,
  PAUSE_DEBIT: async () => null,
  BIND_ACCOUNT: async ({ client, cipher }, { id, enterpriseId, payload }) => {
    const { accountNo, accountIndex } = openAccount(cipher, id, payload);
    await bindAccount(client, cipher, { enterpriseId, accountNo, accountIndex });
    // It is good for the debits of the enterprise's other loans too.
    await wakeLoansOf(client, enterpriseId, 'ACCOUNT_BOUND');
    return null;
  },
  REVERSE_RECEIPT: reverseReceipt,
};

/** Takes an approved change in one transaction: what it does, its row and the audit record. */
export async function takeChange(
  { sql, cipher }: ActivityDeps,
  { changeId, at }: { readonly changeId: string; readonly at: string },
): Promise<TakenChange> {
  return await inTransaction(sql, async (client) => {
    const change = await lockChange(client, changeId);
    const { kind, status, code } = change;
    // A second attempt after the first was written.
    if (status === 'APPLIED' || status === 'REFUSED') return { kind, status, code };
    if (status !== 'APPROVED') throw impossible(`change ${changeId} is ${status}: nobody approved it`);
    const today = businessDate(Date.parse(at));
    const refusal = await WORK[kind]({ client, cipher, today }, change);
    await writeTaken(client, changeId, refusal?.code ?? null);
    const taken: TakenChange =
      refusal === null
        ? { kind, status: 'APPLIED', code: null }
        : { kind, status: 'REFUSED', code: refusal.code };
    await writeCaseChange(client, stepOf(change, taken, at));
    return taken;
  });
}

/** The loan without the receipt; a loan that was closed owes again. Money that is held pays what that leaves due. */
async function reverseReceipt(
  { client, today }: Parts,
  { id, loanId, payload, reason }: LoanChangeFact,
): Promise<KnownRefusal | null> {
  const { sequence } = payload as { readonly sequence: number };
  const { record, calendar } = await openLoan(client, loanId);
  const businessKey = `loan/${loanId}/change/${id}`;
  const reversal = bouncedReceipt(record.events, sequence, { reason, on: today, businessKey });
  if (!reversal.ok) return reversal.refusal;
  const recorded = await recordLoanEvents(client, loanId, [reversal.value], calendar);
  if (!recorded.ok) return recorded.refusal;
  await useHeldMoney(client, loanId, today);
  return null;
}

function stepOf(change: LoanChangeFact, { status, code }: TakenChange, at: string): CaseChange {
  return {
    caseType: 'LOAN',
    caseId: change.loanId,
    institutionId: change.institutionId as InstitutionId,
    enterpriseId: change.enterpriseId as EnterpriseId,
    changeKey: `change/${change.id}`,
    at,
    audit: {
      actorId: change.decidedBy as UserId | null,
      action: 'LOAN_CHANGED',
      outcome: status,
      detail: { change: change.id, kind: change.kind, ...(code === null ? {} : { code }) },
    },
  };
}
