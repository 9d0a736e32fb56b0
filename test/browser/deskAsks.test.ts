import type { Page } from 'playwright-core';
import { uuidv7 } from 'uuidv7';
import { freshCompany, staffMail } from '../../demo/people';
import { Borrower, waitFor } from '../../demo/story';
import { addDays, isoDate } from '../../domain/calendar/isoDate';
import { amountText } from '../../domain/money/text';
import { INSTITUTIONS } from '../../gateways/database/baseData';
import { Api } from '../integration/api/support';
import { startTestPlatform } from '../support/platform';
import { admitted } from './support/applying';
import { DESK, type Look, Screens } from './support/browser';
import { setPriceOfAdvice } from './support/prices';
import { expectSound } from './support/sound';

/** What the staff ask for that somebody else has to agree to: each by its form. */

const MINUTES = 60_000;
/** A month in a minute and a half, and a day lasts long enough for a few presses. */
const CLOCK_SPEED = 30_000;
const ENGLISH: Look = { ...DESK, language: 'en', theme: 'DARK' };
/** Until prices count: enough for two people. */
const DAYS_TO_PRICES = 10;
const PAPER = { name: 'scan.png', mimeType: 'image/png', buffer: pixel() };

const zh = {
  reason: '理由',
  recover: '找回登录：更换邮箱',
  newMail: '新邮箱',
  papers: /^证明材料/,
  askRecovery: '提请更换',
  recoveryAsked: '已提请，等待风控同意。',
  attachments: /^附件/,
  attach: /上传附件/,
  change: '变更',
  received: '收到的金额（元）',
  countsFrom: /^起算日/,
  bankReference: /^银行流水号/,
  isOtherMoney: '不是银行已到账的其他款项',
  quote: '试算',
  askChange: '按此提请',
  changeAsked: '已提请，等待批准。',
  isSharedPaper: /材料同时证明另一项变更/,
  evidenceUsed: /一份凭证只能证明一项/,
  receipt: '冲回的收款',
  repaid: /归还应收退回款/,
  noRepayment: '该款项没有归还本贷款的应收退回款。',
  cause: '冲回原因',
  notOurs: /误入本笔贷款/,
  takenBack: /^已从贷款冲回/,
  itsBorrower: '冲回收款',
  reversed: /冲正|冲回/,
  newEntry: '手工凭证',
  costCentre: /^成本中心/,
  debit: '借方（元）',
  credit: '贷方（元）',
  balanced: '借贷相等',
  notBalanced: '借贷不等或有金额无法识别',
  quoteService: '报价一项服务',
  enterprise: '企业',
  service: '服务',
  financed: '融资或交易金额（元）',
  quoteIt: '报价',
  quoted: '已报价，等待企业同意。',
  waive: '提请减免',
  amount: '金额（元）',
};
const en: typeof zh = {
  reason: 'Reason',
  recover: 'Recover access: another mailbox',
  newMail: 'New mail address',
  papers: /^Papers/,
  askRecovery: 'Ask for it',
  recoveryAsked: 'Asked for: somebody of risk has to agree.',
  attachments: /^Attachments/,
  attach: /^Attach a paper/,
  change: 'Change',
  received: 'Amount received (yuan)',
  countsFrom: /^Counts from/,
  bankReference: /^The bank's reference/,
  isOtherMoney: 'It is none of the money that the bank shows',
  quote: 'See what it would do',
  askChange: 'Ask for it like this',
  changeAsked: 'Asked for: it waits to be approved.',
  isSharedPaper: /^The papers prove another change too/,
  evidenceUsed: /one paper proves one/,
  receipt: 'The receipt',
  repaid: /repaid a claim on the payer/,
  noRepayment: 'This money repaid no claim of this loan on its payer.',
  cause: 'Why it is taken back',
  notOurs: /^It was not for this loan/,
  takenBack: /^Taken back from a loan/,
  itsBorrower: 'A receipt taken back',
  reversed: /[Rr]eversed/,
  newEntry: 'New entry',
  costCentre: /^Cost centre/,
  debit: 'Debit (yuan)',
  credit: 'Credit (yuan)',
  balanced: 'Both sides agree',
  notBalanced: 'The sides differ, or an amount can not be read',
  quoteService: 'Quote a service',
  enterprise: 'Enterprise',
  service: 'Service',
  financed: 'What is financed or moved (yuan)',
  quoteIt: 'Quote it',
  quoted: 'Quoted: the enterprise has to agree.',
  waive: 'Ask for a waiver',
  amount: 'Amount (yuan)',
};

let api: Api;
let screens: Screens;
let borrower: Borrower;
let loanId: string;

beforeAll(async () => {
  api = Api.at(await startTestPlatform({ clockSpeed: CLOCK_SPEED }));
  screens = await Screens.open(api.platform.urls.api);
  borrower = await (await Borrower.register(api.stage, freshCompany())).activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply({ amountFen: 30_000_000, termMonths: 6, purpose: '采购原料' });
  await borrower.winOffer(applicationId);
  await declineAll(borrower);
  loanId = await borrower.disbursed(await borrower.takeMoney(applicationId));
  await setPriceOfAdvice(borrower, DAYS_TO_PRICES);
});
afterAll(async () => {
  await screens?.close();
  await api?.platform.release();
});

/** Nothing is on the account of an enterprise. */
async function declineAll({ company }: Borrower): Promise<void> {
  await api.stage.bank.plan({
    match: { account: company.bankAccountNo, kind: 'COLLECT' },
    behaviours: [{ times: 1_000_000, kind: 'DECLINE', code: '51' }],
  });
}

/** The enterprise agrees to a charge, which is invoiced then. */
async function agreeTo({ client }: Borrower, feeId: string): Promise<void> {
  const { shownSha256 } = await client.call('getFee', { params: { feeId } });
  const body = { answer: 'CONSENT', pointsUsed: 0, shownSha256 };
  await client.call('answerQuote', { params: { feeId }, body, key: uuidv7() });
  await waitFor('the invoice', async () => {
    const { status } = await client.call('getFee', { params: { feeId } });
    return status === 'INVOICED' ? true : undefined;
  });
}

async function desk(role: string, address: string, look: Look = DESK): Promise<Page> {
  const person = await screens.person(look, await api.cookie(staffMail(role, 'JIANGNAN')));
  const page = await person.newPage();
  page.setDefaultTimeout(MINUTES);
  await page.goto(`/desk${address}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  return page;
}

/** A picture of one pixel. */
function pixel(): Buffer {
  return Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  );
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('a list is had as a workbook', async () => {
  const page = await desk('finance', '/finance/payments');
  await page.getByLabel('导出格式').selectOption('XLSX');
  await button(page, '导出').click();
  const file = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载', exact: true }).click();
  expect((await file).suggestedFilename()).toMatch(/\.xlsx$/);
  await expectSound(page, 'export-zh-CN-1440');
  await page.context().close();
});

test.each([
  { look: DESK, open: '编制预算', centre: /^成本中心/, from: /^自/, to: /^至/, monthly: '每月金额（元）' },
  { look: ENGLISH, open: 'Set a budget', centre: /^Cost centre/, from: /^From/, to: /^To/, monthly: /^Each/ },
])(
  'a budget of some months is asked for ($look.language)',
  async ({ look, open, centre, from, to, monthly }) => {
    const page = await desk('finance', '/finance/ledger-changes', look);
    await button(page, open).click();
    const form = page.locator('form.reason-form').first();
    const send = form.locator('button[type=submit]');
    await form.getByLabel(centre).fill('credit');
    await form.getByLabel(from).fill('2027-01');
    await form.getByLabel(to).fill('2026-12');
    await form.getByLabel(monthly).fill('2万');
    await form.locator('textarea').fill('年度预算');
    expect(await send.isDisabled()).toBe(true);
    await form.getByLabel(to).fill('2027-03');
    await expectSound(page, `budget-${look.language}-1440`);
    await send.click();
    await page.locator('.notice-good').waitFor();
    await page
      .getByText(/2027.*6602 /)
      .first()
      .waitFor();
    await page.context().close();
  },
);

describe.each([
  { look: DESK, say: zh },
  { look: ENGLISH, say: en },
])('asked for by a form ($look.language)', ({ look, say }) => {
  const pictured = (name: string): string => `${name}-${look.language}-1440`;
  /** Of everything that is done once. */
  let asker: Borrower;
  let feeId: string;

  beforeAll(async () => {
    asker = await admitted(api.stage);
    await declineAll(asker);
  });

  test('a mailbox that is lost is replaced only with a paper, and risk has to agree', async () => {
    const page = await desk('reviewer', `/enterprises/${asker.enterpriseId}`, look);
    await button(page, say.recover).click();
    await page.getByLabel(say.newMail).fill(`new-${asker.company.mail}`);
    await page.getByLabel(say.reason, { exact: true }).fill('法定代表人携营业执照到店');
    expect(await button(page, say.askRecovery).isDisabled()).toBe(true);
    await page.getByLabel(say.papers).setInputFiles(PAPER);
    await page.getByText(PAPER.name).waitFor();
    await expectSound(page, pictured('recovery'));
    await button(page, say.askRecovery).click();
    await page.getByText(say.recoveryAsked).waitFor();
    await page.context().close();
  });

  test('money by hand takes a paper of a task of the loan, ticked by its name, that proves no other money', async () => {
    // Of its own content: what proved one payment proves no other, whatever it is called.
    const buffer = Buffer.concat([PAPER.buffer, Buffer.from(look.language)]);
    const paper = { ...PAPER, name: `${look.language}.png`, buffer };
    const finance = await borrower.staff('finance');
    const task = await waitFor('a task of the loan', async () => {
      const { items } = await finance.call('listTasks', { query: { caseId: loanId } });
      return items.find(({ caseType }) => caseType === 'LOAN' || caseType === 'COLLECTION');
    });
    const page = await desk('finance', `/inbox/${task.id}`, look);
    await page.getByRole('button', { name: say.attachments }).click();
    await page.getByLabel(say.attach).setInputFiles(paper);
    await page.getByText(paper.name).first().waitFor();
    await page.goto(`/desk/loans/${loanId}/changes`);
    const { asOf } = await borrower.loan(loanId);
    const fill = async (amount: string): Promise<void> => {
      await page.getByLabel(say.change, { exact: true }).selectOption('MANUAL_RECEIPT');
      await page.getByLabel(say.received).fill(amount);
      await page.getByLabel(say.countsFrom).fill(asOf);
      expect(await button(page, say.quote).isDisabled()).toBe(true);
      await page.getByLabel(paper.name).check();
      await page.getByLabel(say.bankReference).fill(`20260301-${look.language}-${amount}`);
      await page.getByLabel(say.isOtherMoney).check();
      await button(page, say.quote).click();
    };
    const ask = async (): Promise<void> => {
      await page.getByLabel(say.reason, { exact: true }).fill('柜面收款');
      await button(page, say.askChange).click();
      await page.getByText(say.changeAsked).waitFor();
    };
    await fill('1,000');
    await ask();
    await fill('1,200');
    await page.getByRole('alert').getByText(say.evidenceUsed).first().waitFor();
    await expectSound(page, pictured('evidence'));
    // What was typed is still there, to be asked for with another paper, or because this one proves both.
    expect(await page.getByLabel(say.received).inputValue()).toBe('1,200');
    await page.getByLabel(say.isSharedPaper).check();
    await button(page, say.quote).click();
    await ask();
    await page.context().close();
  });

  test('money that was for another loan is taken back, as its second person sees why, and is held again', async () => {
    const amountFen = look.language === 'en' ? 432_100 : 123_400;
    const valueDate = addDays(isoDate((await borrower.loan(loanId)).asOf), 2);
    const about = { payer: borrower.company.bankAccountNo, memo: `还款 ${loanId}`, valueDate };
    const key = `astray/${look.language}`;
    await api.stage.bank.transfer(INSTITUTIONS[0].bankAccountNo, { ...about, amountFen, key });
    const came = await waitFor('the money', async () => {
      const { lines } = await borrower.client.call('getStatement', { params: { loanId } });
      return lines.find((line) => line.amountFen === amountFen && line.kind === 'RECEIVED');
    });
    const page = await desk('finance', `/loans/${loanId}/changes`, look);
    await page.getByLabel(say.change, { exact: true }).selectOption('REVERSE_RECEIPT');
    await page.getByLabel(say.receipt, { exact: true }).selectOption(String(came.sequence));
    expect(await button(page, say.quote).isDisabled()).toBe(true);
    await page.getByLabel(say.cause, { exact: true }).selectOption('WRONG_LOAN');
    await button(page, say.quote).click();
    await page.getByLabel(say.reason, { exact: true }).fill('款项属于另一家企业');
    await expectSound(page, pictured('take-back'));
    await button(page, say.askChange).click();
    await page.getByText(say.changeAsked).waitFor();
    const second = await borrower.staff('finance2');
    const task = await waitFor('the task to approve it', async () => {
      const { items: asked } = await second.call('listLoanChanges', { params: { loanId } });
      const change = asked.find(({ sequence }) => sequence === came.sequence);
      if (change === undefined) return undefined;
      const { items } = await second.call('listTasks', { query: { caseId: change.id } });
      return items[0];
    });
    await page.goto(`/desk/inbox/${task.id}`);
    await page.getByText(say.notOurs).waitFor();
    await page.getByText(amountText(amountFen)).first().waitFor();
    await expectSound(page, pictured('take-back-seen'));
    const body = { decision: 'APPROVE', reason: '' } as const;
    await second.call('decideTask', { params: { taskId: task.id }, body, key: uuidv7() });
    const held = await waitFor('the money to be held again', async () => {
      const { items } = await second.call('listReceipts', { query: { status: 'OPEN' } });
      return items.find((each) => each.amountFen === amountFen && each.taskId !== null);
    });
    await page.goto('/desk/finance/receipts');
    await page.getByText(say.takenBack).first().waitFor();
    await expectSound(page, pictured('taken-back'));
    await page.goto(`/desk/inbox/${held.taskId}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await expectSound(page, pictured('taken-back-task'));
    await page.context().close();
    const phone = await screens.person({ ...look, width: 360 }, await api.cookie(borrower.company.mail));
    const small = await phone.newPage();
    for (const place of ['changes', 'statement']) {
      await small.goto(`/loans/${loanId}/${place}`);
      await small
        .getByText(place === 'changes' ? say.itsBorrower : say.reversed)
        .first()
        .waitFor();
      await small.getByText(amountText(place === 'statement' ? -amountFen : amountFen)).waitFor();
      await expectSound(small, `borrower-${place}-${look.language}-360`);
    }
    await phone.close();
  });

  test('what repaid a claim is offered beside the receipts of the loan, and the API knows whether it did', async () => {
    const page = await desk('finance', `/loans/${loanId}/changes`, look);
    // The loan's borrower was refunded nothing: the list is as it would be if they had been, and had paid it back.
    const receipt = {
      ...{
        id: uuidv7(),
        bankDate: '2026-03-02',
        bankReference: 'R1',
        amountFen: 765_400,
        reason: 'UNKNOWN_PAYER',
      },
      ...{ suggestions: [], status: 'CLAIMED', claimedFen: 765_400, returnedFen: 0, capitalFen: 0, loanId },
      ...{
        feeId: null,
        repaidClaim: true,
        settledAt: null,
        createdAt: '2026-03-02T01:00:00.000Z',
        taskId: null,
      },
    };
    await page.route('**/api/receipts?*', (route) =>
      route.fulfill({
        json: { items: [receipt, { ...receipt, id: uuidv7(), repaidClaim: false }], next: null },
      }),
    );
    await page.getByLabel(say.change, { exact: true }).selectOption('REVERSE_RECEIPT');
    const choice = page.getByLabel(say.receipt, { exact: true });
    await choice.getByRole('option', { name: say.repaid }).waitFor({ state: 'attached' });
    expect(await choice.getByRole('option', { name: say.repaid }).count()).toBe(1);
    await choice.selectOption(receipt.id);
    await page.getByLabel(say.cause, { exact: true }).selectOption('BOUNCED');
    await button(page, say.quote).click();
    await page.getByRole('alert').getByText(say.noRepayment).first().waitFor();
    await expectSound(page, pictured('repayment'));
    await page.context().close();
  });

  test('an entry by hand is asked for once both sides agree', async () => {
    const page = await desk('finance', '/finance/ledger-changes', look);
    await button(page, say.newEntry).click();
    const form = page.locator('form.reason-form').first();
    const send = form.locator('button[type=submit]');
    await form.getByLabel(say.countsFrom).fill((await borrower.loan(loanId)).asOf);
    await form.getByLabel(say.costCentre).fill('credit');
    await form.getByLabel(say.debit).first().fill('1,500');
    await form.getByLabel(say.credit).nth(1).fill('1,400');
    await form.getByText(say.notBalanced).waitFor();
    expect(await send.isDisabled()).toBe(true);
    await form.getByLabel(say.credit).nth(1).fill('1,500');
    await form.getByText(say.balanced).waitFor();
    await form.locator('textarea').fill('办公用品');
    await expectSound(page, pictured('entry'));
    await send.click();
    await page.locator('.notice-good').waitFor();
    await page.getByText('¥1,500.00').first().waitFor();
    await page.context().close();
  });

  test('a service is quoted to an enterprise, which has to agree', async () => {
    const page = await desk('finance', '/finance/fees', look);
    await button(page, say.quoteService).click();
    await page.getByLabel(say.enterprise, { exact: true }).selectOption(asker.enterpriseId);
    await page.getByLabel(say.service, { exact: true }).selectOption('ADVICE');
    await page.getByLabel(say.financed).fill('30万');
    await expectSound(page, pictured('quote'));
    await button(page, say.quoteIt).click();
    await page.getByText(say.quoted).waitFor();
    const row = page.getByRole('row').filter({ hasText: asker.company.name });
    await row.getByText('¥3,000.00').first().waitFor();
    await page.context().close();
    const { items } = await asker.client.call('listFees');
    feeId = items[0]?.id ?? '';
  });

  test('a part of a charge is to be given up, and another one of finance has to agree', async () => {
    await agreeTo(asker, feeId);
    const page = await desk('finance', `/finance/fees/${feeId}`, look);
    await button(page, say.waive).click();
    await page.getByLabel(say.amount, { exact: true }).fill('1,000');
    await page.getByLabel(say.reason, { exact: true }).fill('长期客户');
    await expectSound(page, pictured('relief'));
    await button(page, say.waive).click();
    await page.getByRole('cell', { name: '长期客户' }).waitFor();
    await page.context().close();
    await asker.task('finance2', 'CONFIRM_FEE_RELIEF', feeId);
  });
});

test('another manager is asked for, and who has one is told beside the people', async () => {
  const page = await desk('admin', '/admin/people');
  const row = page.getByRole('row').filter({ hasText: staffMail('reviewer', 'JIANGNAN') });
  await row.getByRole('button', { name: '办理' }).click();
  await row.getByRole('button', { name: '变更上级' }).click();
  await page.getByLabel('上级', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('理由').fill('由其负责审查组');
  await expectSound(page, 'manager-zh-CN-1440');
  await row.getByRole('button', { name: '变更上级' }).click();
  await page.getByText('已提出，等待另一人决定').waitFor();
  await page.goto('/desk/admin/changes');
  await page.getByText('变更上级').first().waitFor();
  await expectSound(page, 'manager-change-zh-CN-1440');
  await page.context().close();
});

test('nothing went wrong in any page', () => {
  expect(screens.wrong).toEqual([]);
});
