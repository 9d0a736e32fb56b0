import { setTimeout as sleep } from 'node:timers/promises';

const AT_ONCE = 20;
const LOOK_MS = 50;
/** Far beyond what a machine takes for one loan; whether it was fast is for the caller to say. */
const PATIENCE_MS_A_LOAN = 300;
const LEAST_PATIENCE_MS = 300_000;

/** How long to wait for something that so many loans do. */
export function patienceMs(loans: number): number {
  return Math.max(LEAST_PATIENCE_MS, loans * PATIENCE_MS_A_LOAN);
}

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
export async function untilTrue(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = LEAST_PATIENCE_MS,
): Promise<void> {
  const deadlineMs = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadlineMs) throw new Error(`it did not come that ${what}`);
    await sleep(LOOK_MS);
  }
}
