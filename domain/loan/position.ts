import type { IsoDate } from '../calendar/isoDate';
import type { FeeKind } from '../ledger/entries';
import { type Fen, fen } from '../money/fen';
import type { FiveTierGrade } from '../overdue/grades';
import type { Observation } from '../overdue/observation';
import type { RateStep, Reduction } from '../overdue/penalty';
import type { PrepaymentMode } from '../schedule/prepayment';
import type { ScheduleRow, ScheduleTerms } from '../schedule/types';
import { type Components, NOTHING } from './components';
import type { LoanTerms } from './terms';

/** One instalment with all that happened to it. */
export interface InstalmentLine {
  /** As agreed now: changes of the contract replace the rows that are not due. */
  readonly row: ScheduleRow;
  readonly collectionDate: IsoDate;
  /** Fees billed with it. */
  readonly feeFen: Fen;
  readonly paid: Components;
  readonly waived: Components;
  /** Principal that a rescheduling took to new rows. */
  readonly movedPrincipalFen: Fen;
  /** Principal and interest paid, waived or moved, by day: each ends a penalty segment. */
  readonly reductions: readonly Reduction[];
  /** Interest in the books, paid or not. */
  readonly bookedInterestFen: Fen;
  /** VAT of its interest that is not due yet. */
  readonly deferredVatFen: Fen;
  /** Its unpaid principal stands in the overdue account. */
  readonly isOverdueInBooks: boolean;
}

/** A prepayment as it was taken. */
export interface PrepaymentTaken {
  readonly date: IsoDate;
  readonly mode: PrepaymentMode;
  readonly interestFen: Fen;
  readonly principalFen: Fen;
  readonly feeFen: Fen;
}

/** What happened to the loan that its classification looks at. */
export interface ServicingHistory {
  /** Number of reschedulings so far. */
  readonly reschedulings: number;
  /** That of the last rescheduling, whether it lasts or is over; null when there was none. */
  readonly observation: Observation | null;
  readonly grade: FiveTierGrade;
  readonly gradeReasons: readonly string[];
  readonly classifiedOn: IsoDate | null;
  /** Day on which the last arrears were paid, fees and penalty included; null when there never were any. */
  readonly clearedOn: IsoDate | null;
}

export type LoanPhase = 'NOT_DISBURSED' | 'ACTIVE' | 'WRITTEN_OFF' | 'CLOSED';

/** Everything that the events so far have made of a loan. A plain value; figures of a day are taken from it. */
export interface LoanPosition {
  readonly terms: LoanTerms;
  readonly phase: LoanPhase;
  readonly accrual: 'ACCRUAL' | 'NON_ACCRUAL';
  /** Terms of the rows in force: rate and method may have changed. */
  readonly scheduleTerms: ScheduleTerms;
  /** What stays level in them (payment or principal). */
  readonly levelFen: Fen | null;
  /** In order of due date. */
  readonly lines: readonly InstalmentLine[];
  readonly prepayments: readonly PrepaymentTaken[];
  /** Contract rates in order of date. */
  readonly rates: readonly RateStep[];
  readonly suspenseFen: Fen;
  readonly agencyPayableFen: Fen;
  readonly allowanceFen: Fen;
  readonly vatReceivableFen: Fen;
  /** Interest kept as a memorandum since the loan stopped accruing; brought to date with each posting. */
  readonly offBalanceInterestFen: Fen;
  /** Fees that the borrower paid, by kind, less refunds. */
  readonly feesTaken: Readonly<Partial<Record<FeeKind, Fen>>>;
  readonly extendedMonths: number;
  readonly writtenOffPrincipalFen: Fen;
  /** Penalty and compound interest that were due at the write-off and are claimed still. */
  readonly keptPenaltyFen: Fen;
  readonly keptCompoundFen: Fen;
  readonly recoveredFen: Fen;
  /** Interest and penalty stop counting here (write-off). */
  readonly frozenOn: IsoDate | null;
  readonly history: ServicingHistory;
  /** Day that the books are brought to. */
  readonly accruedThrough: IsoDate | null;
  readonly lastSequence: number;
}

/** A loan that was agreed and not paid out. */
export function openPosition(terms: LoanTerms): LoanPosition {
  return {
    terms,
    phase: 'NOT_DISBURSED',
    accrual: 'ACCRUAL',
    scheduleTerms: terms,
    levelFen: null,
    lines: [],
    prepayments: [],
    rates: [{ from: terms.startDate, annualRate: terms.annualRate }],
    suspenseFen: fen(0),
    agencyPayableFen: fen(0),
    allowanceFen: fen(0),
    vatReceivableFen: fen(0),
    offBalanceInterestFen: fen(0),
    feesTaken: {},
    extendedMonths: 0,
    writtenOffPrincipalFen: fen(0),
    keptPenaltyFen: fen(0),
    keptCompoundFen: fen(0),
    recoveredFen: fen(0),
    frozenOn: null,
    history: {
      reschedulings: 0,
      observation: null,
      grade: 'NORMAL',
      gradeReasons: [],
      classifiedOn: null,
      clearedOn: null,
    },
    accruedThrough: null,
    lastSequence: 0,
  };
}

/** What is still claimed of a loan that was written off (账销案存), by its parts; nothing of any other loan. */
export function claimOf(position: LoanPosition): Components {
  if (position.phase !== 'WRITTEN_OFF') return NOTHING;
  return {
    feeFen: fen(0),
    principalFen: position.writtenOffPrincipalFen,
    interestFen: position.offBalanceInterestFen,
    penaltyFen: position.keptPenaltyFen,
    compoundFen: position.keptCompoundFen,
  };
}
