import { type Fen, fen } from '../money/fen';
import type { Component } from './events';

/** An amount for each part of an instalment. */
export interface Components {
  readonly feeFen: Fen;
  readonly compoundFen: Fen;
  readonly penaltyFen: Fen;
  readonly interestFen: Fen;
  readonly principalFen: Fen;
}

type ComponentField = keyof Components;

/** The field that holds a component. */
export const FIELD_OF: Readonly<Record<Component, ComponentField>> = {
  fee: 'feeFen',
  compound: 'compoundFen',
  penalty: 'penaltyFen',
  interest: 'interestFen',
  principal: 'principalFen',
};

export const NOTHING: Components = {
  feeFen: fen(0),
  compoundFen: fen(0),
  penaltyFen: fen(0),
  interestFen: fen(0),
  principalFen: fen(0),
};

function combine(
  left: Components,
  right: Components,
  operation: (left: number, right: number) => number,
): Components {
  return {
    feeFen: fen(operation(left.feeFen, right.feeFen)),
    compoundFen: fen(operation(left.compoundFen, right.compoundFen)),
    penaltyFen: fen(operation(left.penaltyFen, right.penaltyFen)),
    interestFen: fen(operation(left.interestFen, right.interestFen)),
    principalFen: fen(operation(left.principalFen, right.principalFen)),
  };
}

/** Adds each part. */
export function plus(left: Components, right: Components): Components {
  return combine(left, right, (a, b) => a + b);
}

/** Takes each part of `right` from `left`. */
export function minus(left: Components, right: Components): Components {
  return combine(left, right, (a, b) => a - b);
}

/** The smaller of each part. */
export function least(left: Components, right: Components): Components {
  return combine(left, right, Math.min);
}

/** All parts together. */
export function totalOf(parts: Components): Fen {
  return fen(parts.feeFen + parts.compoundFen + parts.penaltyFen + parts.interestFen + parts.principalFen);
}

/** Adds up many. */
export function sumOf(all: readonly Components[]): Components {
  return all.reduce(plus, NOTHING);
}
