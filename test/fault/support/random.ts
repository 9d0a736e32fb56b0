/** Chance that can be repeated: the same seed gives the same choices. */
export interface Chance {
  readonly seed: number;
  /** A number from `from` up to, not including, `to`. */
  between(from: number, to: number): number;
  oneOf<Item>(items: readonly [Item, ...Item[]]): Item;
  shuffled<Item>(items: readonly Item[]): Item[];
}

/** Chance by FAULT_SEED, or by a new seed, which is printed so that a failure can be repeated. */
export function chance(): Chance {
  const given = process.env.FAULT_SEED;
  const seed = given === undefined ? Date.now() % 1_000_000 : Number(given);
  process.stdout.write(`FAULT_SEED=${seed}\n`);
  const next = mulberry32(seed);
  const between = (from: number, to: number): number => from + next() * (to - from);
  const oneOf = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(between(0, items.length))] ?? items[0];
  const shuffled = <Item>(items: readonly Item[]): Item[] =>
    items
      .map((item) => ({ item, place: next() }))
      .sort((left, right) => left.place - right.place)
      .map(({ item }) => item);
  return { seed, between, oneOf, shuffled };
}

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
