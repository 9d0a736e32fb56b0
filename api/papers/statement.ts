import type { GivenPaperValues } from '../../contracts/papers';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { sumOf, totalOf } from '../../domain/loan/components';
import type { LoanState } from '../../domain/loan/state';
import type { LoanRecord } from '../../gateways/database/loans';

/** What the night does with the books is nothing that happened to the borrower. */
const OWN_BOOKS = new Set(['ACCRUED', 'PROVISIONED', 'CLASSIFIED', 'NON_ACCRUAL_ENTERED', 'ACCRUAL_RESUMED']);

/** A loan's statement of a time, with what is owed at its end. */
export function statementOf(
  { loanId, terms, events }: LoanRecord,
  state: LoanState,
  from: IsoDate,
): GivenPaperValues<'LOAN_STATEMENT'> {
  const { principalFen, startDate, method } = terms;
  const { annualRate, asOf, instalments, principalOutstandingFen, suspenseFen } = state;
  const told = events.filter(
    ({ kind, effectiveDate }) => effectiveDate >= from && effectiveDate <= asOf && !OWN_BOOKS.has(kind),
  );
  const due = sumOf(instalments.filter(({ dueDate }) => dueDate <= asOf).map(({ unpaid }) => unpaid));
  return {
    ...{ loanId, from, asOf, principalFen, startDate, method, annualRate },
    lines: told.map((event) => ({
      date: event.effectiveDate,
      kind: event.kind,
      amountFen: 'amountFen' in event ? event.amountFen : null,
    })),
    outstandingFen: principalOutstandingFen,
    due,
    dueFen: totalOf(due),
    heldFen: suspenseFen,
  };
}
