import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { barriers, overhang } from './axe';

/** A folder to which the screens are pictured that a test looks at; nothing: none are. */
const PICTURES = process.env.PICTURES;
export const IS_PICTURED = PICTURES !== undefined;

/** Keeps a picture of a screen, where pictures are wanted (`npm run tour`). */
export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
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
