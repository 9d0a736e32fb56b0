import { addWorkdays, type BusinessCalendar } from '../calendar/businessCalendar';
import { daysBetween, type IsoDate } from '../calendar/isoDate';
import { Exact } from '../parameters/decimal';
import type { PostLoanParameters, Threshold, WarningLevel } from '../parameters/postLoan';

/** What is known of one indicator: a decimal, a flag, or BEST and WORST where dividing by zero would say so. */
export interface Reading {
  readonly value: string | boolean | null;
  readonly asOf: IsoDate;
}

/** What a reading says; MISSING and STALE say nothing, neither good nor bad. */
export const SIGNAL_COLOURS = ['GREEN', 'YELLOW', 'RED', 'MISSING', 'STALE'] as const;
export type SignalColour = (typeof SIGNAL_COLOURS)[number];

/** What all readings of a borrower say together. */
export const OVERALL_COLOURS = ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'] as const;
export type OverallColour = (typeof OVERALL_COLOURS)[number];

export interface Watched<Code extends string> {
  /** The day of the look. */
  readonly on: IsoDate;
  readonly readings: Readonly<Partial<Record<Code, Reading>>>;
  /** The worst level that stands of each indicator, answered or not. */
  readonly standing: Readonly<Partial<Record<Code, WarningLevel>>>;
}

export interface Warnings<Code extends string> {
  readonly signals: readonly { readonly code: Code; readonly colour: SignalColour }[];
  readonly overall: OverallColour;
  /** What somebody must look at anew, and by when. */
  readonly raised: readonly { readonly code: Code; readonly level: WarningLevel; readonly dueOn: IsoDate }[];
  /** What stands and is good again. */
  readonly cleared: readonly Code[];
}

/** So many yellow ones are as bad as a red one. */
const YELLOWS_OF_RED = 3;

/**
 * What the readings of a borrower say on a day, and what follows. An indicator that stands is raised again only when
 * it is worse; one that is good again is cleared, and may be raised anew. What is missing or too old clears nothing.
 * Source: house design (oracles-next/insight.json `earlyWarning`). In the order of the thresholds.
 */
export function earlyWarning<Code extends string>(
  { on, readings, standing }: Watched<Code>,
  {
    thresholds,
    answerWorkdays,
  }: Pick<PostLoanParameters, 'answerWorkdays'> & { readonly thresholds: readonly Threshold<Code>[] },
  calendar: BusinessCalendar,
): Warnings<Code> {
  const signals = thresholds.map((threshold) => ({
    code: threshold.code,
    colour: colourOf(readings[threshold.code], threshold, on),
  }));
  return {
    signals,
    overall: overallOf(signals.map(({ colour }) => colour)),
    raised: signals.flatMap(({ code, colour }) => {
      const isWorse = colour === 'RED' ? standing[code] !== 'RED' : standing[code] === undefined;
      if ((colour !== 'RED' && colour !== 'YELLOW') || !isWorse) return [];
      return [{ code, level: colour, dueOn: addWorkdays(on, answerWorkdays[colour], calendar) }];
    }),
    cleared: signals.flatMap(({ code, colour }) =>
      colour === 'GREEN' && standing[code] !== undefined ? [code] : [],
    ),
  };
}

/** The colour of one reading on a day. */
export function colourOf(
  reading: Reading | undefined,
  threshold: Threshold<string>,
  on: IsoDate,
): SignalColour {
  if (reading === undefined || reading.value === null) return 'MISSING';
  if (daysBetween(reading.asOf, on) > threshold.maxAgeDays) return 'STALE';
  const { value } = reading;
  if (typeof value === 'boolean') return value ? (threshold.yellow === null ? 'RED' : 'YELLOW') : 'GREEN';
  if (isBeyond(value, threshold.red, threshold.direction)) return 'RED';
  return isBeyond(value, threshold.yellow, threshold.direction) ? 'YELLOW' : 'GREEN';
}

function isBeyond(value: string, bound: string | null, direction: Threshold['direction']): boolean {
  if (bound === null || value === 'BEST') return false;
  if (value === 'WORST') return true;
  return direction === 'LOW' ? new Exact(value).lessThan(bound) : new Exact(value).greaterThan(bound);
}

function overallOf(colours: readonly SignalColour[]): OverallColour {
  const count = (...of: readonly SignalColour[]) => colours.filter((colour) => of.includes(colour)).length;
  if (count('RED') > 0) return 'RED';
  if (2 * count('MISSING', 'STALE') > colours.length) return 'UNKNOWN';
  if (count('YELLOW') >= YELLOWS_OF_RED) return 'RED';
  return count('YELLOW') > 0 ? 'YELLOW' : 'GREEN';
}
