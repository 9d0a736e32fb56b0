import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 A and AA, with nothing excepted. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What keeps somebody from using a page as it is now, as `rule: element`; none is what we want.
 * Evaluated by the browser's own tools, so the policy of the page lets it in.
 */
export async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(SOURCE);
  const { violations } = await page.evaluate<AxeResults, readonly string[]>(
    (tags) =>
      (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
        runOnly: tags,
        // What passed is nobody's to read, and costs a third more.
        resultTypes: ['violations'],
        preload: false,
      }),
    TAGS,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** How far a page reaches over its window to the right, in CSS pixels: nobody scrolls sideways to read. */
export async function overhang(page: Page): Promise<number> {
  const measure = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  return await page.evaluate<number>(measure);
}

/** Words of Latin letters in a table that go on in the next line, which people spell together again. */
const BROKEN_WORDS = `[...document.querySelectorAll('.records td, .records th')].flatMap((cell) => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (texts.nextNode()) {
    const { currentNode: node } = texts;
    if (node.parentElement.closest('small') !== null) continue;
    for (const { 0: word, index } of node.data.matchAll(/\\b[A-Za-z]{3,20}\\b/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
    }
  }
  return broken;
})`;

/** Words that a table of the page breaks, as they are spelled. */
export async function brokenWords(page: Page): Promise<readonly string[]> {
  return await page.evaluate<readonly string[]>(BROKEN_WORDS);
}
