import { addDays, isoDate } from '../../../domain/calendar/isoDate';
import type { Answers } from '../../client/client';

/** Who reads the books, and who keeps them; the API says the same. */
export const BOOK_READERS = ['finance', 'risk', 'admin', 'auditor'] as const;
export const BOOK_KEEPERS = ['finance'] as const;

/**
 * The day at which the books stand, where days are shown whose nights are late: those that are over, up to a last one.
 * @param until the last day that is shown; today when left out
 * @returns null where every night is done that could be
 */
export function behindAt(
  { today, booksThrough }: Pick<Answers['FinanceDay'], 'today' | 'booksThrough'>,
  until: string = today,
): string | null {
  const yesterday: string = addDays(isoDate(today), -1);
  const wanted = until < yesterday ? until : yesterday;
  return booksThrough !== null && booksThrough < wanted ? booksThrough : null;
}
