import type { DecimalText } from './decimal';
import type { BilingualText } from './version';

/** Rating grades, best first. */
export const GRADES = ['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'D'] as const;
export type Grade = (typeof GRADES)[number];

/** Whether a grade is at least as good as another. */
export function isAtLeast(grade: Grade, least: Grade): boolean {
  return GRADES.indexOf(grade) <= GRADES.indexOf(least);
}

/** What the scorecard looks at, in its order: ties between reasons are broken by it. */
export const CHARACTERISTICS = [
  'yearsInOperation',
  'debtRatio',
  'currentRatio',
  'interestCover',
  'netMargin',
  'revenueGrowth',
  'dscr',
  'arDays',
  'maxDpd24m',
  'enquiries6m',
  'taxRating',
  'litigation',
  'zem',
] as const;
export type Characteristic = (typeof CHARACTERISTICS)[number];

/** Points of a figure that compares so with the bound. The first bin that fits wins. */
export interface Bin {
  readonly when: '<=' | '>' | '>=';
  readonly bound: DecimalText;
  readonly points: number;
}

/** Why an enterprise is declined whatever its score. */
export interface KnockOut {
  readonly code: string;
  readonly text: BilingualText;
}

interface CharacteristicBase {
  /** Reason code for points lost here. */
  readonly reason: string;
  readonly text: BilingualText;
  /** Points when there is no figure. */
  readonly absent: number;
}

/** A characteristic measured by a number. */
export interface NumericCharacteristic extends CharacteristicBase {
  readonly kind: 'NUMERIC';
  readonly bins: readonly Bin[];
  /** Points when no bin fits. */
  readonly otherwise: number;
  /** Knocks out when no bin fits. */
  readonly knockOut?: KnockOut;
}

/** A characteristic that is one of some values. */
export interface CategoricalCharacteristic extends CharacteristicBase {
  readonly kind: 'CATEGORICAL';
  readonly points: Readonly<Record<string, number>>;
  readonly knockOuts: Readonly<Record<string, KnockOut>>;
}

export type CharacteristicRule = NumericCharacteristic | CategoricalCharacteristic;

export interface ScorecardParameters {
  /** Points that everybody starts with. */
  readonly basePoints: number;
  readonly characteristics: Readonly<Record<Characteristic, CharacteristicRule>>;
  /** How many reason codes a decision names at most. */
  readonly maximumReasons: number;
  /** Debt after the request above this share of revenue is a hard warning. */
  readonly maximumLoanToRevenue: DecimalText;
}

/** What a grade alone leads to when nothing knocks out. */
export const SCORE_DECISIONS = ['APPROVE_ELIGIBLE', 'REFER', 'DECLINE'] as const;
export type ScoreDecision = (typeof SCORE_DECISIONS)[number];

export interface GradeRule {
  readonly grade: Grade;
  /** Lowest score of the grade; none for the last. */
  readonly fromScore: number | null;
  /** Probability of default within a year that the grade stands for. */
  readonly pd: DecimalText;
  readonly decision: ScoreDecision;
}

export interface RatingParameters {
  /** score = offsetA − factorB · ln(PD / (1 − PD)): 600 points at odds of 60:1, 20 points double the odds. */
  readonly factorB: DecimalText;
  readonly offsetA: DecimalText;
  /** Best first. */
  readonly grades: readonly GradeRule[];
}

/** Altman Z″ for emerging markets: coefficients, constant and the cuts between the zones. */
export interface AltmanParameters {
  readonly coefficients: readonly [DecimalText, DecimalText, DecimalText, DecimalText];
  readonly constant: DecimalText;
  /** Above it: safe. */
  readonly safeAbove: DecimalText;
  /** Below it: distress. */
  readonly distressBelow: DecimalText;
  /** X4 is cut to this, so that hardly any liabilities do not hide all else. */
  readonly maximumX4: DecimalText;
}
