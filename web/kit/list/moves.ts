/**
 * Where a move in a list leads.
 * @param keys of the rows, in their order
 * @param from where one is; null: nowhere yet
 * @returns the key of the row, held at both ends; null where the list is empty
 */
export function moved(keys: readonly string[], from: string | null, by: number): string | null {
  const at = from === null ? -1 : keys.indexOf(from);
  if (at < 0) return keys[0] ?? null;
  return keys[Math.min(Math.max(at + by, 0), keys.length - 1)] ?? null;
}

/** The rows from one to another, both of them, whichever comes first. */
export function between(keys: readonly string[], one: string, other: string): readonly string[] {
  const [from, to] = [keys.indexOf(one), keys.indexOf(other)].toSorted((low, high) => low - high);
  return from === undefined || to === undefined || from < 0 ? [] : keys.slice(from, to + 1);
}
