import type { IsoDate } from '../calendar/isoDate';
import { accept, type Result, refuse } from '../result';
import type { FeeList } from './types';

/**
 * The version of the price list in force on a date.
 * @returns refused before the first version
 */
export function feeListAt(lists: readonly FeeList[], date: IsoDate): Result<FeeList, 'NO_FEE_LIST'> {
  const inForce = lists
    .filter(({ effectiveFrom }) => effectiveFrom <= date)
    .toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0];
  return inForce === undefined ? refuse('NO_FEE_LIST', 'date', { date }) : accept(inForce);
}
