import { cureOf } from '../../domain/loan/riskReview';
import { bucketOf, isNonPerforming } from '../../domain/overdue/classification';
import { houseCalendar } from '../../gateways/database/calendar';
import { listDebtorFacts, readDebtorFacts } from '../../gateways/database/debtorFacts';
import { findLoan, loanStateOf, readLoan } from '../../gateways/database/loans';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import type { AnswerOf, Call } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { staff } from '../kernel/security/policy';
import { found, scopeOfCall } from '../kernel/security/scope';

/** What staff see of a loan's risk; the borrower doesn't. */
export const loanRiskOperations = {
  getLoanRisk: { who: staff('finance', 'risk', 'approver', 'board', 'admin', 'auditor'), do: getLoanRisk },
} satisfies SomeOperations;

async function getLoanRisk(parts: Parts, call: Call<'getLoanRisk'>): Promise<AnswerOf<'getLoanRisk'>> {
  const { prisma, sql } = parts;
  const { id: loanId } = found(await findLoan(prisma, scopeOfCall(call), call.params.loanId));
  const record = found(await readLoan(sql, loanId));
  const { today } = await businessTime(parts);
  const calendar = await houseCalendar(sql);
  const state = loanStateOf(record, today, calendar);
  const { history, books, accrual, daysPastDue, recoveredFen } = state;
  const { feeFen: _fee, ...claim } = state.claim;
  const facts = await listDebtorFacts(sql, loanId);
  const cure = cureOf(state, await readDebtorFacts(sql, loanId, today, calendar));
  const isBad = isNonPerforming(history.grade) || accrual === 'NON_ACCRUAL';
  return {
    loanId,
    asOf: today,
    riskClass: history.grade,
    reasons: history.gradeReasons,
    classifiedOn: history.classifiedOn,
    ...{ daysPastDue, bucket: bucketOf(daysPastDue), accrual },
    provisionFen: books.allowanceFen,
    memoInterestFen: books.offBalanceInterestFen,
    claim: state.status === 'WRITTEN_OFF' ? claim : null,
    recoveredFen,
    facts,
    cure: isBad ? cure : null,
  };
}
