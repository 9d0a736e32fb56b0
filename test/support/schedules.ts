import { scheduleOf } from '../../domain/schedule/rows';
import type { Schedule } from '../../domain/schedule/types';

/** What is left of a schedule after its first instalments are paid, as the fold has it of a loan that is in time. */
export function remainingAfter({ terms, rows, levelFen }: Schedule, paidInstalments: number): Schedule {
  return scheduleOf(terms, rows.slice(paidInstalments), levelFen);
}
