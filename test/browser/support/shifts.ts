import type { BrowserContext, Page } from 'playwright-core';

/** Of all shifts of a page together that nobody's act has caused, as CLS counts them. */
const MOST_SHIFT = 0.02;
const MOST_NAMED = 3;

interface Shift {
  readonly value: number;
  /** What moved, as far as the browser says. */
  readonly moved: readonly string[];
}

/** Runs in the page before anything of it. */
const WATCH = `
  globalThis.shifts = [];
  const nameOf = (node) => {
    const { localName, className } = node?.localName ? node : (node?.parentElement ?? {});
    return localName + '.' + className + ' “' + (node?.textContent ?? '').slice(0, 20) + '”';
  };
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, sources, value } of list.getEntries()) {
      if (!hadRecentInput) shifts.push({ value, moved: sources.map(({ node }) => nameOf(node)) });
    }
  }).observe({ type: 'layout-shift', buffered: true });
`;

/** Notes what moves in all pages of somebody. */
export async function watchShifts(person: BrowserContext): Promise<void> {
  await person.addInitScript({ content: WATCH });
}

/** What moved under its reader's eyes since a page was opened; nothing where it is too little to be noticed. */
export async function restlessness(page: Page): Promise<readonly string[]> {
  const shifts = await page.evaluate<readonly Shift[]>('shifts');
  const sum = shifts.reduce((all, { value }) => all + value, 0);
  if (sum <= MOST_SHIFT) return [];
  const moved = shifts.flatMap((shift) => shift.moved.slice(0, MOST_NAMED));
  return [`moves by ${sum.toFixed(3)}: ${moved.join(', ')}`];
}
