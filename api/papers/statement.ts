import type { GivenPaperValues } from '../../contracts/papers';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { sumOf, totalOf } from '../../domain/loan/components';
import { amountTold, asOwed, eventsTold } from '../../domain/loan/owed';
import type { InstalmentState, LoanState } from '../../domain/loan/state';
import { linesBy } from '../../domain/loan/statement';
import type { LoanRecord } from '../../gateways/database/loans';

/** A loan's statement of a time, with what is owed at its end. */
export function statementOf(
  { loanId, terms, events }: LoanRecord,
  state: LoanState,
  from: IsoDate,
): GivenPaperValues<'LOAN_STATEMENT'> {
  const { principalFen, startDate, method } = terms;
  const { annualRate, asOf, instalments, principalOutstandingFen, suspenseFen } = asOwed(state);
  const told = eventsTold(linesBy(events, asOf)).filter(({ effectiveDate }) => effectiveDate >= from);
  const isDue = ({ dueDate, status: row }: InstalmentState) => dueDate <= asOf || row === 'OVERDUE';
  const due = sumOf(instalments.filter(isDue).map(({ unpaid }) => unpaid));
  return {
    ...{ loanId, from, asOf, principalFen, startDate, method, annualRate },
    lines: told.map((event) => ({
      date: event.effectiveDate,
      kind: event.kind,
      amountFen: amountTold(event, events),
    })),
    outstandingFen: principalOutstandingFen,
    due,
    dueFen: totalOf(due),
    heldFen: suspenseFen,
  };
}
