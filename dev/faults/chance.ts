/** Chance that can be repeated: the same seed gives the same choices. */
export interface Chance {
  readonly seed: number;
  /** A number from `from` up to, not including, `to`. */
  between(from: number, to: number): number;
  /** A whole number from `from` up to and including `to`. */
  whole(from: number, to: number): number;
  oneOf<Item>(items: readonly [Item, ...Item[]]): Item;
  shuffled<Item>(items: readonly Item[]): Item[];
}

/** The chance of a seed. */
export function chanceOf(seed: number): Chance {
  const next = mulberry32(seed);
  const between = (from: number, to: number): number => from + next() * (to - from);
  const whole = (from: number, to: number): number => Math.floor(between(from, to + 1));
  const oneOf = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[whole(0, items.length - 1)] ?? items[0];
  const shuffled = <Item>(items: readonly Item[]): Item[] =>
    items
      .map((item) => ({ item, place: next() }))
      .sort((left, right) => left.place - right.place)
      .map(({ item }) => item);
  return { seed, between, whole, oneOf, shuffled };
}

/** A seed that nobody chose. */
export const anySeed = (): number => Date.now() % 1_000_000;

/** A small generator of numbers in [0, 1): mulberry32. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
