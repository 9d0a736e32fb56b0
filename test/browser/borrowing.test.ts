import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { type TextKey, textOf } from '../../contracts/texts/texts';
import { DEMO_PASSWORD, freshCompany, soundStatements } from '../../demo/people';
import { Borrower } from '../../demo/story';
import { yuanText } from '../../domain/money/text';
import { STATEMENT_FIGURES } from '../../domain/scoring/statements';
import { STAGE_NAMES } from '../../web/kit/words/names';
import { Api } from '../integration/api/support';
import { barriers, overhang } from './support/axe';
import { DESK, type Look, PHONE, Screens } from './support/browser';

/** People of an enterprise borrow: from signing in to an accepted offer, and through all that goes wrong meanwhile. */

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

const zh = {
  mail: '邮箱',
  password: '密码',
  signIn: '登录',
  apply: '申请贷款',
  product: '小微流动资金贷款',
  next: '下一步',
  method: '等额本息',
  years: '经营年限',
  send: '提交申请',
  offer: '查看要约',
  total: '合计应还',
  late: '如果逾期',
  read: '我已阅读全部成本、逾期后果和还款计划',
  accept: '接受要约，借款 300,000.00 元',
};
const en: typeof zh = {
  mail: 'Mail',
  password: 'Password',
  signIn: 'Sign in',
  apply: 'Apply for a loan',
  product: 'Working capital loan',
  next: 'Next',
  method: 'Equal instalments',
  years: 'Years in business',
  send: 'Send the application',
  offer: 'See the offer',
  total: 'To repay in all',
  late: 'What happens if late',
  read: 'I have read all costs, what happens if late and the schedule',
  accept: 'Accept, and borrow ¥300,000.00',
};

/** An admitted enterprise. */
async function admitted(): Promise<Borrower> {
  const registered = await Borrower.register(api.stage, freshCompany());
  const borrower = await registered.activate();
  await borrower.passKyc();
  return borrower;
}

/** What nobody may meet on a screen. */
async function expectSound(page: Page): Promise<void> {
  expect(await barriers(page)).toEqual([]);
  expect(await overhang(page)).toBeLessThanOrEqual(0);
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function signIn(page: Page, { company }: Borrower, say: typeof zh): Promise<void> {
  await page.getByLabel(say.mail).fill(company.mail);
  await page.getByLabel(say.password).fill(DEMO_PASSWORD);
  await page.locator('form').getByRole('button', { name: say.signIn }).click();
}

/** Opens the door and goes to the step of an application where what it is for is asked. */
async function beginApplication(page: Page, borrower: Borrower, say: typeof zh): Promise<void> {
  await page.goto('/home');
  await signIn(page, borrower, say);
  await page.getByRole('link', { name: say.apply }).first().click();
  await page.getByText(say.product).click();
  await button(page, say.next).click();
  await page.getByRole('textbox').first().fill('３０万');
  await page.getByRole('textbox').nth(1).fill('6');
  await page.getByRole('radio', { name: new RegExp(`^${say.method}`) }).check();
}

type Fields = (name: TextKey<'fields'>) => string;

/** Both years and the debts, as the demo's producer has them. */
async function fillStatements(page: Page, field: Fields): Promise<void> {
  const { current, previous, principalDue12mFen, existingDebtFen } = soundStatements();
  for (const [at, year] of [current, previous].entries()) {
    for (const figure of STATEMENT_FIGURES) {
      await page
        .getByLabel(field(figure), { exact: true })
        .nth(at)
        .fill(yuanText(year?.[figure] ?? 0));
    }
  }
  await page.getByLabel(field('principalDue12mFen')).fill(yuanText(principalDue12mFen ?? 0));
  await page.getByLabel(field('existingDebtFen')).fill(yuanText(existingDebtFen ?? 0));
}

describe.each<{ readonly look: Look; readonly say: typeof zh }>([
  { look: PHONE, say: zh },
  { look: { ...DESK, language: 'en', theme: 'DARK' }, say: en },
])('an enterprise borrows ($look.language, $look.width)', ({ look, say }) => {
  const { language } = look;
  const field: Fields = (name) => textOf(language, 'fields', name);
  const stage = (name: keyof typeof STAGE_NAMES.APPLICATION) =>
    STAGE_NAMES.APPLICATION[name][language === 'en' ? 1 : 0];

  test('from signing in to an accepted offer', async () => {
    const borrower = await admitted();
    const person = await screens.person(look);
    const page = await person.newPage();
    await beginApplication(page, borrower, say);
    await page.getByText(say.total).waitFor();
    await expectSound(page);
    await button(page, say.next).click();

    await page.getByLabel(field('purpose')).fill('采购秋季原料');
    await page.getByLabel(say.years).fill('8');
    await page.getByLabel(field('taxRating')).selectOption('A');
    await page.getByLabel(field('litigation')).selectOption('NONE');
    await expectSound(page);
    await button(page, say.next).click();

    await fillStatements(page, field);
    await expectSound(page);
    await button(page, say.next).click();

    await page.getByText(yuanText(30_000_000)).first().waitFor();
    await expectSound(page);
    await button(page, say.send).click();
    await page.waitForURL(/\/applications\/[0-9a-f-]{36}$/);
    const applicationId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    // Nobody reloads: the stages come by themselves.
    await page.locator('h2', { hasText: stage('IN_REVIEW') }).waitFor();
    await expectSound(page);

    await borrower.winOffer(applicationId);
    await page.getByRole('link', { name: say.offer }).click();
    await page.getByRole('heading', { name: say.late }).waitFor();
    const cost = await page.getByText(say.total).boundingBox();
    const accept = button(page, say.accept);
    expect((await accept.boundingBox())?.y ?? 0).toBeGreaterThan(cost?.y ?? Number.POSITIVE_INFINITY);
    await expectSound(page);
    await accept.click();
    expect((await borrower.application(applicationId)).stage).toBe('OFFERED');
    await page.getByLabel(say.read).check();
    await accept.click();
    await page.locator('h2', { hasText: stage('AWAITING_RELEASE') }).waitFor();
    const { amountFen, termMonths, purpose, statements } = await borrower.application(applicationId);
    expect([amountFen, termMonths, purpose]).toEqual([30_000_000, 6, '采购秋季原料']);
    expect(statements).toEqual(soundStatements());
    await person.close();
  });
});

describe('nothing that was typed is lost', () => {
  const purpose = (page: Page) => page.getByLabel('贷款用途');
  const status = (page: Page, name: string) => page.locator(`[data-status="${name}"]`);
  let borrower: Borrower;
  let page: Page;

  beforeAll(async () => {
    borrower = await admitted();
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
    await expectSound(page);
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
});

test('the first view of the start page has the answer in it, within 14 kB', async () => {
  const { company } = await admitted();
  const cookie = await api.cookie(company.mail);
  const { text, status } = await api.ask('/home', { headers: { cookie } });
  expect(status).toBe(200);
  const root = text.slice(text.indexOf('<div id="root">'));
  expect(root).toContain(`<h1>${textOf('zh-CN', 'steps', 'APPLY')}</h1>`);
  expect(root).not.toContain('style=');
  expect(gzipSync(text).length).toBeLessThanOrEqual(14 * 1024);
});

test('nothing went wrong in any page', () => {
  expect(screens.wrong).toEqual([]);
});
