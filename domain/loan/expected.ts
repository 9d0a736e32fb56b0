import type { InstalmentState, LoanState } from './state';

/**
 * Instalments that the schedule still expects money for. Of a loan that was written off nothing falls due any more: what
 * is recovered pays the claim and leaves its rows as they stood, so neither they nor those of a closed loan say that
 * anything is late.
 */
export function expectedOf({ status, instalments }: LoanState): readonly InstalmentState[] {
  if (status === 'WRITTEN_OFF' || status === 'CLOSED') return [];
  return instalments.filter(({ unpaidFen }) => unpaidFen > 0);
}
