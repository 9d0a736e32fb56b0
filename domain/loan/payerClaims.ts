import { type Fen, fen } from '../money/fen';
import type { LoanEvent, LoanEventOf } from './events';

/** What held money was given for that is gone from the loan: to the borrower, or to what they owe back. */
export function isGivenAway(event: LoanEvent): event is LoanEventOf<'REFUNDED' | 'SET_OFF'> {
  return event.kind === 'REFUNDED' || event.kind === 'SET_OFF';
}

/** What reversals claim back of each refund, and of what was set off, by its sequence. */
export function claimedOf(events: readonly LoanEvent[]): ReadonlyMap<number, Fen> {
  const claimed = new Map<number, Fen>();
  for (const event of events) {
    if (event.kind !== 'REVERSED') continue;
    for (const [given, amountFen] of Object.entries(event.claims ?? {}))
      claimed.set(Number(given), fen((claimed.get(Number(given)) ?? 0) + amountFen));
  }
  return claimed;
}

/** What reversals claim back and nothing was set off against, fen: what of it is repaid or written off is no event. */
export function owedBackFen(events: readonly LoanEvent[]): Fen {
  const claimedFen = [...claimedOf(events).values()].reduce((sum, amountFen) => sum + amountFen, 0);
  return fen(
    events.reduce((left, event) => left - (event.kind === 'SET_OFF' ? event.amountFen : 0), claimedFen),
  );
}
