import type { Fen } from '../money/fen';
import {
  type Classification,
  type ClassificationInput,
  classify,
  gradeAfter,
  isNonPerforming,
  type UpgradeInput,
  type UpgradeObstacle,
  upgradeObstacles,
} from '../overdue/classification';
import type { FiveTierGrade } from '../overdue/grades';
import { provisionFor } from '../overdue/provision';
import type { ProvisionRates } from '../parameters/provisions';
import type { LoanEventBody } from './events';
import type { InstalmentState, LoanState } from './state';

/** What the loan itself doesn't know about its debtor. */
export type DebtorFacts = Omit<
  ClassificationInput,
  'daysPastDue' | 'regime' | 'restructured' | 'restructuredAgain'
> &
  Partial<Pick<UpgradeInput, 'ability' | 'debtorHasImpaired'>>;

/** Classification and provision of a loan on a day, and the events that record them. */
export interface RiskReview {
  readonly classification: Classification;
  /** What the loan takes: the classification, unless it may not be upgraded yet. */
  readonly grade: FiveTierGrade;
  readonly upgradeObstacles: readonly UpgradeObstacle[];
  readonly provisionFen: Fen;
  /** In the order to record them; none when nothing changes, so that a second review of a day does nothing. */
  readonly events: readonly LoanEventBody[];
}

/** What classification looks at, from the loan's own history and what is known of the debtor. */
export function classificationInputOf(state: LoanState, facts: DebtorFacts = {}): ClassificationInput {
  const { ability: _ability, debtorHasImpaired: _debtorHasImpaired, ...known } = facts;
  const { observedUntil, isRescheduledAgain } = state.history;
  const isObserved = observedUntil !== null && state.asOf <= observedUntil;
  return {
    ...known,
    daysPastDue: state.daysPastDue,
    regime: state.terms.regime,
    restructured: isObserved,
    restructuredAgain: isObserved && isRescheduledAgain,
  };
}

/** The last instalments in a row that were settled by their collection dates. */
export function instalmentsInTime(instalments: readonly InstalmentState[]): number {
  const due = instalments.filter(({ status }) => status !== 'FUTURE');
  const lastLate = due.findLastIndex(
    ({ settledOn, collectionDate }) => settledOn === null || settledOn > collectionDate,
  );
  return due.length - 1 - lastLate;
}

/**
 * Reviews a loan's risk at the end of a day: non-accrual above 90 days past due, five-tier grade, provision,
 * and accrual again after an upgrade.
 * @param rates provision by grade, of the parameters in force
 */
export function riskReview(state: LoanState, rates: ProvisionRates, facts: DebtorFacts = {}): RiskReview {
  const classification = classify(classificationInputOf(state, facts));
  const obstacles = upgradeObstacles({
    overdueFullyPaid: state.totalDueFen === 0,
    normalPeriods: instalmentsInTime(state.instalments),
    periodMonths: state.terms.intervalMonths,
    ability: facts.ability ?? true,
    debtorHasImpaired: facts.debtorHasImpaired ?? false,
  });
  const grade = gradeAfter(state.history.grade, classification.grade, obstacles);
  const provisionFen = provisionFor(state.principalOutstandingFen, grade, rates);
  return {
    classification,
    grade,
    upgradeObstacles: obstacles,
    provisionFen,
    events: eventsOf(state, classification, grade, provisionFen),
  };
}

function eventsOf(
  state: LoanState,
  { accrues, reasons }: Classification,
  grade: FiveTierGrade,
  provisionFen: Fen,
): LoanEventBody[] {
  const isOpen = state.status === 'REPAYING' || state.status === 'OVERDUE';
  // What was recovered after a write-off is released.
  const isProvided = isOpen || state.status === 'WRITTEN_OFF';
  const isSuspended = state.accrual === 'NON_ACCRUAL';
  const candidates: readonly [boolean, LoanEventBody][] = [
    [isOpen && !accrues && !isSuspended, { kind: 'NON_ACCRUAL_ENTERED' }],
    [isOpen && grade !== state.history.grade, { kind: 'CLASSIFIED', grade, reasons }],
    [
      isProvided && provisionFen !== state.books.allowanceFen,
      { kind: 'PROVISIONED', targetFen: provisionFen },
    ],
    [
      isOpen && isSuspended && !isNonPerforming(grade) && state.totalDueFen === 0,
      { kind: 'ACCRUAL_RESUMED' },
    ],
  ];
  return candidates.filter(([applies]) => applies).map(([, event]) => event);
}
