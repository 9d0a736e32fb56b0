import { Exact } from '../parameters/decimal';
import type { GradeRule, KnockOut, RatingParameters, ScoreDecision } from '../parameters/scorecard';

/** Probability of default of a score: 1 / (1 + exp((score − A) / B)), unrounded. */
export function pdOfScore(score: number, { offsetA, factorB }: RatingParameters): Exact {
  const logOdds = new Exact(score).minus(offsetA).dividedBy(factorB);
  return new Exact(1).dividedBy(logOdds.exp().plus(1));
}

/** The best grade whose lowest score is reached; the last grade has none. */
export function gradeOfScore(score: number, { grades }: RatingParameters): GradeRule {
  const rule = grades.find(({ fromScore }) => fromScore === null || score >= fromScore);
  if (rule === undefined) throw new RangeError(`no grade for score ${score}`);
  return rule;
}

/** What score and knock-outs lead to: a knock-out declines whatever the grade. */
export function decisionOf(grade: GradeRule, knockOuts: readonly KnockOut[]): ScoreDecision {
  return knockOuts.length > 0 ? 'DECLINE' : grade.decision;
}
