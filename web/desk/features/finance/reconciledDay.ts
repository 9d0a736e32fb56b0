import type { Answers } from '../../../client/client';

const MS_A_DAY = 86_400_000;
const shifted = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * MS_A_DAY).toISOString().slice(0, 10);

/** The day before a day, `2026-11-27`. */
export const previousDay = (day: string): string => shifted(day, -1);
export const nextDay = (day: string): string => shifted(day, 1);

type Item = Answers['Reconciliation']['items'][number];

/** What a person has to do something about. */
export const isOpen = ({ outcome, resolvedAt }: Pick<Item, 'outcome' | 'resolvedAt'>): boolean =>
  outcome !== 'MATCH' && resolvedAt === null;

/** Rows of a day: what is open first, then by the larger amount. */
export function inOrder(items: readonly Item[], outcome: Item['outcome'] | undefined): readonly Item[] {
  return items
    .filter((item) => outcome === undefined || item.outcome === outcome)
    .toSorted((left, right) => Number(isOpen(right)) - Number(isOpen(left)) || sizeOf(right) - sizeOf(left));
}

const sizeOf = ({ bankFen, booksFen }: Item): number => Math.max(bankFen ?? 0, booksFen ?? 0);

/** How a day stands as a whole: whether everything agrees, and what keeps it from doing so. */
export function verdictOf({
  balance,
  items,
  blockedOn,
}: Pick<Answers['Reconciliation'], 'balance' | 'items' | 'blockedOn'>):
  | 'BLOCKED'
  | 'NO_FILE'
  | 'DIFFERS'
  | 'OPEN_ITEMS'
  | 'AGREES' {
  if (balance.bankFen === null) return blockedOn === null ? 'NO_FILE' : 'BLOCKED';
  if (balance.differenceFen !== 0) return 'DIFFERS';
  return items.some(isOpen) ? 'OPEN_ITEMS' : 'AGREES';
}
