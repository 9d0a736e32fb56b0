import { type Fen, fen, minFen } from '../money/fen';
import { accept, type Result, refuse } from '../result';

/** Parts of what is owed that may be given up. `interestNotDue`: earned by the day and not due yet. */
export const WAIVABLE = ['fee', 'compound', 'penalty', 'interest', 'interestNotDue'] as const;
export type Waivable = (typeof WAIVABLE)[number];

/** One part of a waiver, over all instalments. */
export interface WaiverLine {
  readonly component: Waivable | 'principal';
  readonly amountFen: number;
}

/** What is unpaid of an instalment, by what may be given up of it. */
export interface WaivableLine extends Readonly<Record<Waivable, Fen>> {
  readonly instalment: number;
}

/** What is given up of one instalment. */
export interface WaivedPart {
  readonly instalment: number;
  readonly component: Waivable;
  readonly amountFen: Fen;
}

export type WaiverRefusal = 'PRINCIPAL_NOT_WAIVABLE' | 'AMOUNT_NOT_POSITIVE' | 'AMOUNT_EXCEEDS_UNPAID';

/**
 * Divides a waiver over instalments, the oldest first. All or nothing: the first line that is wrong is refused.
 * Principal is never waived: that is a write-off. House design.
 * @param unpaid instalments, oldest first
 */
export function waivedParts(
  waive: readonly WaiverLine[],
  unpaid: readonly WaivableLine[],
): Result<readonly WaivedPart[], WaiverRefusal> {
  const parts: WaivedPart[] = [];
  for (const { component, amountFen } of waive) {
    if (component === 'principal') return refuse('PRINCIPAL_NOT_WAIVABLE', 'waive');
    if (amountFen <= 0) return refuse('AMOUNT_NOT_POSITIVE', 'waive');
    const left = unpaid.map((line) => ({
      instalment: line.instalment,
      leftFen: line[component] - waivedOf(parts, line.instalment, component),
    }));
    const unpaidFen = left.reduce((sum, { leftFen }) => sum + leftFen, 0);
    if (amountFen > unpaidFen)
      return refuse('AMOUNT_EXCEEDS_UNPAID', 'waive', { component, maximumFen: unpaidFen });
    let restFen = amountFen;
    for (const { instalment, leftFen } of left) {
      const givenUpFen = minFen(fen(restFen), fen(leftFen));
      if (givenUpFen > 0) parts.push({ instalment, component, amountFen: givenUpFen });
      restFen -= givenUpFen;
    }
  }
  return accept(parts);
}

function waivedOf(parts: readonly WaivedPart[], instalment: number, component: Waivable): number {
  return parts
    .filter((part) => part.instalment === instalment && part.component === component)
    .reduce((sum, { amountFen }) => sum + amountFen, 0);
}
