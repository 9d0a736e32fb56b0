import type { Page } from 'playwright-core';
import { textOf } from '../../contracts/texts/texts';
import { DEMO_PASSWORD, staffMail } from '../../demo/people';
import type { Borrower } from '../../demo/story';
import { Api } from '../integration/api/support';
import { admitted, beginApplication, button, fillStatements, zh } from './support/applying';
import { DESK, PHONE, Screens, untilDrawn } from './support/browser';
import { expectSound } from './support/sound';

/** Whatever goes wrong while somebody fills a form in: not a character of it is lost, and it is sent once. */

/** As the platform answers while a part of it is being started. */
const UNAVAILABLE_TEXT = '服务暂时不可用';
const UNAVAILABLE = {
  status: 503,
  contentType: 'application/problem+json',
  body: JSON.stringify({
    ...{ type: 'about:blank', title: UNAVAILABLE_TEXT, status: 503, code: 'NOT_AVAILABLE' },
    ...{ detail: UNAVAILABLE_TEXT, requestId: '0198c1f0-0000-7000-8000-000000000000' },
  }),
};

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

describe('nothing that was typed is lost', () => {
  const purpose = (page: Page) => page.getByLabel('贷款用途');
  const status = (page: Page, name: string) => page.locator(`[data-status="${name}"]`);
  let borrower: Borrower;
  let page: Page;

  beforeAll(async () => {
    borrower = await admitted(api.stage);
    page = await (await screens.person(PHONE)).newPage();
    await beginApplication(page, borrower, zh);
    await button(page, zh.next).click();
  });
  afterAll(async () => {
    await page?.context().close();
  });

  /** What the server has of it. */
  async function kept(): Promise<string> {
    const params = { form: 'application', subject: 'new' };
    const { content } = await borrower.client.call('getDraft', { params });
    return (JSON.parse(content ?? '{}') as { purpose?: string }).purpose ?? '';
  }

  test('when the page is loaded anew in the middle of a word', async () => {
    await purpose(page).pressSequentially('采购原料');
    await page.reload();
    await purpose(page).waitFor();
    expect(await purpose(page).inputValue()).toBe('采购原料');
    await status(page, 'SAVED').waitFor();
    expect(await kept()).toBe('采购原料');
  });

  test('when the network is away, and it is sent once it is back', async () => {
    await page.context().setOffline(true);
    await purpose(page).fill('采购原料，离线时填写');
    await status(page, 'WAITING').waitFor();
    await page.context().setOffline(false);
    await status(page, 'SAVED').waitFor();
    expect(await kept()).toBe('采购原料，离线时填写');
  });

  test('when one goes back: that is the step before, and all is there on return', async () => {
    await page.goBack();
    await page.getByLabel('贷款金额').waitFor();
    expect(await page.getByLabel('贷款金额').inputValue()).toBe('３０万');
    await page.goForward();
    expect(await purpose(page).inputValue()).toBe('采购原料，离线时填写');
  });

  test('when one leaves: applying goes on at the first step that is not finished', async () => {
    await page.goto('/applications');
    await untilDrawn(page);
    await page.getByRole('link', { name: zh.apply }).click();
    await page.waitForURL('**/applications/new/purpose');
    expect(await purpose(page).inputValue()).toBe('采购原料，离线时填写');
  });

  test('when the platform cannot answer for a while: it is saved once it can, by itself', async () => {
    await page.route('**/api/drafts/**', async (route) =>
      route.request().method() === 'PUT' ? await route.fulfill(UNAVAILABLE) : await route.continue(),
    );
    await purpose(page).fill('采购原料，平台维护时填写');
    await status(page, 'WAITING').waitFor();
    await page.unroute('**/api/drafts/**');
    await status(page, 'SAVED').waitFor();
    expect(await kept()).toBe('采购原料，平台维护时填写');
  });

  test('when a new release has taken the place of this one: the page is loaded anew, the form as it was', async () => {
    await purpose(page).fill('采购原料，新版本发布前');
    let isOld = true;
    page.once('load', () => {
      isOld = false;
    });
    await page.route('**/web/assets/LoansPage*.js', (route) =>
      isOld ? route.fulfill({ status: 404 }) : route.continue(),
    );
    await page.getByRole('link', { name: '贷款', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: '我的贷款' }).waitFor();
    await page.goto('/applications/new');
    await purpose(page).waitFor();
    expect(await purpose(page).inputValue()).toBe('采购原料，新版本发布前');
  });

  test('when two windows are open: the older one says so, and overwrites nothing', async () => {
    const other = await page.context().newPage();
    await other.goto(page.url());
    await purpose(other).fill('在第二个窗口填写');
    await status(other, 'SAVED').waitFor();
    await status(page, 'NEWER').waitFor();
    await purpose(page).fill('在第一个窗口继续');
    await page.waitForTimeout(1_500);
    expect(await kept()).toBe('在第二个窗口填写');
    expect(await purpose(page).inputValue()).toBe('在第一个窗口继续');
    await expectSound(page, 'two-windows-zh-CN-360');
    await button(page, '保留本窗口的内容').click();
    await status(page, 'SAVED').waitFor();
    expect(await kept()).toBe('在第一个窗口继续');
    await other.close();
  });

  test('when the session ends: one signs in over the form and goes on', async () => {
    await page.context().clearCookies();
    await purpose(page).fill('会话结束后填写');
    const layer = page.getByRole('dialog');
    await layer.getByLabel('密码').fill(DEMO_PASSWORD);
    await layer.getByLabel('邮箱').fill(borrower.company.mail);
    await layer.getByRole('button', { name: '登录' }).click();
    await status(page, 'SAVED').waitFor();
    expect(await purpose(page).inputValue()).toBe('会话结束后填写');
    expect(await kept()).toBe('会话结束后填写');
  });

  test('when a part of a page can’t be read: the page says so, and asks again where one wants it', async () => {
    await page.route('**/api/me/enterprises', (route) => route.fulfill(UNAVAILABLE));
    await page.goto('/settings/data');
    const unread = page.getByText('部分内容暂时无法读取');
    await unread.waitFor();
    await expectSound(page, 'unread-zh-CN-360');
    await page.unroute('**/api/me/enterprises');
    await button(page, '重试').click();
    await unread.waitFor({ state: 'detached' });
  });

  test.each([
    { language: 'en', theme: 'LIGHT' },
    { language: 'en', theme: 'DARK' },
  ] as const)('on the desk too ($language, $theme)', async (look) => {
    const staff = await screens.person(
      { ...DESK, ...look },
      await api.cookie(staffMail('finance', 'JIANGNAN')),
    );
    const desk = await staff.newPage();
    await desk.route('**/api/notices*', (route) => route.fulfill(UNAVAILABLE));
    await desk.goto('/desk/finance/receipts');
    const unread = desk.getByText('A part of this page could not be read');
    await unread.waitFor();
    await expectSound(desk, `unread-en-1440-${look.theme}`);
    await desk.unroute('**/api/notices*');
    await button(desk, 'Try again').click();
    await unread.waitFor({ state: 'detached' });
    await staff.close();
  });
});

describe('what is sent is sent once', () => {
  let borrower: Borrower;
  let page: Page;

  beforeAll(async () => {
    borrower = await admitted(api.stage);
    page = await (await screens.person(PHONE)).newPage();
    await page.clock.install();
    await beginApplication(page, borrower, zh);
    await button(page, zh.next).click();
  });
  afterAll(async () => {
    await page?.context().close();
  });

  test('five minutes without a network go by, over three steps; what was typed is there, and saved after them', async () => {
    await page.context().setOffline(true);
    await page.getByLabel('贷款用途').fill('采购冬季原料');
    await page.getByLabel(zh.years).fill('8');
    await page.locator('[data-status="WAITING"]').waitFor();
    await page.clock.fastForward('02:30');
    await button(page, zh.next).click();
    await fillStatements(page, (name) => textOf('zh-CN', 'fields', name));
    await page.clock.fastForward('02:30');
    // A screen that was never loaded can't be shown; the one before is there on return.
    await page.getByRole('link', { name: '消息' }).click();
    await page.getByRole('heading', { name: '网络不通' }).waitFor();
    await page.goBack();
    await button(page, zh.next).click();
    await page.getByText('采购冬季原料').waitFor();
    await page.locator('[data-status="WAITING"]').waitFor();
    await page.context().setOffline(false);
    await page.locator('[data-status="SAVED"]').waitFor();
    await page.reload();
    await page.getByText('采购冬季原料').waitFor();
    await page.getByText('2 项未填').waitFor();
  });

  test('sent without a network, then to a platform that is being started, then by two windows: one application', async () => {
    const [other, third] = [await page.context().newPage(), await page.context().newPage()];
    for (const window of [other, third]) {
      await window.goto(page.url());
      await window.getByText('采购冬季原料').waitFor();
    }
    await page.context().setOffline(true);
    await button(page, zh.send).click();
    await page.getByText('网络不通').first().waitFor();
    await expectSound(page, 'not-sent-zh-CN-360');
    await page.context().setOffline(false);
    await page.route('**/api/applications', (route) => route.fulfill(UNAVAILABLE), { times: 1 });
    await button(page, zh.send).click();
    await page.getByText(UNAVAILABLE_TEXT).waitFor();
    await button(page, zh.send).click();
    await page.waitForURL(/\/applications\/[0-9a-f-]{36}$/);
    await button(other, zh.send).click();
    await other.waitForURL(page.url());
    const { items } = await borrower.client.call('listApplications');
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ purpose: '采购冬季原料', amountFen: 30_000_000 });

    // The third window knows nothing of it, and sends something else.
    for (const _ of ['statements', 'purpose', 'terms']) await button(third, '上一步').click();
    await third.getByLabel('贷款金额').fill('20万');
    for (const _ of ['purpose', 'statements', 'check']) await button(third, zh.next).click();
    await button(third, zh.send).click();
    await third.getByText('此前已提交过内容不同的请求').waitFor();
    await expectSound(third, 'sent-before-zh-CN-360');
    await button(third, '这是另一次提交').click();
    await button(third, zh.send).click();
    await third.waitForURL(/\/applications\/[0-9a-f-]{36}$/);
    const both = await borrower.client.call('listApplications');
    expect(both.items.map(({ amountFen }) => amountFen).sort()).toEqual([20_000_000, 30_000_000]);
  });
});

/** What the tests themselves brought about: answers in the place of the platform, and parts that can't be had. */
const CAUSED = [/: 503 /, /dynamically imported module/, /'MessagesPage'/];

test('nothing else went wrong in any page', () => {
  expect(screens.wrong.filter((line) => !CAUSED.some((cause) => cause.test(line)))).toEqual([]);
});
