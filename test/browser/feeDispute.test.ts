import type { Page } from 'playwright-core';
import { staffMail } from '../../demo/people';
import { type Borrower, waitFor } from '../../demo/story';
import { Api } from '../integration/api/support';
import { startTestPlatform } from '../support/platform';
import { admitted } from './support/applying';
import { DESK, type Look, PHONE, Screens } from './support/browser';
import { quoteAdvice, setPriceOfAdvice } from './support/prices';
import { expectSound } from './support/sound';

/**
 * A charge that is disputed twice. At first it is not paid: while it is looked at nothing is collected, and once it is
 * found to be owed it is. Then, as half of it was not: that goes back, and what came of it is published. In the end the
 * bank takes the debit back, and all of it is owed again.
 */

const MINUTES = 60_000;
/** A day in twenty-two seconds. */
const CLOCK_SPEED = 4_000;
const DAY_MS = 86_400_000 / CLOCK_SPEED;
const PRICE_FEN = 300_000;

const zh = {
  read: '我已阅读上述价格与收取方式',
  agree: '同意',
  toPay: '待支付',
  owed: '有一笔费用待支付',
  dispute: '对这笔费用有异议',
  why: '异议理由',
  send: '提交异议',
  disputed: '异议处理中，暂停收取',
  notGranted: '异议处理完毕',
  paid: '已支付',
  back: /已退还\s*¥1,500\.00/,
  granted: /同意金额 ¥1,500\.00/,
  told: '告知企业的说明',
  words: '说明',
  amount: '减免或退还金额（元）',
  over: '本事项已结束',
  published: '服务仅部分提供',
  bounced: '您的付款已被银行退回，这笔费用重新待支付，只收一次：',
  report: '登记付款被退回',
  receipt: '哪一笔收款',
  leave: '取消',
  owedAgain: '银行退回付款，重新待收',
  byFile: '银行对账文件',
};
const en: typeof zh = {
  read: 'I have read the price and how it is charged',
  agree: 'Agree',
  toPay: 'To be paid',
  owed: 'A fee is to be paid',
  dispute: 'Dispute this charge',
  why: 'Why it is not owed',
  send: 'Send it',
  disputed: 'Disputed: not collected meanwhile',
  notGranted: 'The dispute was decided',
  paid: 'Paid',
  back: /Given back to you\s*¥1,500\.00/,
  granted: /Granted ¥1,500\.00/,
  told: 'Words for the applicant',
  words: 'Words',
  amount: 'Given up or back (yuan)',
  over: 'This is over',
  published: 'Only a part of the service was given',
  bounced: 'Your bank took your payment back, so this fee is owed again. You pay it once:',
  report: 'Report a bounced receipt',
  receipt: 'Which receipt',
  leave: 'Cancel',
  owedAgain: 'Bounced: owed again',
  byFile: 'The bank’s file',
};

let api: Api;
let screens: Screens;

beforeAll(async () => {
  api = Api.at(await startTestPlatform({ clockSpeed: CLOCK_SPEED }));
  screens = await Screens.open(api.platform.urls.api);
  await setPriceOfAdvice(await admitted(api.stage), 3);
});
afterAll(async () => {
  await screens?.close();
  await api?.platform.release();
});

describe.each<{ readonly language: Look['language']; readonly say: typeof zh }>([
  { language: 'zh-CN', say: zh },
  { language: 'en', say: en },
])('a charge that is disputed ($language)', ({ language, say }) => {
  let borrower: Borrower;
  let feeId: string;
  let page: Page;

  beforeAll(async () => {
    borrower = await admitted(api.stage);
    await api.stage.bank.plan({
      match: { account: borrower.company.bankAccountNo, kind: 'COLLECT' },
      behaviours: [{ times: 1_000_000, kind: 'DECLINE', code: '51' }],
    });
    await api.stage.bank.payIn(borrower.company.bankAccountNo, 10 * PRICE_FEN, `turnover/${language}`);
    feeId = await quoteAdvice(borrower);
    const person = await screens.person({ ...PHONE, language }, await api.cookie(borrower.company.mail));
    page = await person.newPage();
    page.setDefaultTimeout(MINUTES);
  });
  afterAll(() => page?.context().close());

  const pictured = (name: string): string => `dispute-${name}-${language}-360`;
  const fee = () => borrower.client.call('getFee', { params: { feeId } });

  async function orders(): Promise<number> {
    const finance = await borrower.staff('finance');
    const query = { purpose: 'FEE_COLLECTION', pageSize: '200' };
    const { items } = await finance.call('listPayments', { query });
    return items.filter(({ subject }) => subject.id === feeId).length;
  }

  async function dispute(reason: string): Promise<void> {
    await page.locator('summary', { hasText: say.dispute }).click();
    await page.getByLabel(say.why).fill(reason);
    await page.getByRole('button', { name: say.send, exact: true }).click();
    await page.getByText(say.disputed).waitFor();
  }

  /** One of finance at the desk, with the task of a kind about the charge in front of them. */
  async function deciding(who: 'finance' | 'finance2', kind: string, because: string): Promise<Page> {
    const { id } = await borrower.task(who, kind, feeId);
    const cookie = await api.cookie(staffMail(who, 'JIANGNAN'));
    const desk = await (await screens.person({ ...DESK, language }, cookie)).newPage();
    desk.setDefaultTimeout(MINUTES);
    await desk.goto(`/desk/inbox/${id}`);
    await desk.locator('[aria-keyshortcuts="R"]').waitFor();
    await desk.locator('.case-facts').getByText(because).waitFor();
    return desk;
  }

  async function sent(desk: Page, name: string): Promise<void> {
    await expectSound(desk, `${name}-${language}-1440`);
    await desk.keyboard.press('Control+Enter');
    await desk.getByText(say.over).waitFor();
    await desk.context().close();
  }

  test('is agreed to on the phone, and the bank declines it', async () => {
    await page.goto(`/fees/${feeId}`);
    await page.getByLabel(say.read).check();
    await page.getByRole('button', { name: say.agree, exact: true }).click();
    await page.getByText(say.toPay).waitFor();
    await waitFor('the first order', async () => ((await orders()) > 0 ? true : undefined));
    await page.goto('/home');
    await page.getByText(say.owed).waitFor();
    await expectSound(page, pictured('home'));
    await page.goto(`/fees/${feeId}`);
  });

  test('is not collected while it is looked at, though the bank would pay it now', async () => {
    await dispute('第二次咨询未提供 The second session was not held');
    await expectSound(page, pictured('open'));
    const before = await orders();
    await api.stage.bank.forgetPlans();
    await page.waitForTimeout(2 * DAY_MS);
    expect(await orders()).toBe(before);
    expect(await fee()).toMatchObject({ status: 'DISPUTED', collectedFen: 0, outstandingFen: PRICE_FEN });
  });

  test('is found to be owed at the desk, whose words the borrower reads, and is collected then', async () => {
    const desk = await deciding('finance', 'RESOLVE_FEE_DISPUTE', 'The second session was not held');
    await desk.keyboard.press('KeyR');
    await desk.locator('[data-numbers] input').first().check();
    await desk.getByLabel(say.told, { exact: true }).fill('第二次咨询已于三日举行 It was held on the third');
    await sent(desk, 'dispute-rejected');
    await page.getByText('It was held on the third').waitFor();
    await page.getByText(say.notGranted).waitFor();
    await page.getByText(say.paid, { exact: true }).first().waitFor();
    await expectSound(page, pictured('owed'));
    expect(await fee()).toMatchObject({ status: 'COLLECTED', collectedFen: PRICE_FEN });
  });

  test('is disputed once more: half of it is granted by two of finance, and goes back', async () => {
    await dispute('只做了一半 Only half of it was done');
    const desk = await deciding('finance', 'RESOLVE_FEE_DISPUTE', 'Only half of it was done');
    await desk.keyboard.press('KeyA');
    await desk.locator('[data-numbers] label').nth(1).locator('input').check();
    await desk.getByLabel(say.words, { exact: true }).fill('经核实属实 It is so');
    await desk.getByLabel(say.amount).fill('1,500');
    await sent(desk, 'dispute-granted');
    const second = await deciding('finance2', 'CONFIRM_FEE_RELIEF', 'Only half of it was done');
    await second.keyboard.press('KeyA');
    await sent(second, 'dispute-confirmed');
    await page.getByText(say.back).waitFor();
    await page.getByText(say.granted).waitFor();
    await page.getByText('It is so').waitFor();
    await expectSound(page, pictured('granted'));
    const moved = await api.stage.bank.movementsOfInstitutions(`fee/${feeId}/refund/`);
    expect(moved).toMatchObject([{ direction: 'DEBIT', amountFen: PRICE_FEN / 2 }]);
  });

  test('what came of it is published, by its number and without a name', async () => {
    await page.goto('/fees');
    const head = await page.locator('header.top').boundingBox();
    // One line on the narrowest phone, in either language.
    expect(head?.height ?? 0).toBeLessThan(60);
    await page.getByText(say.published).first().waitFor();
    await expectSound(page, pictured('published'));
    const stranger = await (await screens.person({ ...PHONE, language })).newPage();
    await stranger.goto('/fees');
    await stranger.getByText(say.published).first().waitFor();
    const told = await stranger.locator('main').textContent();
    for (const secret of [borrower.company.name, 'It is so', 'Only half of it was done'])
      expect(told).not.toContain(secret);
    await expectSound(stranger, pictured('stranger'));
    await stranger.context().close();
  });

  test('is owed again when the bank takes the debit back, which both sides read as it happens', async () => {
    await page.goto(`/fees/${feeId}`);
    await page.getByText(say.back).waitFor();
    const cookie = await api.cookie(staffMail('finance', 'JIANGNAN'));
    const desk = await (await screens.person({ ...DESK, language }, cookie)).newPage();
    desk.setDefaultTimeout(MINUTES);
    await desk.goto(`/desk/finance/fees/${feeId}`);
    await desk.getByRole('button', { name: say.report }).click();
    await desk.getByLabel(say.receipt).waitFor();
    await expectSound(desk, `bounce-report-${language}-1440`);
    await desk.getByRole('button', { name: say.leave }).click();
    await api.stage.bank.plan({
      match: { account: borrower.company.bankAccountNo, kind: 'COLLECT' },
      behaviours: [{ times: 1_000_000, kind: 'DECLINE', code: '51' }],
    });
    const [debit] = await api.stage.bank.movementsOfInstitutions(`fee/${feeId}/collect/`);
    await api.stage.bank.giveBack(debit?.key ?? '');
    await page.getByText(say.bounced).waitFor();
    await expectSound(page, pictured('bounced'));
    await desk.getByText(say.owedAgain).waitFor();
    await desk.getByRole('cell', { name: say.byFile }).waitFor();
    await desk.getByRole('button', { name: say.report }).waitFor({ state: 'detached' });
    await expectSound(desk, `bounced-${language}-1440`);
    // What went back of it before is owed with it.
    expect(await fee()).toMatchObject({ outstandingFen: PRICE_FEN, collectedFen: 0 });
    await desk.context().close();
  });
});

test('nothing went wrong in any page', () => {
  expect(screens.wrong).toEqual([]);
});
