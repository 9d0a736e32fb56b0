import type { LoanPlan, RepricingOf } from '../../../contracts/activities';
import type { LoanChangeId } from '../../../contracts/ids';
import { businessDate, instantOf } from '../../../domain/calendar/clock';
import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import type { LoanChangeKind } from '../../../domain/changes/kinds';
import type { NewLoanEvent } from '../../../domain/loan/events';
import { rate } from '../../../domain/money/rate';

/** A change of the loan that people have approved. */
export interface ApprovedChange {
  readonly id: LoanChangeId;
  readonly kind: LoanChangeKind;
  readonly reverses?: number;
  /** What it does to the books, and the day from which it counts. */
  readonly event?: NewLoanEvent;
  readonly on?: IsoDate;
  status: 'APPROVED' | 'APPLIED';
}

/** Those whose day has come, and when that of the next one does. */
export function changesOn(
  changes: readonly ApprovedChange[],
  asOf: IsoDate,
): Pick<LoanPlan, 'approvedChanges' | 'nextChangeAtMs'> {
  const approved = changes.filter(({ status }) => status === 'APPROVED');
  const [next] = approved.flatMap(({ on }) => (on !== undefined && on > asOf ? [on] : []));
  return {
    approvedChanges: approved.filter(({ on = asOf }) => on <= asOf).map(({ id }) => id),
    ...(next === undefined ? {} : { nextChangeAtMs: instantOf(next) }),
  };
}

/** A floating rate that was looked up, at eleven percent. */
export const repriced = ({ date, at }: RepricingOf): NewLoanEvent => ({
  kind: 'RATE_CHANGED',
  annualRate: rate('0.11'),
  lookedUp: { tenor: 'ONE_YEAR', lpr: rate('0.03'), publishedOn: isoDate(date) },
  effectiveDate: isoDate(date),
  recordedOn: businessDate(Date.parse(at)),
  businessKey: `repricing/${date}`,
});
