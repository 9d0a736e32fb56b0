import type { Page } from 'playwright-core';
import { freshCompany, staffMail } from '../../demo/people';
import { Borrower } from '../../demo/story';
import { Api } from '../integration/api/support';
import { barriers } from './support/axe';
import { DESK, Screens } from './support/browser';
import { countPresses, pressesSince } from './support/presses';

/** More with `DESK_CASES=40`: how long a day is, not what is tried. */
const CASES = Number(process.env.DESK_CASES ?? 6);
const AT_ONCE = 4;
/** Read-through of a case by the measured reviewer is no part of this. */
const DECIDED_WITHIN_MS = 15_000;

let api: Api;
let screens: Screens;
beforeAll(async () => {
  api = await Api.openUnhurried();
  screens = await Screens.open(api.platform.urls.api);
});
afterAll(async () => {
  await screens?.close();
  await api?.platform.release();
});

/** Enterprises that wait for a reviewer. */
async function enterprises(count: number): Promise<readonly Borrower[]> {
  const waiting: Borrower[] = [];
  while (waiting.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - waiting.length) }, async () => {
      const borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
      await borrower.task('reviewer', 'REVIEW_ENTERPRISE', borrower.enterpriseId);
      return borrower;
    });
    waiting.push(...(await Promise.all(some)));
  }
  return waiting;
}

/** The desk of somebody, in front of whom keys are counted. */
async function desk(mail: string): Promise<Page> {
  const person = await screens.person(DESK, await api.cookie(mail));
  const page = await person.newPage();
  await countPresses(page);
  await page.goto('/desk/inbox');
  await page.getByRole('listitem').first().waitFor();
  return page;
}

const titleOf = (page: Page): Promise<string> =>
  page
    .locator('h1')
    .first()
    .textContent()
    .then((title) => title ?? '');

/** Waits until another case, or the end, is on the screen. */
const nextAfter = (page: Page, title: string): Promise<void> =>
  page.locator('h1').filter({ hasNotText: title }).waitFor({ timeout: DECIDED_WITHIN_MS });

/** What an input method sends while a word is composed, and just after (macOS); runs in the page. */
const COMPOSED = `
  for (const [key, code] of [['a', 'KeyA'], ['r', 'KeyR'], ['Enter', 'Enter'], ['w', 'KeyW']]) {
    for (const how of [{ isComposing: true }, { keyCode: 229 }]) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, ...how }));
    }
  }
`;

describe('a day at the desk', () => {
  test('goes by keys alone: two presses to approve, three to refuse for a reason, one to claim and open', async () => {
    await enterprises(CASES);
    const page = await desk(staffMail('reviewer', 'JIANGNAN'));
    await page.keyboard.press('KeyW');
    await page.getByText('如何决定').waitFor({ state: 'attached' });
    expect((await pressesSince(page)).keys).toEqual(['w']);
    const titles = new Set<string>();
    for (let done = 0; done < CASES; done++) {
      const title = await titleOf(page);
      titles.add(title);
      await page.locator('[aria-keyshortcuts="R"]').waitFor();
      if (done % 2 === 0) {
        await page.keyboard.press('KeyA');
        await page.keyboard.press('Control+Enter');
      } else {
        await page.keyboard.press('KeyR');
        await page.locator('[data-numbers]:focus').waitFor();
        await page.keyboard.press('Digit1');
        await page.keyboard.press('Control+Enter');
      }
      await nextAfter(page, title);
      const { keys, pointers } = await pressesSince(page);
      expect(keys).toEqual(done % 2 === 0 ? ['a', 'Enter'] : ['r', '1', 'Enter']);
      expect(pointers).toBe(0);
    }
    expect(titles.size).toBe(CASES);
    await page.getByText(`本次已办结 ${CASES} 项`).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.context().close();
  });

  test('what one types stays while another person changes the case, and one more press goes on', async () => {
    const [borrower] = await enterprises(1);
    const caseId = borrower?.enterpriseId ?? '';
    const other = await api.signIn('reviewer2@jiangnan.example', 'Abacus-Harbour-58');
    const task = await borrower?.task('reviewer', 'REVIEW_ENTERPRISE', caseId);
    const page = await desk(staffMail('reviewer', 'JIANGNAN'));
    // Nobody tells this page of the change: it has to find out when it decides.
    await page.route('**/api/events', (route) => route.abort());
    await page.goto(`/desk/inbox/${task?.id}`);
    await page.locator('[aria-keyshortcuts="R"]').waitFor();
    await page.keyboard.press('KeyR');
    await page.getByLabel('告知企业的说明').fill('登记信息与填报不一致，请核对后重新提交');
    const paper = await fetch(`${api.platform.urls.api}/api/tasks/${task?.id}/attachments?name=licence.pdf`, {
      method: 'POST',
      headers: { authorization: `Bearer ${other}`, 'content-type': 'application/octet-stream' },
      body: '%PDF-1.4 licence',
    });
    expect(paper.status).toBe(201);
    const readAnew = page.waitForResponse(
      (response) =>
        response.request().method() === 'GET' && response.url().endsWith(`/api/tasks/${task?.id}`),
    );
    await page.keyboard.press('Control+Enter');
    const notice = page.getByRole('alert');
    await notice.waitFor();
    await readAnew;
    expect(await notice.textContent()).toContain('附件');
    expect(await page.getByLabel('告知企业的说明').inputValue()).toContain('请核对后重新提交');
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.getByText('本事项已结束').waitFor();
    await page.context().close();
  });

  test('nothing that an input method does decides anything', async () => {
    const [borrower] = await enterprises(1);
    const task = await borrower?.task('reviewer', 'REVIEW_ENTERPRISE', borrower.enterpriseId);
    const page = await desk(staffMail('reviewer', 'JIANGNAN'));
    await page.goto(`/desk/inbox/${task?.id}`);
    await page.locator('[aria-keyshortcuts="R"]').waitFor();
    await page.evaluate(COMPOSED);
    expect(await page.locator('[aria-pressed="true"][aria-keyshortcuts]').count()).toBe(0);
    await page.context().close();
  });

  test('nothing went wrong in any page', () => {
    expect(screens.wrong).toEqual([]);
  });
});
