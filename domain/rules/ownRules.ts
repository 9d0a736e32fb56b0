import type { FeeBasis, FeeTier } from '../fees/rule';
import type { ApprovalParameters } from '../parameters/approval';
import type { DeadlineParameters, TaskHours } from '../parameters/deadlines';
import { Exact } from '../parameters/decimal';
import type { FeeParameters } from '../parameters/fees';
import type { ParameterSet } from '../parameters/parametersAt';
import type { Bounds, Indicator, Threshold } from '../parameters/postLoan';
import type { PricingParameters } from '../parameters/pricing';
import {
  type Grade,
  type GradeRule,
  SCORE_DECISIONS,
  type ScorecardParameters,
  type ScoreDecision,
} from '../parameters/scorecard';
import { feeCapRate } from '../pricing/feeCap';
import { accept, type Result, refuse } from '../result';

/** What an institution may set of the rules by itself; what it leaves out stays as it was. */
export interface OwnRules {
  readonly approval: Partial<
    Pick<
      ApprovalParameters,
      'matrix' | 'singleBorrowerShareOfNetAssets' | 'maximumDelegationDays' | 'assignment'
    >
  >;
  /** Not the wait in which an enterprise may stop what would open it to somebody else. */
  readonly deadlines: Partial<Omit<DeadlineParameters, 'fileChangeWaitHours'>>;
  /** The price list, all of it. What was agreed to before stays, see `tariffOn`. */
  readonly fees: Partial<Pick<FeeParameters, 'rules'>>;
  /** From where on readings of borrowers warn. What is watched, and how old a reading may be, stays the house's. */
  readonly postLoan: { readonly thresholds?: Readonly<Partial<Record<Indicator, Bounds>>> };
  /** What a loan must earn; the law's cap stays what it is. */
  readonly pricing: Partial<
    Pick<PricingParameters, 'fundingSpreadRate' | 'opexRate' | 'capitalRatio' | 'hurdleRate'>
  >;
  readonly scorecard: Partial<Pick<ScorecardParameters, 'basePoints' | 'maximumLoanToRevenue'>> & {
    /** What a grade alone leads to; points and probabilities stay the house's. */
    readonly decisionOf?: DecisionOf;
  };
}
type DecisionOf = Readonly<Partial<Record<Grade, ScoreDecision>>>;
export const OWN_SUBJECTS = [
  'approval',
  'deadlines',
  'fees',
  'postLoan',
  'pricing',
  'scorecard',
] as const satisfies readonly (keyof OwnRules)[];
export type OwnSubject = (typeof OWN_SUBJECTS)[number];

/** Asked for by one person, decided by another. */
export const OWN_RULES_STATUSES = ['REQUESTED', 'APPROVED', 'REJECTED'] as const;
export type OwnRulesStatus = (typeof OWN_RULES_STATUSES)[number];

/** A version of the rules of an institution about a subject. */
export type OwnVersion = {
  [Subject in OwnSubject]: {
    readonly id: string;
    readonly subject: Subject;
    readonly value: OwnRules[Subject];
  };
}[OwnSubject];

/**
 * The rules in force for an institution: the house's, with its own laid over them. A version sets what it names and
 * leaves the rest as it was, be it the house's or set by an earlier version: whoever changes one figure changes that
 * figure. Each decision keeps the id of the last version that it used, which stands on those before it.
 * @param own versions in force on the day of the set, in order of the days from which they count
 */
export function withOwnRules(set: ParameterSet, own: readonly OwnVersion[]): ParameterSet {
  return own.reduce(laidOver, set);
}

function laidOver(set: ParameterSet, { id, subject, value }: OwnVersion): ParameterSet {
  const versions = { ...set.versions, [subject]: id };
  switch (subject) {
    case 'approval':
      return { ...set, versions, approval: { ...set.approval, ...value } };
    case 'deadlines': {
      const taskOfKind = { ...set.deadlines.taskOfKind, ...value.taskOfKind };
      return { ...set, versions, deadlines: { ...set.deadlines, ...value, taskOfKind } };
    }
    case 'fees':
      return { ...set, versions, fees: { ...set.fees, ...value } };
    case 'postLoan': {
      const thresholds = boundedBy(set.postLoan.thresholds, value.thresholds);
      return { ...set, versions, postLoan: { ...set.postLoan, thresholds } };
    }
    case 'pricing':
      return { ...set, versions, pricing: { ...set.pricing, ...value } };
    case 'scorecard': {
      const { decisionOf, ...figures } = value;
      const scorecard = { ...set.scorecard, ...figures };
      if (decisionOf === undefined) return { ...set, versions, scorecard };
      const rating = { ...set.rating, grades: decidedAs(set.rating.grades, decisionOf) };
      return { ...set, versions: { ...versions, rating: id }, scorecard, rating };
    }
  }
}

const decidedAs = (grades: readonly GradeRule[], decisionOf: DecisionOf = {}): readonly GradeRule[] =>
  grades.map((rule) => ({ ...rule, decision: decisionOf[rule.grade] ?? rule.decision }));

const boundedBy = (
  thresholds: readonly Threshold[],
  own: OwnRules['postLoan']['thresholds'] = {},
): readonly Threshold[] => thresholds.map((threshold) => ({ ...threshold, ...own[threshold.code] }));

/** Why rules can't be set so. */
export type OwnRulesRefusal =
  | 'MATRIX_NOT_RISING'
  | 'MATRIX_NOT_OPEN'
  | 'MATRIX_APPROVED_BY_NOBODY'
  | 'LIMIT_ABOVE_LAW'
  | 'ESCALATION_BEFORE_REMINDER'
  | 'WORKING_HOURS_BROKEN'
  | 'DECISIONS_NOT_FALLING'
  | 'THRESHOLDS_NOT_IN_ORDER'
  | 'FEE_CODE_TWICE'
  | 'FEE_TIERS_NOT_RISING'
  | 'FEE_ABOVE_CAP';

/**
 * Whether an institution may set rules so: the schema has seen to their form.
 * @param house what is in force where nobody set any; of a limit of the law it is the most
 * @param before what is in force on their day without them
 */
export function checkOwnRules(
  rules: Pick<OwnVersion, 'subject' | 'value'>,
  house: ParameterSet,
  before: ParameterSet,
): Result<void, OwnRulesRefusal> {
  switch (rules.subject) {
    case 'approval':
      return checkApproval(rules.value as OwnRules['approval'], house.approval);
    case 'deadlines':
      return checkDeadlines(rules.value as OwnRules['deadlines']);
    case 'fees':
      return checkFees(rules.value as OwnRules['fees'], house.fees);
    case 'scorecard':
      return checkDecisions(rules.value as OwnRules['scorecard'], before.rating.grades);
    case 'postLoan':
      return checkThresholds(rules.value as OwnRules['postLoan'], house);
    case 'pricing':
      // Whatever it costs, what a borrower pays in all is capped where it is priced.
      return accept(undefined);
  }
}

/** Each line has a name of its own, tiers rise to one without an end, and no share is above the house's cap. */
function checkFees(
  { rules = [] }: OwnRules['fees'],
  { caps }: Pick<FeeParameters, 'caps'>,
): Result<void, OwnRulesRefusal> {
  for (const [index, { code, kind, basis }] of rules.entries()) {
    const field = `value.rules.${index}`;
    if (rules.findIndex((other) => other.code === code) !== index) {
      return refuse('FEE_CODE_TWICE', field, { code });
    }
    if (basis.kind === 'TIERED' && !isRising(basis.tiers))
      return refuse('FEE_TIERS_NOT_RISING', field, { code });
    const most = feeCapRate(kind, caps);
    const highest = highestShare(basis);
    if (most !== null && highest.gt(most)) return refuse('FEE_ABOVE_CAP', field, { most });
  }
  return accept(undefined);
}

function isRising(tiers: readonly FeeTier[]): boolean {
  const ends = tiers.map(({ upToFen }) => upToFen ?? Number.POSITIVE_INFINITY);
  return (
    tiers.at(-1)?.upToFen === null && ends.every((end, index) => index === 0 || end > (ends[index - 1] ?? 0))
  );
}

/** The largest share of an amount that a price can come to; what depends on the term is judged where it is quoted. */
function highestShare(basis: FeeBasis): Exact {
  if (basis.kind === 'OF_AMOUNT') return new Exact(basis.rate);
  return basis.kind === 'TIERED' ? Exact.max(0, ...basis.tiers.map(({ rate }) => rate)) : new Exact(0);
}

/** No grade leads further than a better one does, and the worst one nowhere. */
function checkDecisions(
  { decisionOf }: OwnRules['scorecard'],
  grades: readonly GradeRule[],
): Result<void, OwnRulesRefusal> {
  const reach = decidedAs(grades, decisionOf).map(({ decision }) => SCORE_DECISIONS.indexOf(decision));
  const isFalling = reach.every((each, index) => index === 0 || each >= (reach[index - 1] ?? 0));
  const isWorstDeclined = reach.at(-1) === SCORE_DECISIONS.indexOf('DECLINE');
  return isFalling && isWorstDeclined
    ? accept(undefined)
    : refuse('DECISIONS_NOT_FALLING', 'value.decisionOf');
}

/**
 * A figure is yellow before it is red, a flag has one level, and nobody may owe more than the law allows before that is
 * red.
 */
function checkThresholds(
  { thresholds = {} }: OwnRules['postLoan'],
  { postLoan, approval }: Pick<ParameterSet, 'postLoan' | 'approval'>,
): Result<void, OwnRulesRefusal> {
  for (const { code, direction } of postLoan.thresholds) {
    const own = thresholds[code];
    if (own !== undefined && !isReachedInOrder(own, direction))
      return refuse('THRESHOLDS_NOT_IN_ORDER', `value.thresholds.${code}`);
  }
  const { singleBorrowerShareOfNetAssets: most } = approval;
  const concentration = thresholds.CONCENTRATION?.red ?? '0';
  return new Exact(concentration).gt(most)
    ? refuse('LIMIT_ABOVE_LAW', 'value.thresholds.CONCENTRATION', { most })
    : accept(undefined);
}

function isReachedInOrder({ yellow, red }: Bounds, direction: Threshold['direction']): boolean {
  if (direction === 'FLAG')
    return (
      [yellow, red].filter((level) => level === 'true').length === 1 && (yellow === null || red === null)
    );
  if (yellow === null || red === null || yellow === 'true' || red === 'true') return false;
  return direction === 'LOW' ? new Exact(red).lt(yellow) : new Exact(red).gt(yellow);
}

/** Each level reaches further than the one below, the last has no limit, and somebody beside the reviewer approves. */
function checkApproval(
  { matrix = [], singleBorrowerShareOfNetAssets: share = '0' }: OwnRules['approval'],
  { singleBorrowerShareOfNetAssets: most }: ApprovalParameters,
): Result<void, OwnRulesRefusal> {
  if (new Exact(share).gt(most)) {
    return refuse('LIMIT_ABOVE_LAW', 'value.singleBorrowerShareOfNetAssets', { most });
  }
  if (matrix.length === 0) return accept(undefined);
  const { maximumExposureFen, minimumGrade } = matrix[matrix.length - 1] ?? {};
  if (maximumExposureFen !== null || minimumGrade !== null) return refuse('MATRIX_NOT_OPEN', 'value.matrix');
  const bounds = matrix.map((level) => level.maximumExposureFen ?? Number.POSITIVE_INFINITY);
  if (bounds.some((bound, index) => index > 0 && bound <= (bounds[index - 1] ?? 0)))
    return refuse('MATRIX_NOT_RISING', 'value.matrix');
  const hasApprover = matrix.every(({ approvers }) => approvers.some((who) => who !== 'RISK_REVIEWER'));
  return hasApprover ? accept(undefined) : refuse('MATRIX_APPROVED_BY_NOBODY', 'value.matrix');
}

function checkDeadlines(value: OwnRules['deadlines']): Result<void, OwnRulesRefusal> {
  const { task, taskOfKind = {}, workingHours = [] } = value;
  const times = workingHours.flat();
  if (times.some((time, index) => index > 0 && time <= (times[index - 1] ?? '')))
    return refuse('WORKING_HOURS_BROKEN', 'value.workingHours');
  const hours = [task, ...Object.values(taskOfKind)].filter((some): some is TaskHours => some !== undefined);
  const isInOrder = hours.every(({ reminder, escalation }) => reminder < escalation);
  return isInOrder ? accept(undefined) : refuse('ESCALATION_BEFORE_REMINDER', 'value');
}
