import type { Answers } from '../../../client/client';

export type Indicator = Answers['RiskIndicator'];
export type WarningLevel = Answers['WarningLevel'];
export type Bounds = Answers['WarningBounds'];
export type Thresholds = Readonly<Partial<Record<Indicator, Bounds>>>;

/** A threshold as it is typed: two decimals, or the level of what is only so or not so. */
export type ThresholdDraft =
  | { readonly kind: 'FIGURE'; readonly yellow: string; readonly red: string }
  | { readonly kind: 'FLAG'; readonly level: WarningLevel };
export type ThresholdDrafts = Readonly<Partial<Record<Indicator, ThresholdDraft>>>;

/** Thresholds in force, to be changed. */
export const thresholdsTyped = (inForce: Thresholds): ThresholdDrafts =>
  Object.fromEntries(entriesOf(inForce).map(([indicator, bounds]) => [indicator, draftOf(bounds)]));

/** How a threshold warns: below its bounds, above them, or when something is so. */
export function directionOf({ yellow, red }: Bounds): 'LOW' | 'HIGH' | 'FLAG' {
  if (yellow === null || red === null) return 'FLAG';
  return Number(red) < Number(yellow) ? 'LOW' : 'HIGH';
}

/** The thresholds that are asked for, only what differs; null: nothing does, or one can't be read. */
export function thresholdsWanted(
  typed: ThresholdDrafts,
  inForce: Thresholds,
): { thresholds: Partial<Record<Indicator, Bounds>> } | null {
  const wanted: Partial<Record<Indicator, Bounds>> = {};
  for (const [indicator, draft] of entriesOf(typed)) {
    const bounds = boundsOf(draft);
    if (bounds === null) return null;
    const before = inForce[indicator];
    if (before === undefined || !isSame(bounds, before)) wanted[indicator] = bounds;
  }
  return Object.keys(wanted).length === 0 ? null : { thresholds: wanted };
}

function draftOf(bounds: Bounds): ThresholdDraft {
  const { yellow, red } = bounds;
  return yellow === null || red === null
    ? { kind: 'FLAG', level: red === null ? 'YELLOW' : 'RED' }
    : { kind: 'FIGURE', yellow, red };
}

function boundsOf(draft: ThresholdDraft): Bounds | null {
  if (draft.kind === 'FLAG') {
    return draft.level === 'RED' ? { yellow: null, red: 'true' } : { yellow: 'true', red: null };
  }
  const [yellow, red] = [decimalTyped(draft.yellow), decimalTyped(draft.red)];
  return yellow === null || red === null ? null : { yellow, red };
}

/** A decimal as the API takes it; null: none was typed. */
export function decimalTyped(typed: string): string | null {
  const plain = typed.normalize('NFKC').replaceAll('−', '-').trim();
  return /^-?\d{1,6}(\.\d{1,6})?$/.test(plain) ? plain : null;
}

const isSame = (left: Bounds, right: Bounds): boolean =>
  isSameBound(left.yellow, right.yellow) && isSameBound(left.red, right.red);
const isSameBound = (left: string | null, right: string | null): boolean =>
  left === right || (left !== null && right !== null && Number(left) === Number(right));

/** Of a record by indicators. */
export const entriesOf = <Value>(
  of: Readonly<Partial<Record<Indicator, Value>>>,
): readonly (readonly [Indicator, Value])[] => Object.entries(of) as [Indicator, Value][];
