import type { Page } from 'playwright-core';
import type { AnswerOf } from '../../demo/client';
import { freshCompany } from '../../demo/people';
import { Borrower, waitFor } from '../../demo/story';
import { addDays, isoDate } from '../../domain/calendar/isoDate';
import { Api } from '../integration/api/support';
import { startTestPlatform } from '../support/platform';
import { DESK, PHONE, Screens } from './support/browser';
import { quoteAdvice, setPriceOfAdvice } from './support/prices';
import { expectSound } from './support/sound';

/** A borrower who is late, on the phone: what comes and when, a promise, time for hardship, paying; then what needs days. */

const MINUTES = 60_000;
/** A month in a minute and a half, and a day lasts long enough for a few presses. */
const CLOCK_SPEED = 30_000;
const PROMISE_DAYS = 12;
const TURNOVER_FEN = 20_000_000;

let api: Api;
let screens: Screens;
let borrower: Borrower;
let loanId: string;
let page: Page;

beforeAll(async () => {
  api = Api.at(await startTestPlatform({ clockSpeed: CLOCK_SPEED }));
  screens = await Screens.open(api.platform.urls.api);
  borrower = await (await Borrower.register(api.stage, freshCompany())).activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply({ amountFen: 30_000_000, termMonths: 6, purpose: '采购原料' });
  await borrower.winOffer(applicationId);
  loanId = await borrower.disbursed(await borrower.takeMoney(applicationId));
  await api.stage.bank.plan({
    match: {
      ...{ account: borrower.company.bankAccountNo, kind: 'COLLECT' },
      // What its person pays is taken.
      keyPrefix: `loan/${loanId}/instalment/`,
    },
    behaviours: [{ times: 1_000_000, kind: 'DECLINE', code: '51' }],
  });
  page = await (await screens.person(PHONE, await api.cookie(borrower.company.mail))).newPage();
  page.setDefaultTimeout(MINUTES);
});
afterAll(async () => {
  await screens?.close();
  await api?.platform.release();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });

async function calendar(): Promise<AnswerOf<'getCollection'>> {
  const finance = await borrower.staff('finance');
  return await finance.call('getCollection', { params: { loanId } });
}

const inDays = async (days: number): Promise<string> => addDays(isoDate((await calendar()).asOf), days);

/** The same at a desk, in English, by night. @param says what is on it */
async function looksSoundInEnglish(address: string, says: string, name: string): Promise<void> {
  const look = { ...DESK, language: 'en', theme: 'DARK' } as const;
  const person = await screens.person(look, await api.cookie(borrower.company.mail));
  const other = await person.newPage();
  await other.goto(address);
  await other.getByText(says).first().waitFor();
  await expectSound(other, name);
  await person.close();
}

describe('what is overdue', () => {
  test('is shown with what comes and when, by the calendar that the collector reads', async () => {
    await waitFor('the first rung', async () => {
      const { past } = await calendar();
      return past.some(({ day }) => day === 1) ? true : undefined;
    });
    await page.goto(`/loans/${loanId}`);
    await page.getByRole('link', { name: '接下来会怎样、承诺还款' }).waitFor();
    await page.goto('/home');
    await page.getByRole('link', { name: '接下来会怎样' }).waitFor();
    await expectSound(page, 'late-zh-CN-360');
    await page.getByRole('link', { name: '接下来会怎样' }).click();
    await page.getByRole('heading', { name: '接下来会发生什么' }).waitFor();
    // A rung that is late is shown for the day on which one looks.
    await waitFor('both to be of one day', async () => {
      const shown = await page.locator('section > .rungs time').first().getAttribute('datetime');
      const { next, past } = await calendar();
      return [...past, ...next].some(({ on }) => on === shown) ? true : undefined;
    });
    expect(await page.locator('main').textContent()).not.toMatch(/核销|贷后检查|分类|法务/);
    await expectSound(page, 'overdue-zh-CN-360');
  });

  test('is promised until a day, and nobody calls meanwhile', async () => {
    await page.getByLabel('最迟还款日').fill(await inDays(PROMISE_DAYS));
    await button('作出承诺').click();
    await page.getByText('承诺中').waitFor();
    await page.getByText('我们不会电话、短信或上门联系').waitFor();
    expect((await calendar()).promises).toMatchObject([{ status: 'OPEN' }]);
    await expectSound(page, 'promised-zh-CN-360');
  });

  test('is held for hardship once risk agrees, which the screen says by itself', async () => {
    await page.locator('summary', { hasText: '申请延缓' }).click();
    await button('提交申请').click();
    await page.getByText('请填写').first().waitFor();
    await page.getByLabel('延缓至').fill(await inDays(60));
    await page.getByLabel('困难情况').fill('厂房被淹，停产两周');
    await button('提交申请').click();
    await page.getByText('等待决定').waitFor();
    await borrower.decide('risk', 'DECIDE_HOLD', loanId, 'APPROVE');
    await page.getByText('已同意').waitFor();
    await looksSoundInEnglish(`/loans/${loanId}/overdue`, 'Granted', 'overdue-en-1440');
  });

  test('is paid from there, and then nothing is overdue', async () => {
    await api.stage.bank.payIn(borrower.company.bankAccountNo, TURNOVER_FEN, `turnover/${loanId}`);
    await page.getByLabel('还款金额').fill('12万');
    await button('确认扣款').click();
    await page.getByText('没有逾期款项。').waitFor();
    await api.stage.bank.forgetPlans();
    await expectSound(page, 'cured-zh-CN-360');
  });
});

describe('a fee', () => {
  let feeId: string;

  beforeAll(async () => {
    await setPriceOfAdvice(borrower, 10);
    feeId = await quoteAdvice(borrower);
  });

  test('that was quoted is agreed to, and paid', async () => {
    await page.goto('/fees');
    await page.getByText('等您确认').waitFor();
    await page.locator(`a[href="/fees/${feeId}"]`).click();
    const agree = button('同意');
    await agree.waitFor();
    expect(await agree.isDisabled()).toBe(true);
    await page.getByLabel('我已阅读上述价格与收取方式').check();
    await expectSound(page, 'quoted-zh-CN-360');
    await looksSoundInEnglish(`/fees/${feeId}`, 'Do you agree to it?', 'quoted-en-1440');
    await agree.click();
    await page.getByText('已支付').first().waitFor();
  });

  test('is disputed, and the screen says that it is looked at', async () => {
    await page.locator('summary', { hasText: '对这笔费用有异议' }).click();
    await page.getByLabel('异议理由').fill('第二次咨询未提供');
    await page.getByText('已保存').waitFor();
    await page.reload();
    await page.locator('summary', { hasText: '对这笔费用有异议' }).click();
    await page.locator('textarea:not([readonly])').waitFor();
    expect(await page.getByLabel('异议理由').inputValue()).toBe('第二次咨询未提供');
    await button('提交异议').click();
    await page.getByText('异议处理中，暂停收取').waitFor();
    await expectSound(page, 'disputed-zh-CN-360');
    await looksSoundInEnglish(`/fees/${feeId}`, 'Being looked at', 'disputed-en-1440');
  });
});

test('another account is proved by one fen, approved by two people, and debited from then on', async () => {
  const accountNo = freshCompany().bankAccountNo;
  await api.stage.bank.openAccount(accountNo, borrower.company.name);
  await page.goto(`/loans/${loanId}/changes`);
  await page.getByLabel('更换还款账户').check();
  await page.getByLabel('新的还款账户（对公）').fill(accountNo);
  await button('先看结果').click();
  await page.getByLabel('申请理由').fill('换了开户行');
  await button('提交申请').click();
  const payTo = await page.locator('.notice .figure').textContent();
  await api.stage.bank.transfer(payTo ?? '', {
    amountFen: 1,
    key: `proof/${loanId}`,
    payer: accountNo,
    memo: '验证',
    valueDate: (await calendar()).asOf,
  });
  const change = await waitFor('the fen to be seen in the file of the bank', async () => {
    const { items } = await borrower.client.call('listLoanChanges', { params: { loanId } });
    return items.find(({ accountProof }) => accountProof?.provedOn != null);
  });
  await page.reload();
  await page.getByText('已收到证明转账').waitFor();
  for (const name of ['finance', 'risk'] as const) {
    await borrower.decide(name, 'APPROVE_LOAN_CHANGE', change.id, 'APPROVE');
  }
  await page.getByText('已执行').waitFor();
  await expectSound(page, 'bound-zh-CN-360');
});

test('nothing went wrong in any page', () => {
  expect(screens.wrong).toEqual([]);
});
