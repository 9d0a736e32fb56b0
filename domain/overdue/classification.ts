import type { IsoDate } from '../calendar/isoDate';
import { addMonths } from '../calendar/months';
import { compareRates, type Rate } from '../money/rate';
import { FIVE_TIER_GRADES, type FiveTierGrade } from './grades';

/** Overdue for operational or technical reasons may be overlooked for so long (令〔2023〕1号 art. 10). */
const TECHNICAL_WAIVER_DAYS = 7;
/** Above so large a non-performing share of a debtor's debt here, none of it is better than substandard. */
export const NON_PERFORMING_SHARE_LIMIT = '0.1' as Rate;
/** A loan stops accruing above so many days past due. */
export const NON_ACCRUAL_AFTER_DAYS = 90;
/** Observation after a rescheduling lasts at least so long, and two instalments. */
const OBSERVATION_MONTHS = 12;
const UPGRADE_MONTHS = 6;
const UPGRADE_PERIODS = 2;

/** What classification looks at. Facts that are not given don't apply. */
export interface ClassificationInput {
  readonly daysPastDue: number;
  /** `BANK` 令〔2023〕1号 (default); `MICRO` 金规〔2024〕26号, where 90 days past due already count. */
  readonly regime?: 'BANK' | 'MICRO';
  /** Days past due from which a loan is substandard, when local rules differ from the regime's. */
  readonly substandardFromDays?: number;
  readonly technicalWaiver?: boolean;
  readonly creditImpaired?: boolean;
  /** Expected credit loss as a share of the balance. */
  readonly eclRatio?: Rate;
  /** 逃废债 */
  readonly evasion?: boolean;
  readonly bankruptcyLiquidation?: boolean;
  readonly fundMisuse?: boolean;
  /** Repaid by new debt that is no eligible 续贷. */
  readonly refinancedByNewDebt?: boolean;
  readonly otherDebtNonPerforming?: boolean;
  /** Share of the debtor's debt at all banks that is over 90 days past due. */
  readonly overdue90ShareAllBanks?: Rate;
  /** Share of the debtor's debt here that is non-performing. */
  readonly nonPerformingShareHere?: Rate;
  readonly ratingSharpDown?: boolean;
  /** What people or the night have found out, see {@link FACT_FLOORS}. */
  readonly facts?: readonly RiskFact[];
  /** Rescheduled and still under observation. */
  readonly restructured?: boolean;
  /** Rescheduled a second time while under observation. */
  readonly restructuredAgain?: boolean;
}

/**
 * The best class that a fact about a debtor, or about one of its loans, allows (令〔2023〕1号, 金规〔2024〕26号). Somebody
 * finds it out; the loan itself doesn't know. In the database: `risk_floor`.
 */
export const FACT_FLOORS = {
  CREDIT_IMPAIRED: 'SUBSTANDARD',
  ECL_GE_50: 'DOUBTFUL',
  ECL_GE_90: 'LOSS',
  EVASION: 'DOUBTFUL',
  BANKRUPTCY: 'LOSS',
  FUND_MISUSE: 'SPECIAL_MENTION',
  REFINANCED_BY_NEW_DEBT: 'SPECIAL_MENTION',
  OTHER_DEBT_NPL: 'SPECIAL_MENTION',
  OVERDUE90_SHARE_GT_20: 'SUBSTANDARD',
  NPL_SHARE_GT_10: 'SUBSTANDARD',
  RATING_SHARP_DOWN: 'SUBSTANDARD',
} as const satisfies Readonly<Record<string, FiveTierGrade>>;
export type RiskFact = keyof typeof FACT_FLOORS;
export const RISK_FACTS = Object.keys(FACT_FLOORS) as readonly RiskFact[];

export type ClassificationReason =
  | 'DPD_GT_0'
  | 'DPD_GT_90'
  | 'DPD_GE_90'
  | 'DPD_GT_270'
  | 'DPD_GT_360'
  | 'RESTRUCTURED'
  | 'RESTRUCTURED_AGAIN'
  | RiskFact;

export interface Classification {
  readonly grade: FiveTierGrade;
  /** Why it is not better: every rule whose floor is this grade. */
  readonly reasons: readonly ClassificationReason[];
  readonly bucket: string;
  /** 不良: substandard or worse. */
  readonly isNonPerforming: boolean;
  /** Whether interest is still recognised. */
  readonly accrues: boolean;
}

interface Floor {
  readonly grade: FiveTierGrade;
  readonly reason: ClassificationReason;
  readonly applies: (input: ClassificationInput) => boolean;
}

/** Every rule that keeps a loan from being better than a grade. */
const FLOORS: readonly Floor[] = [
  { grade: 'LOSS', reason: 'DPD_GT_360', applies: ({ daysPastDue }) => daysPastDue > 360 },
  { grade: 'DOUBTFUL', reason: 'DPD_GT_270', applies: ({ daysPastDue }) => daysPastDue > 270 },
  { grade: 'SUBSTANDARD', reason: 'DPD_GT_90', applies: (input) => isSubstandardByDays(input, 'BANK') },
  { grade: 'SUBSTANDARD', reason: 'DPD_GE_90', applies: (input) => isSubstandardByDays(input, 'MICRO') },
  { grade: 'SPECIAL_MENTION', reason: 'DPD_GT_0', applies: isPastDue },
  by('CREDIT_IMPAIRED', ({ creditImpaired }) => creditImpaired === true),
  by('ECL_GE_50', (input) => isImpairedBy(input, '0.5')),
  by('ECL_GE_90', (input) => isImpairedBy(input, '0.9')),
  by('EVASION', ({ evasion }) => evasion === true),
  by('BANKRUPTCY', ({ bankruptcyLiquidation }) => bankruptcyLiquidation === true),
  by('FUND_MISUSE', ({ fundMisuse }) => fundMisuse === true),
  by('REFINANCED_BY_NEW_DEBT', ({ refinancedByNewDebt }) => refinancedByNewDebt === true),
  by('OTHER_DEBT_NPL', ({ otherDebtNonPerforming }) => otherDebtNonPerforming === true),
  by('OVERDUE90_SHARE_GT_20', ({ overdue90ShareAllBanks }) => isAbove(overdue90ShareAllBanks, '0.2')),
  by('NPL_SHARE_GT_10', (input) => isAbove(input.nonPerformingShareHere, NON_PERFORMING_SHARE_LIMIT)),
  by('RATING_SHARP_DOWN', ({ ratingSharpDown }) => ratingSharpDown === true),
  { grade: 'SPECIAL_MENTION', reason: 'RESTRUCTURED', applies: (input) => input.restructured === true },
  {
    grade: 'SUBSTANDARD',
    reason: 'RESTRUCTURED_AGAIN',
    applies: (input) => input.restructuredAgain === true,
  },
];

function by(fact: RiskFact, applies: Floor['applies']): Floor {
  const isKnown = ({ facts = [] }: ClassificationInput) => facts.includes(fact);
  return { grade: FACT_FLOORS[fact], reason: fact, applies: (input) => isKnown(input) || applies(input) };
}

function isSubstandardByDays(input: ClassificationInput, regime: 'BANK' | 'MICRO'): boolean {
  const from = input.substandardFromDays ?? (regime === 'MICRO' ? 90 : 91);
  return (input.regime ?? 'BANK') === regime && input.daysPastDue >= from;
}

function isPastDue({ daysPastDue, technicalWaiver }: ClassificationInput): boolean {
  return daysPastDue > (technicalWaiver === true ? TECHNICAL_WAIVER_DAYS : 0);
}

function isImpairedBy({ creditImpaired, eclRatio }: ClassificationInput, atLeast: string): boolean {
  return creditImpaired === true && eclRatio !== undefined && compareRates(eclRatio, atLeast as Rate) >= 0;
}

function isAbove(share: Rate | undefined, limit: string): boolean {
  return share !== undefined && compareRates(share, limit as Rate) > 0;
}

/** How bad a grade is: 0 NORMAL … 4 LOSS. */
export function severityOf(grade: FiveTierGrade): number {
  return FIVE_TIER_GRADES.indexOf(grade);
}

/** The worse of two grades. */
export function worseGrade(left: FiveTierGrade, right: FiveTierGrade): FiveTierGrade {
  return severityOf(left) >= severityOf(right) ? left : right;
}

/** 不良: substandard, doubtful or loss. */
export function isNonPerforming(grade: FiveTierGrade): boolean {
  return severityOf(grade) >= severityOf('SUBSTANDARD');
}

/** Five-tier classification: the worst of all floors that apply (令〔2023〕1号, 金规〔2024〕26号). */
export function classify(input: ClassificationInput): Classification {
  const floors = FLOORS.filter((floor) => floor.applies(input));
  const grade = floors.reduce<FiveTierGrade>((worst, floor) => worseGrade(worst, floor.grade), 'NORMAL');
  return {
    grade,
    reasons: floors.filter((floor) => floor.grade === grade).map((floor) => floor.reason),
    bucket: bucketOf(input.daysPastDue),
    isNonPerforming: isNonPerforming(grade),
    accrues: input.daysPastDue <= NON_ACCRUAL_AFTER_DAYS,
  };
}

/** M0 when nothing is past due, Mk for each thirty days begun, M7+ above 180 days. */
export function bucketOf(daysPastDue: number): string {
  if (daysPastDue <= 0) return 'M0';
  return daysPastDue > 180 ? 'M7+' : `M${Math.ceil(daysPastDue / 30)}`;
}

/** What has happened since a non-performing loan began to be served again. */
export interface UpgradeInput {
  /** All that was overdue, fees included, is paid. */
  readonly overdueFullyPaid: boolean;
  /** Consecutive instalments paid in time since. */
  readonly normalPeriods: number;
  readonly periodMonths: number;
  /** The debtor will be able to pay. */
  readonly ability: boolean;
  /** Another asset of the debtor here is credit-impaired. */
  readonly debtorHasImpaired: boolean;
}

export const UPGRADE_OBSTACLES = [
  'OVERDUE_NOT_FULLY_PAID',
  'FEWER_THAN_TWO_PERIODS',
  'LESS_THAN_SIX_MONTHS',
  'NO_ABILITY',
  'DEBTOR_HAS_IMPAIRED_ASSET',
] as const;
export type UpgradeObstacle = (typeof UPGRADE_OBSTACLES)[number];

/** What keeps a non-performing loan from becoming 关注 or 正常; none when it may be upgraded. */
export function upgradeObstacles(input: UpgradeInput): UpgradeObstacle[] {
  const checks: readonly [UpgradeObstacle, boolean][] = [
    ['OVERDUE_NOT_FULLY_PAID', !input.overdueFullyPaid],
    ['FEWER_THAN_TWO_PERIODS', input.normalPeriods < UPGRADE_PERIODS],
    ['LESS_THAN_SIX_MONTHS', input.normalPeriods * input.periodMonths < UPGRADE_MONTHS],
    ['NO_ABILITY', !input.ability],
    ['DEBTOR_HAS_IMPAIRED_ASSET', input.debtorHasImpaired],
  ];
  return checks.filter(([, isMet]) => isMet).map(([obstacle]) => obstacle);
}

/**
 * The grade that a loan takes after one that it had: worse at once, better among performing or
 * non-performing grades at once, but from non-performing to performing only when nothing is in the way.
 */
export function gradeAfter(
  previous: FiveTierGrade,
  computed: FiveTierGrade,
  obstacles: readonly UpgradeObstacle[],
): FiveTierGrade {
  const isHeldBack = isNonPerforming(previous) && !isNonPerforming(computed) && obstacles.length > 0;
  return isHeldBack ? 'SUBSTANDARD' : computed;
}

/**
 * Last day of observation after a rescheduling: a year and two instalments from the first re-agreed due date,
 * whichever is later.
 */
export function observationEnd(firstReagreedDueDate: IsoDate, secondReagreedDueDate: IsoDate): IsoDate {
  const aYear = addMonths(firstReagreedDueDate, OBSERVATION_MONTHS);
  return aYear > secondReagreedDueDate ? aYear : secondReagreedDueDate;
}
