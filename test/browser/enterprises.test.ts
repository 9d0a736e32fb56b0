import type { Page } from 'playwright-core';
import { uuidv7 } from 'uuidv7';
import { type Company, DEMO_PASSWORD, freshCompany, SOUND_CREDIT } from '../../demo/people';
import { Borrower } from '../../demo/story';
import { Api } from '../integration/api/support';
import { PHONE, Screens } from './support/browser';
import { expectSound } from './support/sound';

let api: Api;
let screens: Screens;
let page: Page;
let borrower: Borrower;
let second: Company;

beforeAll(async () => {
  api = await Api.openForPeople();
  borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  await borrower.passKyc();
  second = freshCompany('JIANGNAN');
  await api.stage.services.layDown(second, SOUND_CREDIT);
  await api.stage.bank.openAccount(second.bankAccountNo, second.name);
  screens = await Screens.open(api.platform.urls.api);
  const person = await screens.person(PHONE, await api.cookie(borrower.company.mail));
  page = await person.newPage();
});
afterAll(async () => {
  await screens?.close();
  await api?.platform.release();
});

const acting = () => page.getByLabel('代表的企业');

test('with one enterprise its name stands there, and nothing to choose', async () => {
  await page.goto('/enterprises');
  await page.getByText('您代表的企业').waitFor();
  await expect(acting().count()).resolves.toBe(0);
  await page.getByText(borrower.company.name).first().waitFor();
  await expectSound(page, 'enterprises-one');
});

test('a further one is registered with the account that there is, and is there once its link was opened', async () => {
  await page.getByRole('link', { name: '注册另一家企业' }).click();
  await page.getByText(borrower.company.mail).waitFor();
  await page.getByLabel('放款机构').selectOption('JIANGNAN');
  await page.getByLabel('企业名称').fill(second.name);
  await page.getByLabel('统一社会信用代码').fill(second.uscc);
  await page.getByLabel('法定代表人姓名').fill(second.legalPerson.name);
  await page.getByLabel('法定代表人身份证号').fill(second.legalPerson.residentId);
  await page.getByLabel('对公账户').fill(second.bankAccountNo);
  await page.getByLabel('手机号').fill(second.mobile);
  await page.getByLabel('我已阅读并同意隐私政策').check();
  await expectSound(page, 'enterprise-further');
  await page.getByRole('button', { name: '注册' }).click();
  await page.getByText('激活链接已发送至').waitFor();
  const activation = await furtherLink();
  await page.goto(activation);
  await page.getByRole('button', { name: '激活' }).click();
  await page.getByText('已激活').waitFor();
  await page.goto('/home');
  await acting().waitFor();
  await expectSound(page, 'home-of-two');
});

/** Of two activation mails to one address the newer link. */
async function furtherLink(): Promise<string> {
  const until = Date.now() + 300_000;
  while (Date.now() < until) {
    const texts = await api.stage.mailbox.texts(borrower.company.mail);
    const links = texts.flatMap((text) => text.match(/https?:\/\/\S+\/activate\S+/g) ?? []);
    const link = links.find((each) => !each.includes(borrower.enterpriseId));
    if (link !== undefined) return link;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('no link to activate the further enterprise');
}

test('the switch begins every screen anew, in the other tabs too; what was typed is kept apart', async () => {
  const other = await page.context().newPage();
  await other.goto('/settings');
  await other.getByLabel('代表的企业').waitFor();
  await acting().selectOption({ label: optionOf(await options(), second.name) });
  await page.waitForURL('**/home');
  // On the screen itself: the head has the name as a choice too.
  await page.locator('main').getByText(second.name).first().waitFor();
  await other.waitForURL('**/home');
  await page.goto('/kyc');
  await page.getByText(second.uscc).waitFor();
  await expect(page.getByText(borrower.company.uscc).count()).resolves.toBe(0);
  await expectSound(page, 'kyc-of-the-second');
  await page.goto('/enterprises');
  await page.getByRole('button', { name: `切换到 ${borrower.company.name}` }).click();
  await page.waitForURL('**/home');
  await page.goto('/kyc');
  await page.getByText(borrower.company.uscc).waitFor();
  await other.close();
});

const options = async (): Promise<readonly string[]> => acting().locator('option').allTextContents();
const optionOf = (all: readonly string[], name: string): string =>
  all.find((each) => each.includes(name)) ?? '';

test('the file goes to another institution by consent to each text', async () => {
  await page.goto('/enterprises');
  await page.getByLabel('机构', { exact: true }).selectOption('BEICHEN');
  await page.getByLabel('授权提供企业资料').check();
  await page.getByLabel('同意该机构按隐私政策处理资料').check();
  await expectSound(page, 'enterprises-take-file');
  await page.getByRole('button', { name: '提供资料' }).click();
  await page.getByText('已提供，该机构将开始核查').waitFor();
});

test('a colleague is asked in, opens an account by the link and acts for the enterprise', async () => {
  const mail = `colleague.${uuidv7()}@company.example`;
  await page.getByLabel('姓名').fill('王五');
  await page.getByLabel('邮箱').fill(mail);
  await page.getByRole('button', { name: '发送邀请' }).click();
  await page.getByText('邀请已发送').waitFor();
  const guest = await (await screens.person(PHONE)).newPage();
  await guest.goto(String(await api.stage.mailbox.linkTo(mail, '/invitation')));
  await guest.getByLabel('新密码').fill(DEMO_PASSWORD);
  await expectSound(guest, 'invitation');
  await guest.getByRole('button', { name: '接受邀请' }).click();
  await guest.getByText(`您现在可以代表 ${borrower.company.name}`).waitFor();
  expect(guest.url()).not.toContain('#');
  await guest.getByRole('link', { name: '登录' }).last().click();
  await guest.getByLabel('邮箱').fill(mail);
  await guest.getByLabel('密码').fill(DEMO_PASSWORD);
  await guest.getByRole('button', { name: '登录' }).click();
  await guest.waitForURL('**/home');
  await guest.getByText(borrower.company.name).first().waitFor();
  await page.reload();
  await page.getByRole('button', { name: '移除 王五' }).waitFor();
});

test('nothing went wrong in any page', () => {
  expect(screens.wrong).toEqual([]);
});
