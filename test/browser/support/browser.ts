import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Language } from '../../../web/kit/words/words';
import { chromiumProgram } from '../../support/chromium';
import { watchShifts } from './shifts';

/** How a person looks at the platform. */
export interface Look {
  readonly language: Language;
  readonly width: 360 | 1440;
  readonly theme: 'LIGHT' | 'DARK';
}

/** A phone in Chinese by day: what most applicants have. */
export const PHONE: Look = { language: 'zh-CN', width: 360, theme: 'LIGHT' };
/** A desk in Chinese by day: what most of the staff have. */
export const DESK: Look = { language: 'zh-CN', width: 1440, theme: 'LIGHT' };

const HEIGHTS = { 360: 740, 1440: 900 } as const;
/** Nothing that looks for the outside; and none of the package's own flags, which make all pages one person's. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
];

/** A real browser, and what went wrong in its pages. */
export class Screens {
  /** Errors of pages and of their console, answers 5xx and what the policy of a page refused. */
  readonly wrong: string[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly folder: string,
    private readonly address: string,
  ) {}

  /** @param address of the platform, such as `http://localhost:3000` */
  static async open(address: string): Promise<Screens> {
    // What it puts aside goes with it.
    const folder = mkdtempSync(join(tmpdir(), 'browser-'));
    const env = { ...process.env, TMPDIR: folder };
    const browser = await chromium.launch({ executablePath: await chromiumProgram(), args: FLAGS, env });
    return new Screens(browser, folder, address);
  }

  /**
   * Somebody's own browser.
   * @param cookie of a session (`Api.cookie`); without one nobody is signed in
   */
  async person(look: Look, cookie?: string): Promise<BrowserContext> {
    const { language, width, theme } = look;
    const context = await this.browser.newContext({
      baseURL: this.address,
      locale: language,
      viewport: { width, height: HEIGHTS[width] },
      colorScheme: theme === 'DARK' ? 'dark' : 'light',
      timezoneId: 'Asia/Shanghai',
      hasTouch: width === 360,
    });
    const { hostname } = new URL(this.address);
    const ours = { domain: hostname, path: '/' };
    await context.addCookies([
      { name: 'language', value: language, ...ours },
      { name: 'theme', value: theme, ...ours },
      ...(cookie === undefined ? [] : [{ ...named(cookie), ...ours, httpOnly: true }]),
    ]);
    await watchShifts(context);
    context.on('page', (page) => this.watch(page));
    return context;
  }

  async close(): Promise<void> {
    await this.browser.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private watch(page: Page): void {
    const note = (text: string): void => {
      this.wrong.push(`${new URL(page.url()).pathname}: ${text}`);
    };
    page.on('pageerror', (error) => note(String(error)));
    page.on('console', (message) => {
      // The browser logs each answer that is a refusal; those are told on the screen and looked at by the tests.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        note(message.text());
    });
    page.on('response', (response) => {
      if (response.status() >= 500) note(`${response.status()} ${response.url()}`);
    });
  }
}

/** Until the page is its scripts' and no more as the server drew it: a press between both could be lost. */
export async function untilDrawn(page: Page): Promise<void> {
  await page.locator('header.top button:enabled').first().waitFor();
}

function named(cookie: string): { name: string; value: string } {
  const cut = cookie.indexOf('=');
  return { name: cookie.slice(0, cut), value: decodeURIComponent(cookie.slice(cut + 1)) };
}
