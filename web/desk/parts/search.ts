/** Reads one value of an address; undefined where it says nothing that can be used. */
type Guard<Value> = (value: unknown) => Value | undefined;

/** What an address may say, filter by filter. */
export type SearchOf<Guards extends Readonly<Record<string, Guard<unknown>>>> = {
  [Key in keyof Guards]?: Exclude<ReturnType<Guards[Key]>, undefined>;
};

/**
 * Reads the filters of a screen from its address. An address is typed, mailed and kept for years: what is no value of
 * a filter is left out, and never an error.
 */
export function searchOf<const Guards extends Readonly<Record<string, Guard<unknown>>>>(guards: Guards) {
  return (said: Readonly<Record<string, unknown>>): SearchOf<Guards> => {
    const read = Object.entries(guards).map(([key, guard]) => [key, guard(said[key])] as const);
    return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as SearchOf<Guards>;
  };
}

/** One of the values. */
export const oneOf =
  <const Value extends string>(values: readonly Value[]): Guard<Value> =>
  (value) =>
    values.find((each) => each === value);

/** One of the keys of a table, such as of words. */
export const keyOf = <Key extends string>(table: Readonly<Record<Key, unknown>>): Guard<Key> =>
  oneOf(Object.keys(table) as Key[]);

const LONGEST = 200;

/** Any text, such as an id; digits alone arrive as a number. */
export const text: Guard<string> = (value) => {
  const said = typeof value === 'number' ? String(value) : value;
  return typeof said === 'string' && said !== '' && said.length <= LONGEST ? said : undefined;
};

/** A day, `2026-11-27`. */
export const day: Guard<string> = (value) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;

/** A month, `2026-11`. */
export const month: Guard<string> = (value) =>
  typeof value === 'string' && /^2[01]\d\d-(0[1-9]|1[0-2])$/.test(value) ? value : undefined;

/** A year, `2026`; typed, it arrives as a number. */
export const year: Guard<string> = (value) => {
  const said = typeof value === 'number' ? String(value) : value;
  return typeof said === 'string' && /^2[01]\d\d$/.test(said) ? said : undefined;
};

/** Changes of filters: undefined takes one away. */
export type Wish<Search> = { [Key in keyof Search]?: Search[Key] | undefined };

/** Filters with some of them changed. */
export function changed<Search extends object>(search: Search, wish: Wish<Search>): Search {
  const kept = Object.entries({ ...search, ...wish }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Search;
}
