import { setTimeout as sleep } from 'node:timers/promises';

const AT_ONCE = 20;
const LOOK_MS = 50;
const PATIENCE_MS = 300_000;

/** Does something with each item, some at a time. */
export async function eachAtOnce<Item>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const hand = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      await work(items[index] as Item, index);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
}

/** Waits until something holds. @throws Error when it does not come */
export async function untilTrue(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > deadlineMs) throw new Error(`it did not come that ${what}`);
    await sleep(LOOK_MS);
  }
}
