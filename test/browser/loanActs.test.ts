import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { Contract } from '../../demo/contract';
import { freshCompany, SOUND_CREDIT } from '../../demo/people';
import type { Borrower } from '../../demo/story';
import { STAGE_NAMES } from '../../web/kit/words/names';
import { Api } from '../integration/api/support';
import { admitted, button, chooseFile } from './support/applying';
import { DESK, type Look, PHONE, Screens } from './support/browser';
import { expectSound } from './support/sound';

/** What people of an enterprise do about what they asked for, and about what they owe: each act by its button. */

const MINUTES = 60_000;
/** Longer than the platform waits for the bank before it says that it is on its way. */
const PATIENCE_MS = 20_000;
const REQUEST = { amountFen: 30_000_000, termMonths: 6, purpose: '采购秋季原料' };

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
  withdraw: '撤回申请',
  withdrawYes: '确认撤回',
  decline: '谢绝要约',
  declineYes: '确认谢绝',
  appeal: '申诉理由',
  appealSend: '提交申诉',
  appealed: '您的申诉',
  pay: '立即还款',
  amount: '还款金额',
  debit: '确认扣款',
  declined: '扣款未成功：余额不足',
  paid: '扣款成功',
  slow: '银行尚未答复',
  sentBefore: '此前已提交过内容不同的请求',
  another: '这是另一次提交',
  more: '再还一笔',
  ahead: '提前存入的还款',
  prepaid: '提前归还的本金',
  compare: '比较',
  smaller: '选择此方式 减少月供',
  account: '更换还款账户',
  accountNo: '新的还款账户（对公）',
  quote: '先看结果',
  why: '申请理由',
  ask: '提交申请',
  prove: '请用新账户向以下账户转入 0.01 元',
  read: '我已阅读变更后的金额与还款计划',
  agree: '同意变更',
  agreed: '已批准，即将执行',
  issue: '出具 PDF',
  save: /^下载 .*对账单/,
  settle: '有效至',
  settleAsk: '取得报价',
  settled: '结清金额',
  statement: '贷款对账单',
  pdf: '或选择 PDF 文件',
  ours: '是我们出具的单据',
  notOurs: '没有查到',
};
const en: typeof zh = {
  withdraw: 'Withdraw the application',
  withdrawYes: 'Yes, withdraw it',
  decline: 'Decline the offer',
  declineYes: 'Yes, decline',
  appeal: 'Why it should be looked at again',
  appealSend: 'Send the appeal',
  appealed: 'Your appeal',
  pay: 'Pay now',
  amount: 'Amount',
  debit: 'Debit it',
  declined: 'It was declined: Insufficient funds',
  paid: 'It was debited',
  slow: 'The bank has not answered yet',
  sentBefore: 'Something else was sent under this key before',
  another: 'This is another one',
  more: 'Pay more',
  ahead: 'Paid ahead',
  prepaid: 'Principal to prepay',
  compare: 'Compare',
  smaller: 'Choose this Smaller payments',
  account: 'Another account',
  accountNo: 'The new account (of the enterprise)',
  quote: 'See what it comes to',
  why: 'Why',
  ask: 'Ask for it',
  prove: 'From the new account, transfer 0.01 yuan',
  read: 'I have read what it comes to',
  agree: 'Agree to it',
  agreed: 'Approved, about to be done',
  issue: 'Issue it as PDF',
  save: /^Download .*[Ss]tatement/,
  settle: 'Good until',
  settleAsk: 'Get a quote',
  settled: 'To settle',
  statement: 'Statement of account',
  pdf: 'Or choose the PDF',
  ours: 'It is one of our papers',
  notOurs: 'Not found',
};

describe.each<{ readonly look: Look; readonly say: typeof zh }>([
  { look: PHONE, say: zh },
  { look: { ...DESK, language: 'en', theme: 'DARK' }, say: en },
])('by hand ($look.language, $look.width)', ({ look, say }) => {
  const { language } = look;
  const pictured = (name: string): string => `${name}-${language}-${look.width}`;
  const stage = (name: keyof typeof STAGE_NAMES.APPLICATION) =>
    STAGE_NAMES.APPLICATION[name][language === 'en' ? 1 : 0];

  async function at(borrower: Borrower, address: string): Promise<Page> {
    const person = await screens.person(look, await api.cookie(borrower.company.mail));
    const page = await person.newPage();
    await page.goto(address);
    return page;
  }

  test('an application is taken back, asked once more before', async () => {
    const borrower = await admitted(api.stage);
    const applicationId = await borrower.apply(REQUEST);
    const page = await at(borrower, `/applications/${applicationId}`);
    await button(page, say.withdraw).click();
    await expectSound(page, pictured('withdraw'));
    await button(page, say.withdrawYes).click();
    await page.locator('h2', { hasText: stage('WITHDRAWN') }).waitFor();
    expect(await button(page, say.withdraw).count()).toBe(0);
    await page.context().close();
  });

  test('an offer is declined, and with it the application is over', async () => {
    const borrower = await admitted(api.stage);
    const applicationId = await borrower.apply(REQUEST);
    await borrower.winOffer(applicationId);
    const page = await at(borrower, `/applications/${applicationId}/offer`);
    await button(page, say.decline).click();
    await expectSound(page, pictured('decline'));
    await button(page, say.declineYes).click();
    await page.locator('h2', { hasText: stage('DECLINED_BY_APPLICANT') }).waitFor();
    expect((await borrower.application(applicationId)).stage).toBe('DECLINED_BY_APPLICANT');
    await page.context().close();
  });

  test('a refusal is appealed; what was typed of it outlives a reload', async () => {
    const borrower = await admitted(api.stage, { ...SOUND_CREDIT, litigation: 'DISHONEST_JUDGMENT_DEBTOR' });
    const applicationId = await borrower.apply(REQUEST);
    await borrower.reaches(applicationId, 'REJECTED');
    const page = await at(borrower, `/applications/${applicationId}`);
    const reason = page.getByLabel(say.appeal);
    await reason.fill('判决款项已于三月付清');
    await page.reload();
    await reason.waitFor();
    expect(await reason.inputValue()).toBe('判决款项已于三月付清');
    await expectSound(page, pictured('refused'));
    await button(page, say.appealSend).click();
    await page.getByRole('heading', { name: say.appealed }).waitFor();
    await expectSound(page, pictured('appealed'));
    expect((await borrower.application(applicationId)).appeal).toMatchObject({
      ...{ stage: 'IN_REVIEW', reason: '判决款项已于三月付清' },
    });
    await page.context().close();
  });

  describe('of a loan', () => {
    let borrower: Borrower;
    let loanId: string;
    let page: Page;
    let paper = Buffer.from([]);

    beforeAll(async () => {
      borrower = await admitted(api.stage);
      const applicationId = await borrower.apply(REQUEST);
      await borrower.winOffer(applicationId);
      loanId = await borrower.disbursed(await borrower.takeMoney(applicationId));
      page = await at(borrower, `/loans/${loanId}`);
    });
    afterAll(() => page?.context().close());

    test('one pays now; what the bank declines is said and sent again', async () => {
      await api.stage.bank.plan({
        match: { account: borrower.company.bankAccountNo, kind: 'COLLECT' },
        behaviours: [{ times: 1, kind: 'DECLINE', code: '51' }],
      });
      await page.locator('summary', { hasText: say.pay }).click();
      await page.getByLabel(say.amount, { exact: true }).fill('1,234.50');
      await button(page, say.debit).click();
      await page.getByRole('status').getByText(say.declined).waitFor();
      await expectSound(page, pictured('declined'));
      await button(page, say.debit).click();
      await page.getByRole('status').getByText(say.paid).waitFor();
      await page.getByText(say.ahead).waitFor();
      await expectSound(page, pictured('loan'));
      expect((await borrower.loan(loanId)).balances.suspenseFen).toBe(123_450);
    });

    test('what the bank is slow to decline is followed; another amount after it is another debit', async () => {
      await api.stage.bank.plan({
        match: { account: borrower.company.bankAccountNo, kind: 'COLLECT' },
        behaviours: [
          {
            times: 1,
            kind: 'DECLINE',
            code: '51',
            concealedInquiries: 1_000,
            noticeDelayMs: MINUTES - PATIENCE_MS,
          },
        ],
      });
      await button(page, say.more).click();
      await page.locator('summary', { hasText: say.pay }).click();
      const amount = page.getByLabel(say.amount, { exact: true });
      await amount.fill('500');
      await button(page, say.debit).click();
      await page.getByRole('status').getByText(say.slow).waitFor();
      // Whether another amount is another debit, its person would have to say while nobody knows of the first.
      await amount.fill('600');
      await button(page, say.debit).click();
      await page.getByText(say.sentBefore).waitFor();
      await button(page, say.another).waitFor();
      await expectSound(page, pictured('sent-before'));
      // The bank has said.
      await page.getByRole('status').getByText(say.declined).waitFor({ timeout: MINUTES });
      await page.getByText(say.sentBefore).waitFor({ state: 'detached' });
      await button(page, say.debit).click();
      await page.getByRole('status').getByText(say.paid).waitFor();
      expect((await borrower.loan(loanId)).balances.suspenseFen).toBe(123_450 + 60_000);
    });

    test('one prepays in the way that suits, after both stood beside each other', async () => {
      await page.getByLabel(say.prepaid).fill('10万');
      await button(page, say.compare).click();
      await button(page, say.smaller).waitFor();
      await expectSound(page, pictured('prepay'));
      await button(page, say.smaller).click();
      await page.locator('section', { hasText: say.prepaid }).getByText(say.paid).waitFor();
      expect((await borrower.loan(loanId)).balances.principalOutstandingFen).toBe(20_000_000);
    });

    test('one asks for another account, and reads how it is proved', async () => {
      await page.goto(`/loans/${loanId}/changes`);
      await page.getByLabel(say.account).check();
      await page.getByLabel(say.accountNo).fill(freshCompany().bankAccountNo);
      await button(page, say.quote).click();
      await page.getByLabel(say.why, { exact: true }).fill('换了开户行');
      await button(page, say.ask).click();
      await page.getByText(say.prove).waitFor();
      const lenders = (await api.stage.bank.lenders()).map(({ no }) => no);
      expect(lenders).toContain(await page.locator('.notice .figure').textContent());
      await expectSound(page, pictured('account'));
    });

    test('one agrees to what the house offers, after reading it', async () => {
      const contract = new Contract(borrower, loanId);
      const finance = await borrower.staff('finance');
      const { id } = await contract.ask(finance, { kind: 'RESCHEDULE', termMonths: 9 }, '行业低迷');
      await contract.decide(id, 'risk');
      await page.reload();
      const agree = button(page, say.agree);
      await agree.waitFor();
      expect(await agree.isDisabled()).toBe(true);
      await page.getByLabel(say.read).check();
      await expectSound(page, pictured('change'));
      await agree.click();
      await page.getByText(say.agreed).waitFor();
      expect((await contract.change(id)).agreed).toBe(true);
    });

    test('one takes a statement home as PDF, and asks what settles the loan', async () => {
      await page.goto(`/loans/${loanId}/papers`);
      await button(page, say.issue).click();
      const link = page.getByRole('link', { name: say.save });
      await link.waitFor();
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
      paper = readFileSync(await download.path());
      expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
      const { asOf } = await borrower.loan(loanId);
      await page.getByLabel(say.settle).fill(asOf);
      await button(page, say.settleAsk).click();
      await page.getByText(say.settled).waitFor();
      await expectSound(page, pictured('papers'));
      await page.goto(`/loans/${loanId}/statement`);
      await page.getByRole('heading', { name: say.statement }).waitFor();
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      await expectSound(page, pictured('statement'));
    });

    test('whoever is given the paper finds out whether it is ours, as it was issued', async () => {
      const stranger = await (await screens.person(look)).newPage();
      await stranger.goto('/verify');
      const choose = (buffer: Buffer): Promise<void> =>
        chooseFile(stranger, say.pdf, { name: 'paper.pdf', mimeType: 'application/pdf', buffer });
      await choose(paper);
      await stranger.getByText(say.ours).waitFor();
      await stranger.getByText('DZ').waitFor();
      expect(await stranger.locator('main').textContent()).not.toContain(borrower.company.name);
      await expectSound(stranger, pictured('verified'));
      await choose(Buffer.concat([paper, Buffer.from(' ')]));
      await stranger.getByText(say.notOurs).waitFor();
      await expectSound(stranger, pictured('not-ours'));
      await stranger.context().close();
    });

    test('one reads what was written to the enterprise', async () => {
      await page.goto('/messages');
      const message = page.locator('details.message').first();
      await message.locator('summary').click();
      await message.locator('p').first().waitFor();
      await expectSound(page, pictured('messages'));
    });
  });
});

test('nothing went wrong in any page', () => {
  expect(screens.wrong).toEqual([]);
});
