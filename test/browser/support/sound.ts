import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { barriers, overhang } from './axe';

/** A folder to which the screens are pictured that a test looks at; nothing: none are. */
const PICTURES = process.env.PICTURES;
export const IS_PICTURED = PICTURES !== undefined;

const WHOLE_HEIGHT = `Math.max(...[document.documentElement, ...document.querySelectorAll('main')]
  .map((part) => Math.ceil(part.getBoundingClientRect().top + part.scrollHeight)))`;
/** Of a picture in pixels: a long list goes on as it began. */
const MOST_HEIGHT = 4_000;

/** Keeps a picture of a screen, where pictures are wanted (`npm run tour`). */
export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  // The desk moves inside of its frame: what is below the edge is pictured by a window that is as high.
  const window = page.viewportSize();
  const height = Math.min(await page.evaluate<number>(WHOLE_HEIGHT), MOST_HEIGHT);
  if (window !== null && height > window.height) await page.setViewportSize({ ...window, height });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  if (window !== null) await page.setViewportSize(window);
}

/**
 * What nobody may meet on a screen: barriers, and a page that is wider than its window.
 * @param name of its picture
 */
export async function expectSound(page: Page, name: string): Promise<void> {
  await picture(page, name);
  expect(await barriers(page)).toEqual([]);
  expect(await overhang(page)).toBeLessThanOrEqual(0);
}
