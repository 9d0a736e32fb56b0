import PDFDocument from 'pdfkit';
import type { Page } from 'playwright-core';
import { freshCompany, staffMail } from '../../demo/people';
import { Borrower, waitFor } from '../../demo/story';
import { businessDate } from '../../domain/calendar/clock';
import { addDays } from '../../domain/calendar/isoDate';
import { Api } from '../integration/api/support';
import { barriers } from './support/axe';
import { DESK, Screens } from './support/browser';

const COMMITTEE_FEN = 1_200_000_000;

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

async function desk(role: string, address: string, institution: 'JIANGNAN' | 'BEICHEN' = 'JIANGNAN') {
  const person = await screens.person(DESK, await api.cookie(staffMail(role, institution)));
  const page = await person.newPage();
  await page.goto(`/desk${address}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  return page;
}

/** A paper of one page that says something. */
async function paperSaying(words: string): Promise<Buffer> {
  const document = new PDFDocument();
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const isWhole = new Promise<void>((resolve) => document.on('end', resolve));
  document.fontSize(24).text(words).end();
  await isWhole;
  return Buffer.concat(parts);
}

const attach = (page: Page, name: string, buffer: Buffer): Promise<void> =>
  page.getByLabel(/上传附件/).setInputFiles({ name, mimeType: 'application/octet-stream', buffer });

describe('a committee', () => {
  let taskId: string;
  beforeAll(async () => {
    const registered = await Borrower.register(api.stage, freshCompany('BEICHEN'));
    const borrower = await registered.activate();
    await borrower.passKyc();
    const applicationId = await borrower.apply({
      ...{ amountFen: COMMITTEE_FEN, termMonths: 12, method: 'INTEREST_ONLY' },
      purpose: '新建冷链仓库',
    });
    await borrower.decide('reviewer', 'REVIEW_APPLICATION', applicationId, 'APPROVE');
    ({ id: taskId } = await borrower.task('committee1', 'DECIDE_AS_COMMITTEE', applicationId));
  });

  const room = (role: string): Promise<Page> => desk(role, `/inbox/${taskId}`, 'BEICHEN');

  test('is voted on by two keys, once', async () => {
    const page = await room('committee1');
    await page.getByRole('group', { name: '您的表决' }).waitFor();
    await page.keyboard.press('y');
    await page.keyboard.press('Control+Enter');
    await page.getByText('您已表决：赞成').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.context().close();
  });

  test('hears why somebody is against it: without a reason nothing is sent', async () => {
    const page = await room('committee2');
    await page.getByRole('button', { name: /^反对/ }).first().click();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').waitFor();
    await page.getByLabel(/理由/).fill('行业集中度偏高');
    await page.keyboard.press('Control+Enter');
    await page.getByText('您已表决：反对').waitFor();
    await page.context().close();
  });

  test('goes on without who steps back because of a conflict of interest', async () => {
    const page = await room('committee6');
    const stepBack = page.getByRole('button', { name: /^回避/ });
    expect(await stepBack.isDisabled()).toBe(true);
    await page.getByLabel(/理由/).fill('配偶任职于借款人');
    await stepBack.click();
    await page.getByText('您已表决：回避').waitFor();
    await page.context().close();
  });
});

describe('a case', () => {
  let taskId: string;
  beforeAll(async () => {
    const borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
    ({ id: taskId } = await borrower.task('reviewer', 'REVIEW_ENTERPRISE', borrower.enterpriseId));
  });

  test('is talked about among colleagues; who is named is told', async () => {
    const page = await desk('reviewer', `/inbox/${taskId}`);
    await page.getByRole('button', { name: /^内部讨论/ }).click();
    const said = page.getByLabel(/说点什么/);
    await said.fill('住所与登记不一致，请一并核对');
    const colleague = page.getByLabel('提及同事').locator('option').nth(1);
    const name = (await colleague.textContent())?.slice(1) ?? '';
    await page.getByLabel('提及同事').selectOption({ index: 1 });
    await said.press('Control+Enter');
    await page.getByText('住所与登记不一致').waitFor();
    await page.locator('.comments').getByText(`@${name}`).waitFor();
    await waitFor('the field to be empty', async () => ((await said.inputValue()) === '' ? true : undefined));
    await page.context().close();
  });

  test('takes papers, and shows each in its place under the strict policy of the page', async () => {
    const page = await desk('reviewer', `/inbox/${taskId}`);
    await page.getByRole('button', { name: /^附件/ }).click();
    await attach(page, 'contract.pdf', await paperSaying('Purchase contract'));
    await page.getByText('contract.pdf').first().waitFor();
    await page.getByRole('button', { name: '查看' }).click();
    const sheet = page.getByRole('region', { name: 'contract.pdf' });
    await sheet.getByText('Purchase contract').waitFor({ state: 'attached' });
    const inkOf = `(() => {
      const canvas = document.querySelector('.sheet canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, at) => at % 4 === 0 && value < 128).length;
    })()`;
    expect(await page.evaluate<number>(inkOf)).toBeGreaterThan(100);
    expect(await barriers(page)).toEqual([]);
    await attach(page, 'note.txt', Buffer.from('no paper of ours'));
    await page.getByRole('alert').waitFor();
    await page.context().close();
  });

  test('is put off by two keys and taken back by one', async () => {
    const page = await desk('reviewer', `/inbox/${taskId}`);
    await page.keyboard.press('c');
    await page.getByText('由您办理').waitFor();
    await page.keyboard.press('s');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('1');
    await page
      .getByText(/已暂缓/)
      .first()
      .waitFor();
    await page.getByRole('heading', { level: 1, name: '待办' }).waitFor();
    await page.keyboard.press('z');
    await page.getByText(/已暂缓“/).waitFor({ state: 'hidden' });
    await page.goto('/desk/inbox?snoozed=true');
    await page.getByText('没有符合条件的事项').waitFor();
    await page.context().close();
  });

  test('is given back from the menu of its row', async () => {
    const page = await desk('reviewer', '/inbox?mine=true');
    await page
      .getByRole('button', { name: /的操作$/ })
      .first()
      .click();
    await page.getByRole('menu').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('menuitem', { name: '退回待办' }).click();
    await page.getByText('没有符合条件的事项').waitFor();
    await page.context().close();
  });
});

describe('somebody who is away', () => {
  /** The reviewer, as the demo's people are called (prisma/seed.ts). */
  const colleague = '李审查 Li';

  test('says so, and lends the own authority to a colleague', async () => {
    const page = await desk('approver', '/absence');
    const today = businessDate(Date.now());
    const until = addDays(today, 5);
    const form = page.locator('form.absence-form');
    await page.getByRole('button', { name: '登记离岗' }).click();
    await form.getByLabel('自（含）').fill(today);
    await form.getByLabel('至（含）').fill(until);
    await form.getByLabel('事由').fill('出差');
    await form.getByRole('button', { name: '登记离岗' }).click();
    await page.getByRole('cell', { name: '出差' }).waitFor();
    await page.getByRole('button', { name: '授权代理人' }).click();
    await form.getByLabel('代理人').selectOption({ label: colleague });
    await form.getByLabel('自（含）').fill(today);
    await form.getByLabel(/至（含/).fill(until);
    await form.getByLabel('单笔金额上限').fill('100万');
    await form.getByLabel('事由').fill('出差期间代办');
    await form.getByRole('button', { name: '授权' }).click();
    await page.getByRole('cell', { name: colleague }).first().waitFor();
    await page.getByRole('cell', { name: '¥1,000,000.00' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.context().close();
  });
});

test('nothing went wrong in any page', () => {
  expect(screens.wrong).toEqual([]);
});
