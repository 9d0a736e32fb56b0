import type { OverdueParameters } from '../parameters/collection';

/** The slots of a day as one loan has them: they begin for all at the same time, and each loan has its own turn. */
export interface Slots {
  /** When slots begin, HH:mm, Asia/Shanghai, in order. */
  readonly debitTimes: readonly string[];
  /** When it is the loan's turn, counted from the beginning of each slot. */
  readonly turnMs: number;
}

const MS_PER_MINUTE = 60_000;
const HASHES = 2 ** 32;

/**
 * When it is a loan's turn in a slot: what falls due for all at one time of day is spread over the slot, evenly and
 * for ever the same for a loan, so that neither the platform nor the bank is asked everything in one second.
 * @returns milliseconds from the slot's beginning, less than the slot is long
 */
export function turnOf(loanId: string, of: Pick<OverdueParameters, 'slotMinutes'>): number {
  return Math.floor((hash(loanId) / HASHES) * lastsMs(of));
}

/** How long a slot is, in milliseconds. */
export function lastsMs({ slotMinutes }: Pick<OverdueParameters, 'slotMinutes'>): number {
  return slotMinutes * MS_PER_MINUTE;
}

/** The slots of a loan by the parameters in force. */
export function slotsOf(loanId: string, overdue: OverdueParameters): Slots {
  return { debitTimes: overdue.debitTimes, turnMs: turnOf(loanId, overdue) };
}

/** FNV-1a of 32 bits with the last steps of MurmurHash3: ids that differ in little get turns far apart. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193);
  }
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
