import { performance } from 'node:perf_hooks';
import type { Page } from 'playwright-core';
import { freshCompany, staffMail } from '../../demo/people';
import { stageAt } from '../../demo/stage';
import { Borrower, type Stage } from '../../demo/story';
import { DESK, type Screens } from '../../test/browser/support/browser';
import { staffCookie } from '../../test/browser/support/cookies';
import type { TestPlatform } from '../../test/support/platform';
import { type BenchLine, figure } from '../rounds';

const CASES = 40;
const AT_ONCE = 4;
const TABS = 10;
const SHARE = 0.95;
const MOST_DURABLE_MS = 500;
const MOST_SEEN_MS = 1_000;
const PATIENCE_MS = 60_000;

/**
 * A reviewer decides case after case by keys, while another one has ten tabs of the inbox open: how long from the
 * press until the decision is kept, and until the last of the others' tabs no longer shows the case.
 */
export async function benchDecisions(
  screens: Screens,
  platform: TestPlatform,
): Promise<readonly BenchLine[]> {
  await letWait(stageAt(platform.urls));
  const open = async (role: string) =>
    screens.person(DESK, await staffCookie(platform.urls.api, staffMail(role, 'JIANGNAN')));
  const [decider, others] = [await open('reviewer'), await open('reviewer2')];
  try {
    const tabs = await Promise.all(Array.from({ length: TABS }, async () => inbox(await others.newPage())));
    const page = await inbox(await decider.newPage());
    await page.keyboard.press('w');
    const [durableMs, seenMs]: [number[], number[]] = [[], []];
    for (let decided = 0; decided < CASES; decided += 1) {
      const { durable, seen } = await decide(page, tabs);
      durableMs.push(durable);
      seenMs.push(seen);
    }
    return [
      lineOf('decision, press to stored', durableMs, MOST_DURABLE_MS),
      lineOf(`decision, press to seen in the last of ${TABS} tabs of another`, seenMs, MOST_SEEN_MS),
    ];
  } finally {
    await decider.close();
    await others.close();
  }
}

/** Enterprises begin to wait for a reviewer, one for each decision. */
async function letWait(stage: Stage): Promise<void> {
  for (let waiting = 0; waiting < CASES; waiting += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, async () => {
      const borrower = await (await Borrower.register(stage, freshCompany())).activate();
      await borrower.task('reviewer', 'REVIEW_ENTERPRISE', borrower.enterpriseId);
    });
    await Promise.all(some);
  }
}

async function inbox(page: Page): Promise<Page> {
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto('/desk/inbox');
  await page.getByRole('listitem').first().waitFor();
  return page;
}

/** Decides the case on the screen. */
async function decide(
  page: Page,
  tabs: readonly Page[],
): Promise<{ readonly durable: number; readonly seen: number }> {
  await page.locator('[aria-keyshortcuts="A"]').waitFor();
  const name = (await page.locator('h1').first().textContent()) ?? '';
  await page.keyboard.press('a');
  const answer = page.waitForResponse(
    (response) => response.request().method() === 'POST' && /\/tasks\/[^/]+\/decision$/.test(response.url()),
  );
  const pressed = performance.now();
  await page.keyboard.press('Control+Enter');
  const since = (): number => performance.now() - pressed;
  const seenBy = tabs.map(async (tab) => {
    await tab.evaluate(gone(name));
    return since();
  });
  const stored = await answer;
  const durable = since();
  if (!stored.ok()) throw new Error(`the decision was not taken: ${stored.status()}`);
  const seen = Math.max(...(await Promise.all(seenBy)));
  await page.locator('h1').filter({ hasNotText: name }).waitFor();
  return { durable, seen };
}

/** Ends in the page in the moment in which nothing on it has the name: asked from outside, it is known 500 ms later. */
const gone = (name: string): string => `new Promise((resolve) => {
  const look = () => document.body.textContent.includes(${JSON.stringify(name)}) || resolve();
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  look();
})`;

function lineOf(what: string, timesMs: readonly number[], mostMs: number): BenchLine {
  const p95 =
    timesMs.toSorted((left, right) => left - right)[Math.ceil(timesMs.length * SHARE) - 1] ?? Number.NaN;
  return {
    text: `${what}: p95 ${figure(p95)} ms of ${timesMs.length}, target ≤ ${figure(mostMs)} ms`,
    isReached: p95 <= mostMs,
  };
}
