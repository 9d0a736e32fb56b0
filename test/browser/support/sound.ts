import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { barriers, overhang } from './axe';

/** A folder to which the screens are pictured that a test looks at; nothing: none are. */
const PICTURES = process.env.PICTURES;

/**
 * What nobody may meet on a screen: barriers, and a page that is wider than its window.
 * @param name of its picture
 */
export async function expectSound(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  expect(await barriers(page)).toEqual([]);
  expect(await overhang(page)).toBeLessThanOrEqual(0);
}
