import { type Fen, parseFen, ZERO_FEN } from '../money/fen';
import { type DecimalText, Exact, fixed } from '../parameters/decimal';
import type { ParameterSet } from '../parameters/parametersAt';
import type { Characteristic, Grade, KnockOut, ScoreDecision } from '../parameters/scorecard';
import { accept, type RefusalOf, type Result } from '../result';
import { type AltmanScore, type AltmanZone, altman } from './altman';
import { checkProfile, type EnterpriseProfile } from './profile';
import { decisionOf, gradeOfScore, pdOfScore } from './rating';
import { loanToRevenue, RATIO_NAMES, type Ratio, type RatioName, type Ratios, ratiosOf } from './ratios';
import { type Reason, type ScorecardInput, scoreOf } from './scorecard';
import { checkStatements, type FinancialStatements } from './statements';

/** A ratio as people see it: six places, BEST, WORST, or null for none. */
export type PresentedRatio = DecimalText | 'BEST' | 'WORST' | null;

/** Z″ as people see it. */
export interface PresentedAltman {
  readonly x1: DecimalText;
  readonly x2: DecimalText;
  readonly x3: DecimalText;
  readonly x4: DecimalText;
  readonly isX4Capped: boolean;
  readonly z2: DecimalText;
  readonly zem: DecimalText;
  readonly zone: AltmanZone;
}

/** LOAN_TO_REVENUE_HIGH also without revenue; NO_ASSETS where neither the debt ratio nor Z″ has a figure. */
export const RISK_WARNINGS = ['LOAN_TO_REVENUE_HIGH', 'NO_ASSETS'] as const;
export type RiskWarning = (typeof RISK_WARNINGS)[number];

/** The risk of an enterprise: plain data that travels and is kept with the decision. */
export interface RiskAssessment {
  readonly ratios: Readonly<Record<RatioName, PresentedRatio>>;
  /** Debt after the request over revenue, six places; null without revenue. */
  readonly loanToRevenue: DecimalText | null;
  /** What a person must look at whatever the score. */
  readonly warnings: readonly RiskWarning[];
  /** Null without assets. */
  readonly altman: PresentedAltman | null;
  readonly points: Readonly<Record<Characteristic, number>>;
  readonly score: number;
  /** Probability of default that the score stands for, six places. */
  readonly pd: DecimalText;
  readonly grade: Grade;
  /** Probability of default of the grade: what loss and price are computed with. */
  readonly gradePd: DecimalText;
  readonly knockOuts: readonly KnockOut[];
  /** Where most points were lost, worst first. */
  readonly reasons: readonly Reason[];
  readonly decision: ScoreDecision;
  /** The rules that it was made by. */
  readonly versions: { readonly scorecard: string; readonly rating: string; readonly altman: string };
}

/**
 * Assesses an enterprise: ratios, Z″, scorecard, PD, grade and what follows.
 * @param parameters the rules in force on the day of the decision, from `parametersAt`
 * @param requestedFen what it asks for, for the comparison of debt with revenue
 */
export function assess(
  statements: FinancialStatements,
  profile: EnterpriseProfile,
  parameters: ParameterSet,
  requestedFen: Fen = ZERO_FEN,
): Result<RiskAssessment, RefusalOf<typeof checkStatements | typeof checkProfile | typeof parseFen>> {
  const statementsChecked = checkStatements(statements);
  if (!statementsChecked.ok) return statementsChecked;
  const profileChecked = checkProfile(profile, parameters.scorecard);
  if (!profileChecked.ok) return profileChecked;
  const requested = parseFen(requestedFen, 'requestedFen');
  if (!requested.ok) return requested;

  const ratios = ratiosOf(statements);
  const loanRatio = loanToRevenue(statements, requested.value);
  const z = altman(statements.current, parameters.altman);
  const card = scoreOf(scorecardInput(ratios, profile, z), parameters.scorecard);
  const grade = gradeOfScore(card.score, parameters.rating);
  const { scorecard, rating, altman: altmanVersion } = parameters.versions;
  return accept({
    ...card,
    ratios: presentRatios(ratios),
    loanToRevenue: loanRatio === null ? null : fixed(loanRatio, 6),
    warnings: warningsOf(ratios, loanRatio, parameters),
    altman: z === null ? null : presentAltman(z),
    pd: fixed(pdOfScore(card.score, parameters.rating), 6),
    grade: grade.grade,
    gradePd: grade.pd,
    decision: decisionOf(grade, card.knockOuts),
    versions: { scorecard, rating, altman: altmanVersion },
  });
}

function warningsOf(
  { debtRatio }: Ratios,
  loanRatio: Exact | null,
  { scorecard }: ParameterSet,
): readonly RiskWarning[] {
  const isHeavy = loanRatio?.greaterThan(scorecard.maximumLoanToRevenue) ?? true;
  return [
    ...(isHeavy ? (['LOAN_TO_REVENUE_HIGH'] as const) : []),
    ...(debtRatio === null ? (['NO_ASSETS'] as const) : []),
  ];
}

function scorecardInput(ratios: Ratios, profile: EnterpriseProfile, z: AltmanScore | null): ScorecardInput {
  const { debtRatio, currentRatio, interestCover, netMargin, revenueGrowth, dscr, arDays } = ratios;
  return {
    ...profile,
    ...{ debtRatio, currentRatio, interestCover, netMargin, revenueGrowth, dscr, arDays },
    zem: z?.zem ?? null,
  };
}

/** Z″ with the places that the literature prints: six for the parts, four for the sums. */
export function presentAltman({ x, isX4Capped, z2, zem, zone }: AltmanScore): PresentedAltman {
  return {
    x1: fixed(x[0], 6),
    x2: fixed(x[1], 6),
    x3: fixed(x[2], 6),
    x4: fixed(x[3], 6),
    isX4Capped,
    z2: fixed(z2, 4),
    zem: fixed(zem, 4),
    zone,
  };
}

function presentRatios(ratios: Ratios): Readonly<Record<RatioName, PresentedRatio>> {
  const entries = RATIO_NAMES.map((name) => [name, presentRatio(ratios[name])]);
  return Object.fromEntries(entries) as Record<RatioName, PresentedRatio>;
}

function presentRatio(ratio: Ratio): PresentedRatio {
  return ratio instanceof Exact ? fixed(ratio, 6) : ratio;
}
