import type { Page } from 'playwright-core';
import { barriers, brokenWords, overhang } from './axe';
import type { Look } from './browser';
import { restlessness } from './shifts';

const STILL_LOADING = '.skeleton, [aria-busy="true"]';
/** A key of ours where a word should stand. */
const RAW_CODE = /\b[A-Z]{3,}_[A-Z_]+\b/g;
/** Five words of another script in a line that has none of Chinese. */
const ENGLISH = /^[^\p{Script=Han}]*\b[A-Za-z]+(?:,? [a-z]+){4,}[^\p{Script=Han}]*$/gmu;
const NOT_YOURS = /此页面供以下角色使用|This page is for:/;

/** Goes to an address and waits until what it shows is there. */
export async function settle(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator(STILL_LOADING).first().waitFor({ state: 'detached' });
}

/** What nobody may meet on the screen of an address; none is what we want. */
export async function faults(page: Page, address: string, { language }: Look): Promise<readonly string[]> {
  await settle(page, address);
  const headings = await page.getByRole('heading', { level: 1 }).count();
  const over = await overhang(page);
  return [
    ...(await barriers(page)),
    ...(await restlessness(page)),
    ...(over > 0 ? [`${over} px too wide`] : []),
    ...(await brokenWords(page)).map((word) => `broken: ${word}`),
    ...(headings === 1 ? [] : [`${headings} first headings`]),
    ...(await wrongWords(page, language)),
  ];
}

/** Words that nobody may read on a screen of theirs: keys of ours, another language, and that it is not theirs. */
export async function wrongWords(page: Page, language: Look['language']): Promise<readonly string[]> {
  const text = await page.evaluate<string>('document.body.innerText');
  return [
    ...(text.match(RAW_CODE) ?? []),
    ...(language === 'zh-CN' ? (text.match(ENGLISH) ?? []) : []),
    ...(text.match(NOT_YOURS) ?? []),
  ];
}
