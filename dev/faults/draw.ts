import { type BankFault, drawBankFault } from './bankFaults';
import type { Chance } from './chance';

/** Parts that can be killed and frozen; the queue is one where a Redis runs. */
export const PARTS = ['api', 'worker', 'temporal', 'postgres', 'bank', 'mail', 'services', 'queue'] as const;
export type PartName = (typeof PARTS)[number];

/** Lines between the platform's own processes and what they stand on. */
export const LINES = ['bank', 'services', 'smtp', 'postgres', 'temporal'] as const;
export type LineName = (typeof LINES)[number];

export const SEVERED_ROLES = ['lending_api', 'lending_worker'] as const;

/** Something bad that happens to a running platform. */
export type Fault =
  | { readonly kind: 'KILL'; readonly part: PartName }
  | { readonly kind: 'FREEZE'; readonly part: PartName; readonly forMs: number }
  /** The machine loses its power: every part dies at once, and all of them start beside each other. */
  | { readonly kind: 'POWER' }
  /** All connections of a role to the database end. */
  | { readonly kind: 'SEVER'; readonly role: (typeof SEVERED_ROLES)[number] }
  /** The line refuses connections, and the old ones are gone. */
  | { readonly kind: 'CUT'; readonly line: LineName; readonly forMs: number }
  /** The bank does something to the next orders of a borrower. */
  | { readonly kind: 'BANK'; readonly cells: readonly BankFault[] }
  /** A workday some days ahead is declared a holiday under the loans that live. */
  | { readonly kind: 'HOLIDAY'; readonly daysAhead: number }
  /** An institution's statement file can't be had, or is broken, so many times. */
  | { readonly kind: 'BROKEN_FILE'; readonly how: 'HTTP_500' | 'TORN'; readonly times: number };

/** How often each kind comes among a hundred. */
const SHARES: Readonly<Record<Fault['kind'], number>> = {
  BANK: 47,
  KILL: 18,
  POWER: 1,
  FREEZE: 14,
  CUT: 8,
  SEVER: 6,
  BROKEN_FILE: 4,
  HOLIDAY: 2,
};
const MOST_CELLS = 4;
/** Parts as often as they are hit: the ones that hold processes and money more often. */
const HIT: readonly PartName[] = [...PARTS, 'worker', 'worker', 'temporal', 'postgres', 'api'];

/** The faults of a run, in their order. */
export function drawFaults(chance: Chance, count: number, hasQueue: boolean): Fault[] {
  const [first, ...others] = HIT.filter((part) => part !== 'queue' || hasQueue);
  const parts = [first ?? 'worker', ...others] as const;
  return Array.from({ length: count }, () => drawFault(chance, parts));
}

function drawFault(chance: Chance, parts: readonly [PartName, ...PartName[]]): Fault {
  const { oneOf, whole } = chance;
  const kind = drawKind(chance);
  switch (kind) {
    case 'KILL':
      return { kind, part: oneOf(parts) };
    case 'FREEZE':
      return { kind, part: oneOf(parts), forMs: whole(1_000, 10_000) };
    case 'POWER':
      return { kind };
    case 'SEVER':
      return { kind, role: oneOf(SEVERED_ROLES) };
    case 'CUT':
      return { kind, line: oneOf(LINES), forMs: whole(1_000, 10_000) };
    case 'BANK':
      return { kind, cells: Array.from({ length: whole(1, MOST_CELLS) }, () => drawBankFault(chance)) };
    case 'HOLIDAY':
      return { kind, daysAhead: whole(10, 60) };
    case 'BROKEN_FILE':
      return { kind, how: oneOf(['HTTP_500', 'TORN']), times: whole(1, 5) };
  }
}

function drawKind({ between }: Chance): Fault['kind'] {
  const kinds = Object.entries(SHARES) as [Fault['kind'], number][];
  let left = between(
    0,
    kinds.reduce((sum, [, share]) => sum + share, 0),
  );
  for (const [kind, share] of kinds) {
    left -= share;
    if (left < 0) return kind;
  }
  return 'BANK';
}
