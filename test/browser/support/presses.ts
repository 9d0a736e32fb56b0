import type { Page } from 'playwright-core';

/** What a person's hands did: keys but for modifiers, and uses of a mouse or finger. */
export interface Presses {
  readonly keys: readonly string[];
  readonly pointers: number;
}

/** Runs in the page. */
const COUNT = `
  globalThis.counted = { keys: [], pointers: 0 };
  const modifiers = ['Shift', 'Control', 'Alt', 'Meta'];
  addEventListener('keydown', ({ key }) => modifiers.includes(key) || counted.keys.push(key), true);
  addEventListener('pointerdown', () => counted.pointers++, true);
`;

/** Counts presses in a page from now on, whatever is loaded into it. */
export async function countPresses(page: Page): Promise<void> {
  await page.addInitScript({ content: COUNT });
}

/** What was pressed since it was asked last. */
export async function pressesSince(page: Page): Promise<Presses> {
  return await page.evaluate<Presses>('({ keys: counted.keys.splice(0), pointers: counted.pointers })');
}
