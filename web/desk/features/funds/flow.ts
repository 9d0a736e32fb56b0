/** A day with money in and out, in fen. */
export interface FlowDay {
  readonly date: string;
  readonly inFen: number;
  readonly outFen: number;
  readonly balanceFen: number;
}

/** A bar of the picture: how high what came and what went stand over each other, as shares of the largest. */
export interface FlowBar extends FlowDay {
  readonly inShare: number;
  readonly outShare: number;
}

/** Days as bars; days without any money keep their place. */
export function flowBars(days: readonly FlowDay[]): readonly FlowBar[] {
  const most = Math.max(1, ...days.flatMap(({ inFen, outFen }) => [inFen, outFen]));
  return days.map((day) => ({ ...day, inShare: day.inFen / most, outShare: day.outFen / most }));
}

/** The first day on which the money would not do; null: on none. */
export const shortOn = (days: readonly FlowDay[]): string | null =>
  days.find(({ balanceFen }) => balanceFen < 0)?.date ?? null;
