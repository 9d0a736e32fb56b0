import { type DecimalText, Exact } from '../parameters/decimal';
import {
  CHARACTERISTICS,
  type Characteristic,
  type CharacteristicRule,
  type KnockOut,
  type NumericCharacteristic,
  type ScorecardParameters,
} from '../parameters/scorecard';
import type { BilingualText } from '../parameters/version';

/** A figure of the scorecard: a number, BEST or WORST, the name of a value, or null for none. */
export type CharacteristicValue = Exact | number | string | null;
export type ScorecardInput = Readonly<Record<Characteristic, CharacteristicValue>>;

/** Points lost on a characteristic, worst first in an assessment. */
export interface Reason {
  readonly code: string;
  readonly characteristic: Characteristic;
  readonly lostPoints: number;
  readonly text: BilingualText;
}

export interface ScorecardResult {
  readonly points: Readonly<Record<Characteristic, number>>;
  readonly score: number;
  readonly knockOuts: readonly KnockOut[];
  readonly reasons: readonly Reason[];
}

/**
 * Points, score, knock-outs and reasons. The reasons are the characteristics that lost most points against
 * their best, in the scorecard's order where they lost the same.
 */
export function scoreOf(input: ScorecardInput, parameters: ScorecardParameters): ScorecardResult {
  const rows = CHARACTERISTICS.map((characteristic) => {
    const rule = parameters.characteristics[characteristic];
    return { characteristic, rule, ...awardOf(rule, input[characteristic]) };
  });
  const points = Object.fromEntries(rows.map((row) => [row.characteristic, row.points]));
  return {
    points: points as Record<Characteristic, number>,
    score: rows.reduce((score, row) => score + row.points, parameters.basePoints),
    knockOuts: rows.flatMap((row) => row.knockOut ?? []),
    reasons: rows
      .map(({ characteristic, rule, points }) => reasonOf(characteristic, rule, points))
      .filter((reason) => reason.lostPoints > 0)
      .sort((left, right) => right.lostPoints - left.lostPoints)
      .slice(0, parameters.maximumReasons),
  };
}

/** The most points that a characteristic gives. */
export function mostPoints(rule: CharacteristicRule): number {
  const given = rule.kind === 'NUMERIC' ? rule.bins.map((bin) => bin.points) : Object.values(rule.points);
  return Math.max(...given, rule.absent);
}

interface Award {
  readonly points: number;
  readonly knockOut?: KnockOut | undefined;
}

function awardOf(rule: CharacteristicRule, value: CharacteristicValue): Award {
  if (value === null) return { points: rule.absent };
  if (rule.kind === 'NUMERIC') return numericAward(rule, value);
  const name = String(value);
  const points = rule.points[name];
  if (points === undefined) throw new RangeError(`no points for ${rule.reason} ${name}`);
  return { points, knockOut: rule.knockOuts[name] };
}

function numericAward(rule: NumericCharacteristic, value: Exact | number | string): Award {
  if (value === 'BEST') return { points: mostPoints(rule) };
  if (value === 'WORST') return { points: rule.otherwise };
  const figure = new Exact(value);
  const bin = rule.bins.find(({ when, bound }) => fits(figure, when, bound));
  return bin === undefined ? { points: rule.otherwise, knockOut: rule.knockOut } : { points: bin.points };
}

function fits(figure: Exact, when: '<=' | '>' | '>=', bound: DecimalText): boolean {
  if (when === '<=') return figure.lessThanOrEqualTo(bound);
  return when === '>' ? figure.greaterThan(bound) : figure.greaterThanOrEqualTo(bound);
}

function reasonOf(characteristic: Characteristic, rule: CharacteristicRule, points: number): Reason {
  return { code: rule.reason, characteristic, lostPoints: mostPoints(rule) - points, text: rule.text };
}
