import type { IsoDate } from '../calendar/isoDate';
import type { Fen } from '../money/fen';
import type { Rate } from '../money/rate';
import type { RoundingMode } from '../money/rounding';

/** 等额本息, 等额本金, 先息后本, 一次性还本付息. */
export type RepaymentMethod = 'EQUAL_INSTALMENT' | 'EQUAL_PRINCIPAL' | 'INTEREST_ONLY' | 'BULLET';
export const REPAYMENT_METHODS: readonly RepaymentMethod[] = [
  'EQUAL_INSTALMENT',
  'EQUAL_PRINCIPAL',
  'INTEREST_ONLY',
  'BULLET',
];

/** How days become a fraction of a year. ACT/365 divides by 365 in leap years too. */
export type DayCount = '30/360' | 'ACT/360' | 'ACT/365';
export const DAY_COUNTS: readonly DayCount[] = ['30/360', 'ACT/360', 'ACT/365'];

/**
 * How the constant payment of an equal-instalment loan is found: EXACT from the factors of its own periods,
 * NOMINAL from the textbook formula with a twelfth of the annual rate (only for actual day counts).
 */
export type PaymentMode = 'EXACT' | 'NOMINAL';
export const PAYMENT_MODES: readonly PaymentMode[] = ['EXACT', 'NOMINAL'];

/** Months between two instalments. */
export type IntervalMonths = 1 | 3 | 6 | 12;
export const INTERVALS_MONTHS: readonly IntervalMonths[] = [1, 3, 6, 12];

/** Everything that a repayment schedule is made from. */
export interface ScheduleTerms {
  readonly principalFen: Fen;
  /** Yearly contract rate as a fraction, `"0.0345"` for 3.45 %. */
  readonly annualRate: Rate;
  readonly termMonths: number;
  readonly method: RepaymentMethod;
  /** Day of disbursement; the first day that bears interest. */
  readonly startDate: IsoDate;
  readonly dayCount: DayCount;
  /** Only read for EQUAL_INSTALMENT. */
  readonly paymentMode: PaymentMode;
  readonly intervalMonths: IntervalMonths;
  /** Day of the month (1–31) that due dates are anchored to; short months end it early. */
  readonly repayDay?: number | undefined;
  /** When given, the first period may be irregular. */
  readonly firstDueDate?: IsoDate | undefined;
  /** HALF_UP when not given. */
  readonly rounding?: RoundingMode | undefined;
}

/** Consecutive days that bear interest at one rate. A period has one, or more when the rate changed in it. */
export interface InterestSegment {
  readonly fromDate: IsoDate;
  /** Days as the day count counts them: 30 a regular month under 30/360, else actual days. */
  readonly interestDays: number;
  /**
   * `interestDays` counts parts of a day, so many a day; 1 when left out. A month of 30/360 that a change of rate
   * divides has no whole days.
   */
  readonly partsOfDay?: number;
  readonly annualRate: Rate;
}

/** One instalment. */
export interface ScheduleRow {
  /** Counts from 1. */
  readonly number: number;
  readonly dueDate: IsoDate;
  /** Actual days of the period: its first day counted, its due date not (算头不算尾). */
  readonly days: number;
  /**
   * What the interest is made of: `interestFen` is `openingFen` × Σ `annualRate` × `interestDays` ÷ `partsOfDay` ÷ 360
   * or 365, rounded once.
   */
  readonly segments: readonly InterestSegment[];
  readonly openingFen: Fen;
  readonly principalFen: Fen;
  readonly interestFen: Fen;
  readonly paymentFen: Fen;
  /** Principal outstanding after this instalment. */
  readonly balanceFen: Fen;
}

/** A repayment schedule, or what is left of one; the principal of its rows adds up to what is owed. */
export interface Schedule {
  /** The terms in force for these rows; `principalFen`, `startDate` and `termMonths` stay the original ones. */
  readonly terms: ScheduleTerms;
  readonly rows: readonly ScheduleRow[];
  /**
   * What stays level: the payment of an equal-instalment loan, the principal of an equal-principal loan,
   * null for the others. A prepayment that shortens the term keeps it.
   */
  readonly levelFen: Fen | null;
  readonly totalPrincipalFen: Fen;
  readonly totalInterestFen: Fen;
  readonly totalPaymentFen: Fen;
}
