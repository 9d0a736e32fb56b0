import type { LoanEvent } from './events';
import type { LoanTerms } from './terms';

/** What is stored of a loan outlives the program that wrote it: it says in which version it was written. */
type Stored = Readonly<Record<string, unknown>>;
/** Makes what one version wrote into what the next one would have written. */
type Step = (stored: Stored) => Stored;

/** From version 1 on. Collection dates that version 1 didn't keep are left to the calendar (`collectionDatesOf`). */
const EVENT_STEPS: readonly Step[] = [
  (event) => (isOfEndOfDay(event) ? { ...event, by: 'EOD' } : event),
  // Up to version 2 the books kept no penalty of what was written off, and they are not written anew.
  (event) => (event.kind === 'WRITTEN_OFF' ? { ...event, dropsPenalty: true } : event),
];
const TERMS_STEPS: readonly Step[] = [];

/** The version that events are written in. */
export const EVENT_VERSION: number = EVENT_STEPS.length + 1;
/** The version that terms are written in. */
export const TERMS_VERSION: number = TERMS_STEPS.length + 1;

function isOfEndOfDay({ businessKey }: Stored): boolean {
  return typeof businessKey === 'string' && businessKey.includes('/eod/');
}

function upcast(stored: Stored, version: unknown, steps: readonly Step[], what: string): Stored {
  const newest = steps.length + 1;
  if (!Number.isInteger(version) || Number(version) < 1 || Number(version) > newest)
    throw new RangeError(`${what} of version ${version}: this program knows 1 to ${newest}`);
  return steps.slice(Number(version) - 1).reduce((event, step) => step(event), stored);
}

/**
 * Reads an event as it was stored, in whatever version.
 * @param stored its payload with sequence, kind, effective date and key; without `v` it is version 1
 * @throws RangeError when a newer program wrote it
 */
export function upcastEvent({ v = 1, ...stored }: Stored): LoanEvent {
  return upcast(stored, v, EVENT_STEPS, 'a loan event') as unknown as LoanEvent;
}

/**
 * Reads terms as they were stored; without `version` they are version 1.
 * @throws RangeError when a newer program wrote them
 */
export function upcastTerms({ version = 1, ...stored }: Stored): LoanTerms {
  return upcast(stored, version, TERMS_STEPS, 'terms of a loan') as unknown as LoanTerms;
}
