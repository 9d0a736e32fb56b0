import type { Page } from 'playwright-core';
import { freshCompany, staffMail } from '../../demo/people';
import { Borrower, waitFor } from '../../demo/story';
import { Api } from '../integration/api/support';
import { DESK, type Look, PHONE, Screens, untilDrawn } from './support/browser';
import { expectSound } from './support/sound';

/** Parts of a file go back on the desk, are put right on a phone, and come back with what changed. */

let api: Api;
let screens: Screens;
let borrower: Borrower;
let phone: Page;
let desk: Page;

beforeAll(async () => {
  api = await Api.openForPeople();
  screens = await Screens.open(api.platform.urls.api);
  borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  phone = await (await screens.person(PHONE, await api.cookie(borrower.company.mail))).newPage();
  desk = await (await screens.person(DESK, await api.cookie(REVIEWER))).newPage();
});
afterAll(async () => {
  await screens?.close();
  await api?.platform.release();
});

const REVIEWER = staffMail('reviewer', 'JIANGNAN');
const PAPER = { name: '营业执照.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n') };
const DESK_AT_NIGHT: Look = { ...DESK, language: 'en', theme: 'DARK' };
/** How else its people look at their screens. */
const OTHER_LOOKS: readonly Look[] = [{ ...PHONE, language: 'en' }, DESK, DESK_AT_NIGHT];

/** Looks at a screen of somebody in other ways too. @param ready waits for what is to be seen on it */
async function lookAgain(
  name: string,
  mail: string,
  looks: readonly Look[],
  ready: (page: Page) => Promise<unknown>,
): Promise<void> {
  const address = mail === REVIEWER ? desk.url() : phone.url();
  for (const look of looks) {
    const person = await screens.person(look, await api.cookie(mail));
    const page = await person.newPage();
    await page.goto(address);
    await ready(page);
    await expectSound(page, `${name}-${look.language}-${look.width}`);
    await person.close();
  }
}

test('a reviewer marks two parts, with a number and a sentence each', async () => {
  const task = await borrower.task('reviewer', 'REVIEW_ENTERPRISE', borrower.enterpriseId);
  await desk.goto(`/desk/inbox/${task.id}`);
  await desk.locator('[aria-keyshortcuts="E"]').click();
  const send = desk.locator('[data-send]');
  await expect(send.isDisabled()).resolves.toBe(true);
  for (const [part, number] of [
    ['法定代表人', 'D101'],
    ['手机号', 'D106'],
  ] as const) {
    const box = desk.locator('.stack-tight', { has: desk.getByLabel(part, { exact: true }) });
    await box.getByLabel(part, { exact: true }).check();
    await box.getByLabel('原因').selectOption(number);
    await box.getByLabel('告知企业').fill(`${part}与执照不一致，请更正`);
  }
  await expectSound(desk, 'desk-correction-asked-zh-CN-1440');
  await lookAgain('desk-correction-asked', REVIEWER, [DESK_AT_NIGHT], async (page) => {
    await page.locator('[aria-keyshortcuts="E"]').click();
    await page.getByLabel('Legal person', { exact: true }).check();
    await page.getByLabel('Reason', { exact: true }).first().selectOption('D101');
  });
  await send.click();
  await desk.getByText('本事项已结束').waitFor();
});

test('its people see those parts open and the others locked, and hand them in', async () => {
  await phone.goto('/home');
  await untilDrawn(phone);
  await phone.getByRole('link', { name: '更正资料' }).click();
  await phone.getByText('法定代表人与执照不一致，请更正').waitFor();
  await expect(phone.getByLabel('企业名称').count()).resolves.toBe(0);
  await phone.getByText('其他资料（无需更正，不能修改）').waitFor();
  const { legalPerson } = freshCompany('JIANGNAN');
  await phone.getByLabel('身份证号').fill('123');
  await phone.getByLabel('法定代表人姓名').fill(legalPerson.name);
  await expectSound(phone, 'corrections-zh-CN-360');
  await lookAgain('corrections', borrower.company.mail, OTHER_LOOKS, (page) =>
    page.getByText('法定代表人与执照不一致，请更正').waitFor(),
  );
  await phone.getByRole('button', { name: '提交更正' }).click();
  await phone.locator('[aria-invalid="true"]').first().waitFor();
  // What was typed is there after the page was left.
  await phone.getByText('已保存').first().waitFor();
  await phone.reload();
  await waitFor('what was typed', async () =>
    (await phone.getByLabel('法定代表人姓名').inputValue()) === legalPerson.name ? true : undefined,
  );
  await phone.getByLabel('身份证号').fill(legalPerson.residentId);
  await phone.getByLabel('手机号').fill('13912345678');
  await phone.getByLabel('补充说明').fill('已换发新执照');
  await phone.getByRole('button', { name: '提交更正' }).click();
  await phone.getByRole('heading', { name: '企业资料' }).waitFor();
  await phone.getByRole('link', { name: '发现资料有误' }).waitFor();
});

test('the next task shows what stood there and what stands there, masked', async () => {
  const task = await borrower.task('reviewer', 'REVIEW_ENTERPRISE', borrower.enterpriseId);
  await desk.goto(`/desk/inbox/${task.id}`);
  await desk.getByRole('heading', { name: '资料更正' }).waitFor();
  await desk.getByText('已换发新执照').first().waitFor();
  const shown = await desk.locator('.case-part', { hasText: '资料更正' }).textContent();
  expect(shown).toContain('→');
  expect(shown).not.toContain('13912345678');
  await expectSound(desk, 'desk-corrected-zh-CN-1440');
  await lookAgain('desk-corrected', REVIEWER, [DESK_AT_NIGHT], (page) =>
    page.getByText('已换发新执照').first().waitFor(),
  );
});

test('its people take it back themselves', async () => {
  await phone.goto('/kyc/corrections');
  await phone.getByLabel('手机号', { exact: true }).check();
  await phone.getByLabel('哪里有误').fill('换了号码');
  // Unticked by mistake, what was typed is there when it is ticked again.
  await phone.getByLabel('手机号', { exact: true }).uncheck();
  await phone.getByLabel('手机号', { exact: true }).check();
  await phone.getByLabel('证明材料', { exact: true }).check();
  await phone.getByLabel('哪里有误').last().fill('漏交一份');
  await phone.getByText('已保存').first().waitFor();
  await phone.reload();
  await phone.getByLabel('哪里有误').first().waitFor();
  expect(await phone.getByLabel('哪里有误').first().inputValue()).toBe('换了号码');
  await expectSound(phone, 'corrections-own-zh-CN-360');
  await lookAgain('corrections-own', borrower.company.mail, OTHER_LOOKS, (page) =>
    page.locator('main textarea').first().waitFor(),
  );
  await phone.getByRole('button', { name: '取回并更正' }).click();
  await phone.getByText('请在此前更正并提交').waitFor();
  await phone.locator('input[type=file]').setInputFiles(PAPER);
  await phone.getByText(PAPER.name).waitFor();
  await phone.getByText('已保存').first().waitFor();
  await phone.reload();
  // The paper that was put up is there.
  await phone.getByText(PAPER.name).waitFor();
  await expectSound(phone, 'corrections-paper-zh-CN-360');
  await desk.reload();
  await desk.getByText('本事项已结束').waitFor();
});
