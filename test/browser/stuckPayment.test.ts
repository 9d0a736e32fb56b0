import type { Page } from 'playwright-core';
import { staffMail } from '../../demo/people';
import { waitFor } from '../../demo/story';
import { type Line, layLine } from '../../dev/faults/line';
import { borrowerBeforeRelease, mendBeforePeopleAct, release, stuckOf } from '../fault/support/stories';
import { type DeployedWorker, deployWorker } from '../fault/support/workerProcess';
import { Api } from '../integration/api/support';
import { startTestPlatform, type TestPlatform } from '../support/platform';
import { barriers, overhang } from './support/axe';
import { DESK, PHONE, Screens } from './support/browser';

/** Fast, for what matters here is not how long the rules wait but what people see. */
const CLOCK_SPEED = 1_000_000;
const PATIENCE_MS = 60_000;

let platform: TestPlatform;
let bankLine: Line;
let worker: DeployedWorker;
let api: Api;
let screens: Screens;

beforeAll(async () => {
  // The worker reaches the bank over a line of the test's.
  platform = await startTestPlatform({ workers: 0, clockSpeed: CLOCK_SPEED });
  bankLine = await layLine(Number(new URL(platform.urls.bank).port));
  worker = await deployWorker({ ...platform.env, BANK_URL: `http://127.0.0.1:${bankLine.port}` });
  api = Api.at(platform);
  screens = await Screens.open(platform.urls.api);
});
afterAll(async () => {
  await screens?.close();
  await worker?.stop();
  await bankLine?.cut();
  await platform?.release();
});

/** The screen of somebody of the staff. */
async function screenOf(role: string, look: typeof DESK, path: string): Promise<Page> {
  const person = await screens.person(look, await api.cookie(staffMail(role, 'JIANGNAN')));
  const page = await person.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`/desk${path}`);
  return page;
}

test('money that the bank refuses and then does not answer for is told as it stands, and an admin frees it on a phone', async () => {
  const { borrower, applicationId } = await borrowerBeforeRelease(api.stage);
  await api.stage.bank.plan({
    match: { account: borrower.company.bankAccountNo },
    behaviours: [{ times: 1, kind: 'DECLINE', code: '91' }],
  });
  await bankLine.cut();
  const released = release(borrower, applicationId);
  const [payment] = await waitFor('the order', async () => {
    const { items } = await borrower.client.call('listPayments', { query: { loanId: applicationId } });
    return items.length === 0 ? undefined : items;
  });
  await waitFor('the payment to be stuck', async () => {
    const stuck = await stuckOf(borrower, (id) => id === `payment/${payment?.id}`);
    return stuck.length === 0 ? undefined : stuck;
  });

  // Finance finds it in the list, and reads how it stands.
  const finance = await screenOf('finance', DESK, '/finance/payments?purpose=DISBURSEMENT');
  await finance.getByRole('link', { name: '放款', exact: true }).first().click();
  await finance.getByText('等待银行答复').waitFor();
  expect(await barriers(finance)).toEqual([]);

  // The admin, on a phone.
  const admin = await screenOf('admin', PHONE, '/admin/processes');
  const stuck = admin.getByRole('listitem').filter({ hasText: '向银行提交指令' });
  await stuck.getByText('步骤反复失败').waitFor();
  expect(await admin.getByRole('listitem').filter({ hasText: '资金' }).first().textContent()).toContain(
    '留意',
  );
  expect(await barriers(admin)).toEqual([]);
  expect(await overhang(admin)).toBeLessThanOrEqual(0);
  await stuck.getByRole('button', { name: '立即重试' }).click();
  await stuck.getByText('款项不会重复').waitFor();
  expect(await barriers(admin)).toEqual([]);
  await stuck.getByLabel('理由').fill('银行已恢复应答');
  // Not before: it would go on by itself, and nothing would be left to retry.
  await mendBeforePeopleAct(borrower, `payment/${payment?.id}`, bankLine);
  await stuck.getByRole('button', { name: '立即重试' }).click();
  await waitFor('the act to have moved the process', async () => {
    const { items } = await (await borrower.staff('admin')).call('listProcessActs', {
      query: { workflowId: `payment/${payment?.id}` },
    });
    return items.find(({ kind, status }) => kind === 'RETRY_NOW' && status === 'MOVED');
  });
  await released;

  // What finance has on the screen has followed, without a word.
  await finance.getByText('已完成，无需处理').waitFor();
  const story = finance.getByRole('region', { name: '经过' });
  expect(await story.textContent()).toMatch(
    /第 1 笔指令[\s\S]*发卡行状态不正常（91）[\s\S]*第 2 笔指令[\s\S]*成功/,
  );
  await admin.goto('/desk/admin/acts');
  await admin.locator('.records').getByText('流程已前进').first().waitFor();
  expect(screens.wrong).toEqual([]);
}, 1_800_000);
