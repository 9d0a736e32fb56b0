import type { IsoDate } from '../calendar/isoDate';
import type { Fen } from '../money/fen';
import {
  type Classification,
  type ClassificationInput,
  classify,
  gradeAfter,
  isNonPerforming,
} from '../overdue/classification';
import {
  type Cure,
  type CureInput,
  cureOn,
  type ServedInstalment,
  upgradeEligibleFrom,
} from '../overdue/cure';
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
  Partial<Pick<CureInput, 'isAble' | 'isImpairedElsewhere'>>;

/** How far a loan has come towards an upgrade, and from when on it may have one, as far as is known. */
export type LoanCure = Cure & { readonly eligibleFrom: IsoDate | null };

/** Classification and provision of a loan on a day, and the events that record them. */
export interface RiskReview {
  readonly classification: Classification;
  /** What the loan takes: the classification, unless it may not be upgraded yet. */
  readonly grade: FiveTierGrade;
  readonly cure: LoanCure;
  readonly provisionFen: Fen;
  /** In the order to record them; none when nothing changes, so that a second review of a day does nothing. */
  readonly events: readonly LoanEventBody[];
}

/** What classification looks at, from the loan's own history and what is known of the debtor. */
export function classificationInputOf(state: LoanState, facts: DebtorFacts = {}): ClassificationInput {
  const { isAble: _isAble, isImpairedElsewhere: _isImpairedElsewhere, ...known } = facts;
  const { observation } = state.history;
  const isObserved = observation !== null && state.asOf <= observation.until;
  return {
    ...known,
    daysPastDue: state.daysPastDue,
    regime: state.terms.regime,
    restructured: isObserved,
    restructuredAgain: isObserved && observation.isAgain,
  };
}

/** Cure of a loan at the end of a day. */
export function cureOf(state: LoanState, facts: DebtorFacts = {}): LoanCure {
  const input = cureInputOf(state, facts);
  return { ...cureOn(input, state.asOf), eligibleFrom: upgradeEligibleFrom(input) };
}

/** What cure looks at; a loan that never was in arrears is served from its first day on. */
function cureInputOf(
  state: LoanState,
  { isAble = true, isImpairedElsewhere = false }: DebtorFacts,
): CureInput {
  const { asOf, instalments, terms, history } = state;
  const isInArrears = instalments.some(
    ({ collectionDate, unpaidFen }) => collectionDate < asOf && unpaidFen > 0,
  );
  return {
    curedOn: isInArrears ? null : (history.clearedOn ?? terms.startDate),
    periodMonths: terms.intervalMonths,
    instalments: instalments.map(servedInstalment),
    isAble,
    isImpairedElsewhere,
  };
}

/** Nothing was ever to be paid of some: they count as paid when they fell due. */
function servedInstalment({
  dueDate,
  collectionDate,
  unpaidFen,
  settledOn,
}: InstalmentState): ServedInstalment {
  return { dueDate, collectionDate, paidOn: unpaidFen > 0 ? null : (settledOn ?? dueDate) };
}

/**
 * Reviews a loan's risk at the end of a day: non-accrual above 90 days past due, five-tier grade, provision,
 * and accrual again after an upgrade.
 * @param rates provision by grade, of the parameters in force
 */
export function riskReview(state: LoanState, rates: ProvisionRates, facts: DebtorFacts = {}): RiskReview {
  const classification = classify(classificationInputOf(state, facts));
  const cure = cureOf(state, facts);
  const grade = gradeAfter(state.history.grade, classification.grade, cure.obstacles);
  const provisionFen = provisionFor(state.principalOutstandingFen, grade, rates);
  return {
    classification,
    grade,
    cure,
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
