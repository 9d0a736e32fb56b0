import type { Answers } from '../../../client/client';
import type { Thresholds } from './thresholdDraft';

type InForce = Answers['RulesInForce'];

/** The rules in force as they arrive: the client of the API knows pairs of times as lists. */
export interface Rules extends Omit<InForce, 'deadlines'> {
  readonly deadlines: Omit<InForce['deadlines'], 'workingHours'> & {
    readonly workingHours: readonly (readonly string[])[];
  };
}

/** Rules that somebody asked for, with what they set by its name. */
export interface RuleChange extends Omit<Answers['OwnRules'], 'value'> {
  readonly value: object;
}

/** What every form for other rules is given. */
export interface RulesFormProps {
  readonly rules: Rules;
  readonly leave: () => void;
  readonly asked: () => void;
}

export type MatrixLevel = InForce['approval']['matrix'][number];

/** The matrix among what is set; null where it is left as it is. */
export function matrixIn(value: object): readonly MatrixLevel[] | null {
  return 'matrix' in value ? (value.matrix as readonly MatrixLevel[]) : null;
}

/** The thresholds among what is set; null where they are left as they are. */
export function thresholdsIn(value: object): Thresholds | null {
  return 'thresholds' in value ? (value.thresholds as Thresholds) : null;
}

/** The price list among what is set; null where it is left as it is. */
export function rulesIn(value: object): readonly Answers['FeeRule'][] | null {
  return 'rules' in value ? (value.rules as readonly Answers['FeeRule'][]) : null;
}
