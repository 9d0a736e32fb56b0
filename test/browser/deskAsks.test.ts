import type { Page } from 'playwright-core';
import { freshCompany, staffMail } from '../../demo/people';
import { Borrower, waitFor } from '../../demo/story';
import { Api } from '../integration/api/support';
import { startTestPlatform } from '../support/platform';
import { DESK, type Look, Screens } from './support/browser';
import { expectSound } from './support/sound';

/** What the staff ask for that somebody else has to agree to: each by its form. */

const MINUTES = 60_000;
jest.setTimeout(2 * MINUTES);
/** A month in a minute and a half, and a day lasts long enough for a few presses. */
const CLOCK_SPEED = 30_000;
const ENGLISH: Look = { ...DESK, language: 'en', theme: 'DARK' };
const PAPER = { name: 'scan.png', mimeType: 'image/png', buffer: pixel() };

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
  await api.stage.bank.plan({
    match: { account: borrower.company.bankAccountNo, kind: 'COLLECT' },
    behaviours: [{ times: 1_000_000, kind: 'DECLINE', code: '51' }],
  });
  loanId = await borrower.disbursed(await borrower.takeMoney(applicationId));
}, 5 * MINUTES);
afterAll(async () => {
  await screens?.close();
  await api?.platform.release();
});

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

test('a mailbox that is lost is replaced only with a paper, and risk has to agree', async () => {
  const page = await desk('reviewer', `/enterprises/${borrower.enterpriseId}`);
  await button(page, '找回登录：更换邮箱').click();
  await page.getByLabel('新邮箱').fill(`new-${borrower.company.mail}`);
  await page.getByLabel('理由').fill('法定代表人携营业执照到店');
  expect(await button(page, '提请更换').isDisabled()).toBe(true);
  await page.getByLabel(/^证明材料/).setInputFiles(PAPER);
  await page.getByText(PAPER.name).waitFor();
  await expectSound(page, 'recovery-zh-CN-1440');
  await button(page, '提请更换').click();
  await page.getByText('已提请，等待风控同意。').waitFor();
  await page.context().close();
});

test('money by hand is asked for with a paper of a task of the loan, ticked by its name', async () => {
  const finance = await borrower.staff('finance');
  const task = await waitFor('a task of the loan', async () => {
    const { items } = await finance.call('listTasks', { query: { caseId: loanId } });
    return items.find(({ caseType }) => caseType === 'LOAN' || caseType === 'COLLECTION');
  });
  const page = await desk('finance', `/inbox/${task.id}`);
  await page.getByRole('button', { name: /^附件/ }).click();
  await page.getByLabel(/上传附件/).setInputFiles(PAPER);
  await page.getByText(PAPER.name).first().waitFor();
  await page.goto(`/desk/loans/${loanId}/changes`);
  await page.getByLabel('变更', { exact: true }).selectOption('MANUAL_RECEIPT');
  const { asOf } = await borrower.loan(loanId);
  await page.getByLabel('收到的金额（元）').fill('1,000');
  await page.getByLabel(/^起算日/).fill(asOf);
  expect(await button(page, '试算').isDisabled()).toBe(true);
  await page.getByLabel(PAPER.name).check();
  await page.getByLabel(/^银行流水号/).fill('20260301-0007');
  await page.getByLabel('不是银行已到账的其他款项').check();
  await expectSound(page, 'evidence-zh-CN-1440');
  await button(page, '试算').click();
  await page.getByLabel('理由').fill('柜面收款');
  await button(page, '按此提请').click();
  await page.getByText('已提请，等待批准。').waitFor();
  await page.context().close();
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
