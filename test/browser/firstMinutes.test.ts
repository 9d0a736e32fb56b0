import type { Page } from 'playwright-core';
import { DEMO_PASSWORD, freshCompany, SOUND_CREDIT, staffMail } from '../../demo/people';
import { waitFor } from '../../demo/story';
import { Api } from '../integration/api/support';
import { button } from './support/applying';
import { PHONE, Screens } from './support/browser';
import { expectSound } from './support/sound';

/** A stranger's first minutes on a phone, of a platform that asks strangers for work: from the start page to an application. */

const company = freshCompany();

let api: Api;
let screens: Screens;
let page: Page;

beforeAll(async () => {
  api = await Api.openUnhurried({ PROOF_OF_WORK: '1' });
  screens = await Screens.open(api.platform.urls.api);
  page = await (await screens.person(PHONE)).newPage();
  await api.stage.services.layDown(company, SOUND_CREDIT);
  await api.stage.bank.openAccount(company.bankAccountNo, company.name);
});
afterAll(async () => {
  await screens?.close();
  await api?.platform.release();
});

test('one sees what it is, what it costs, and how it goes, without an account', async () => {
  await page.goto('/');
  await expectSound(page, 'first-1-welcome');
  await page.getByRole('link', { name: '先算一算' }).click();
  await page.getByText('合计应还').waitFor();
  await expectSound(page, 'first-2-calculator');
  await page.goBack();
});

test('one registers; the browser does the work that strangers are asked for', async () => {
  await page.getByRole('link', { name: '注册企业' }).click();
  await page.getByLabel('放款机构').selectOption('JIANGNAN');
  await page.getByLabel('企业名称').fill(company.name);
  await page.getByLabel('统一社会信用代码').fill(company.uscc);
  await page.getByLabel('法定代表人姓名').fill(company.legalPerson.name);
  await page.getByLabel('法定代表人身份证号').fill(company.legalPerson.residentId);
  await page.getByLabel('对公账户').fill(company.bankAccountNo);
  await page.getByLabel('手机号').fill(company.mobile);
  await page.getByLabel('邮箱').fill(company.mail);
  await page.getByLabel('密码').fill(DEMO_PASSWORD);
  await page.getByLabel('我已阅读并同意隐私政策').check();
  await page.getByLabel('授权查询企业征信').check();
  await expectSound(page, 'first-3-register');
  const worked = page.waitForRequest((request) => request.headers()['proof-of-work'] !== undefined);
  await button(page, '注册').click();
  await worked;
  await page.getByText(company.mail).waitFor();
  await expectSound(page, 'first-4-sent');
});

test('one activates, signs in, and reads that the checks are under way', async () => {
  await page.goto(String(await api.stage.mailbox.linkTo(company.mail, 'activate')));
  await button(page, '激活').click();
  await page.getByText('已激活').waitFor();
  await expectSound(page, 'first-5-activated');
  await page.goto('/sign-in');
  await page.getByLabel('邮箱').fill(company.mail);
  await page.getByLabel('密码').fill(DEMO_PASSWORD);
  await page.locator('form').getByRole('button', { name: '登录' }).click();
  await page.getByRole('heading', { level: 1, name: '注册信息正在核验' }).waitFor();
  await expectSound(page, 'first-6-home');
  await page.goto('/applications/new');
  await page.getByText('企业通过准入后才能申请贷款').waitFor();
  await expectSound(page, 'first-7-too-early');
  await page.goto('/kyc');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expectSound(page, 'first-8-kyc');
});

test('once it is admitted the start page says so by itself, and one applies', async () => {
  await page.goto('/home');
  await page.getByRole('heading', { level: 1, name: '注册信息正在核验' }).waitFor();
  const reviewer = await api.stage.platform.signedIn(staffMail('reviewer', 'JIANGNAN'), DEMO_PASSWORD);
  const { id: taskId } = await waitFor('the review', async () => {
    const { items } = await reviewer.call('listTasks', { query: { kind: 'REVIEW_ENTERPRISE' } });
    return items.find(({ status }) => status === 'OPEN');
  });
  await reviewer.call('claimTask', { params: { taskId }, key: `claim-${taskId}` });
  const body = { decision: 'APPROVE', reason: '' };
  await reviewer.call('decideTask', { params: { taskId }, body, key: `decide-${taskId}` });
  await page.getByRole('link', { name: '申请贷款' }).click();
  await page.waitForURL('**/applications/new/product');
  await expectSound(page, 'first-9-product');
});

test('nothing went wrong in any page', () => {
  expect(screens.wrong).toEqual([]);
});
