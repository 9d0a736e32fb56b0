import type { Page } from 'playwright-core';
import { type Company, DEMO_PASSWORD, freshCompany, SOUND_CREDIT } from '../../demo/people';
import { waitFor } from '../../demo/story';
import { Api } from '../integration/api/support';
import { barriers, overhang } from './support/axe';
import { PHONE, Screens } from './support/browser';

const OTHER_PASSWORD = 'quay lantern moss fig';

let api: Api;
let screens: Screens;
let page: Page;
let company: Company;

beforeAll(async () => {
  api = await Api.openForPeople();
  screens = await Screens.open(api.platform.urls.api);
  page = await (await screens.person(PHONE)).newPage();
  company = freshCompany();
  await api.stage.services.layDown(company, SOUND_CREDIT);
  await api.stage.bank.openAccount(company.bankAccountNo, company.name);
});
afterAll(async () => {
  await screens?.close();
  await api?.platform.release();
});

describe('an account from registration to closing, on a phone', () => {
  test('a mistyped number is told at its field, and what is typed outlives a reload', async () => {
    await page.goto('/register');
    // They are asked for when what was typed before has been filled in.
    await page.locator('option[value="JIANGNAN"]').first().waitFor({ state: 'attached' });
    await page.getByLabel('企业名称').fill(company.name);
    await page.getByLabel('统一社会信用代码').fill(`${company.uscc.slice(0, 17)}?`);
    await page.getByLabel('法定代表人姓名').fill(company.legalPerson.name);
    await page.getByText('含有不允许的字符').waitFor();
    await page.reload();
    for (const [field, typed] of [
      ['企业名称', company.name],
      ['法定代表人姓名', company.legalPerson.name],
    ] as const) {
      await waitFor(`${field} as it was typed`, async () =>
        (await page.getByLabel(field).inputValue()) === typed ? true : undefined,
      );
    }
  });

  test('registers, after what was missing is told', async () => {
    await page.getByRole('button', { name: '注册' }).click();
    await page.getByText('必须同意隐私政策才能注册').waitFor();
    await page.getByLabel('放款机构').selectOption('JIANGNAN');
    await page.getByLabel('统一社会信用代码').fill(company.uscc);
    await page.getByLabel('法定代表人身份证号').fill(company.legalPerson.residentId);
    await page.getByLabel('对公账户').fill(company.bankAccountNo);
    await page.getByLabel('手机号').fill(company.mobile);
    await page.getByLabel('邮箱').fill(company.mail);
    await page.getByLabel('密码').fill(DEMO_PASSWORD);
    await page.getByLabel('我已阅读并同意隐私政策').check();
    await page.getByLabel('授权查询企业征信').check();
    expect(await barriers(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: '注册' }).click();
    await page.getByText(company.mail).waitFor();
  });

  test('activates by the link of the mail, which leaves no trace in the address', async () => {
    await page.goto(String(await api.stage.mailbox.linkTo(company.mail, 'activate')));
    await page.getByRole('button', { name: '激活' }).click();
    await page.getByText('已激活').waitFor();
    expect(page.url()).not.toContain('#');
    expect(await barriers(page)).toEqual([]);
  });

  test('signs in, changes the password, and sees where it is signed in', async () => {
    await signIn(DEMO_PASSWORD);
    await page.goto('/settings/security');
    await page.getByLabel('当前密码').first().fill(DEMO_PASSWORD);
    await page.getByLabel('新密码').fill(OTHER_PASSWORD);
    await page.getByRole('button', { name: '更改密码' }).click();
    await page.getByText('密码已更改').waitFor();
    await page.getByText('本设备').waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
  });

  test('chooses another password by a link after forgetting it', async () => {
    await page.goto('/reset');
    await page.getByLabel('登录邮箱').fill(company.mail);
    await page.getByRole('button', { name: '发送链接' }).click();
    await page.getByText('链接已发送').waitFor();
    await page.goto(String(await api.stage.mailbox.linkTo(company.mail, 'reset')));
    await page.getByLabel('新密码').fill('seven herons by the weir');
    await page.getByRole('button', { name: '更改密码' }).click();
    await page.getByText('密码已更改').waitFor();
    await signIn('seven herons by the weir');
  });

  test('withdraws a consent, and closes the account', async () => {
    await page.goto('/settings/data');
    await page.getByRole('button', { name: '撤回：征信查询授权' }).click();
    await page.getByRole('button', { name: '同意：征信查询授权' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel('我知道此操作不能恢复').check();
    await page.getByRole('button', { name: '退出企业' }).click();
    await page.getByText('账户已注销').waitFor();
  });

  test('nothing went wrong in any page', () => {
    expect(screens.wrong).toEqual([]);
  });
});

async function signIn(password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('邮箱').fill(company.mail);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/home');
}
