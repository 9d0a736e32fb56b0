import {
  classify,
  FACT_FLOORS,
  gradeAfter,
  NON_ACCRUAL_AFTER_DAYS,
  worseGrade,
} from '../overdue/classification';
import { bringBooksTo, sumLines } from './books';
import type { LoanEvent, LoanEventOf } from './events';
import { daysPastDueOf, unpaidPrincipal } from './lines';
import type { LoanPosition } from './position';

/**
 * Whether the end of day would still decide what it decided, by what is known of its day now. In SQL:
 * `move_loans_of_day` (severity, stops).
 * @param position the loan just before the decision
 */
export function wouldStillDecide(position: LoanPosition, event: LoanEvent): boolean {
  const asOf = event.effectiveDate;
  const at = bringBooksTo(position, asOf).position;
  if (at.phase !== 'ACTIVE') return false;
  const daysPastDue = Math.max(0, ...at.lines.map((line) => daysPastDueOf(line, asOf)));
  if (event.kind === 'CLASSIFIED') return isSameGrade(at, event, daysPastDue);
  const isOwed = sumLines(at.lines, unpaidPrincipal) > 0;
  return at.accrual === 'ACCRUAL' && daysPastDue > NON_ACCRUAL_AFTER_DAYS && isOwed;
}

function isSameGrade(
  { history, terms }: LoanPosition,
  { grade, reasons, effectiveDate }: LoanEventOf<'CLASSIFIED'>,
  daysPastDue: number,
): boolean {
  // No replay of the loan disproves what is known of its debtor.
  if (reasons.some((reason) => reason in FACT_FLOORS)) return true;
  const byDays = classify({ daysPastDue, regime: terms.regime }).grade;
  const { observation } = history;
  const isObserved = observation !== null && effectiveDate <= observation.until;
  const computed = isObserved ? worseGrade(byDays, observation.floor) : byDays;
  // Non-performing loans get better only by a decision.
  return gradeAfter(history.grade, computed, ['NO_ABILITY']) === grade;
}
