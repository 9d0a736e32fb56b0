const AT_ONCE = 10;

/** Does some work for each item, some at once. @returns what came of it, in their order */
export async function eachOf<Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const done: Value[] = [];
  for (let first = 0; first < items.length; first += AT_ONCE) {
    done.push(...(await Promise.all(items.slice(first, first + AT_ONCE).map(work))));
  }
  return done;
}
