import { gzipSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import type { Page } from 'playwright-core';
import { type TextKey, textOf } from '../../contracts/texts/texts';
import { soundStatements } from '../../demo/people';
import { yuanText } from '../../domain/money/text';
import { STAGE_NAMES } from '../../web/kit/words/names';
import { Api } from '../integration/api/support';
import {
  admitted,
  beginApplication,
  button,
  chooseFile,
  en,
  type Fields,
  fillStatements,
  type Said,
  zh,
} from './support/applying';
import { DESK, type Look, PHONE, Screens } from './support/browser';
import { expectSound } from './support/sound';

/** People of an enterprise borrow: from signing in to an accepted offer. */

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

describe.each<{ readonly look: Look; readonly say: Said }>([
  { look: PHONE, say: zh },
  { look: { ...DESK, language: 'en', theme: 'DARK' }, say: en },
])('an enterprise borrows ($look.language, $look.width)', ({ look, say }) => {
  const { language } = look;
  const pictured = (name: string): string => `${name}-${language}-${look.width}`;
  const field: Fields = (name) => textOf(language, 'fields', name);
  const stage = (name: keyof typeof STAGE_NAMES.APPLICATION) =>
    STAGE_NAMES.APPLICATION[name][language === 'en' ? 1 : 0];

  test('from signing in to an accepted offer', async () => {
    const borrower = await admitted(api.stage);
    const person = await screens.person(look);
    const page = await person.newPage();
    await beginApplication(page, borrower, say);
    await page.getByText(say.total).waitFor();
    await expectSound(page, pictured('terms'));
    await button(page, say.next).click();

    await page.getByLabel(field('purpose')).fill('采购秋季原料');
    await page.getByLabel(say.years).fill('8');
    await page.getByLabel(field('taxRating')).selectOption('A');
    await page.getByLabel(field('litigation')).selectOption('NONE');
    await expectSound(page, pictured('purpose'));
    await button(page, say.next).click();

    await fillStatements(page, field);
    await expectSound(page, pictured('statements'));
    await button(page, say.next).click();

    await page.getByText(yuanText(30_000_000)).first().waitFor();
    await expectSound(page, pictured('check'));
    await button(page, say.send).click();
    await page.waitForURL(/\/applications\/[0-9a-f-]{36}$/);
    const applicationId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    // Nobody reloads: the stages come by themselves.
    await page.locator('h2', { hasText: stage('IN_REVIEW') }).waitFor();
    await expectSound(page, pictured('in-review'));

    await borrower.winOffer(applicationId);
    await page.getByRole('link', { name: say.offer }).click();
    await page.getByRole('heading', { name: say.late }).waitFor();
    const cost = await page.getByText(say.total).boundingBox();
    const accept = button(page, say.accept);
    expect((await accept.boundingBox())?.y ?? 0).toBeGreaterThan(cost?.y ?? Number.POSITIVE_INFINITY);
    await expectSound(page, pictured('offer'));
    await accept.click();
    expect((await borrower.application(applicationId)).stage).toBe('OFFERED');
    await page.getByLabel(say.read).check();
    await accept.click();
    await page.locator('h2', { hasText: stage('AWAITING_RELEASE') }).waitFor();
    const { amountFen, termMonths, purpose, statements } = await borrower.application(applicationId);
    expect([amountFen, termMonths, purpose]).toEqual([30_000_000, 6, '采购秋季原料']);
    expect(statements).toEqual(soundStatements());
    await person.close();
  });
});

describe('figures from a file', () => {
  const HEAD = ['资产', '行次', '期末余额', '年初余额', '负债和所有者权益', '行次', '期末余额', '年初余额'];
  const ROWS = [
    ['应收账款', '4', 260, 240, '流动负债合计', '41', 420, 400],
    ['存货', '9', 250, 230, '负债合计', '47', 600, 590],
    ['流动资产合计', '15', 900, 850, '未分配利润', '51', 420, 300],
    ['资产总计', '30', 1600, 1450, '所有者权益合计', '52', 1000, 860],
  ];
  let page: Page;

  beforeAll(async () => {
    const borrower = await admitted(api.stage);
    page = await (await screens.person(PHONE, await api.cookie(borrower.company.mail))).newPage();
  });
  afterAll(() => page?.context().close());

  const figure = (name: TextKey<'fields'>, at: number) =>
    page
      .getByLabel(textOf('zh-CN', 'fields', name), { exact: true })
      .nth(at)
      .inputValue();

  test('of a spreadsheet fill both years in, to be looked over', async () => {
    await page.goto('/applications/new/statements');
    const unit = ['单位：万元', ...HEAD.slice(1).map(() => null)];
    const content = await writeXlsx({ sheets: [{ name: '资产负债表', rows: [unit, HEAD, ...ROWS] }] });
    await chooseFile(page, '从报表文件填入', {
      name: '报表.xlsx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(content),
    });
    await page.getByText(/已填入 \d+ 项/).waitFor();
    expect([await figure('totalAssetsFen', 0), await figure('totalAssetsFen', 1)]).toEqual([
      '16,000,000.00',
      '14,500,000.00',
    ]);
    expect(await figure('equityFen', 0)).toBe('10,000,000.00');
    await expectSound(page, 'from-file-zh-CN-360');
  });

  test('that can’t be read change nothing, and say so', async () => {
    await chooseFile(page, '从报表文件填入', {
      name: '报表.xlsx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('none'),
    });
    await page.getByText('文件无法读取').waitFor();
    expect(await figure('totalAssetsFen', 0)).toBe('16,000,000.00');
  });
});

test('the first view of the start page has the answer in it, within 14 kB', async () => {
  const { company } = await admitted(api.stage);
  const cookie = await api.cookie(company.mail);
  const { text, status } = await api.ask('/home', { headers: { cookie } });
  expect(status).toBe(200);
  const root = text.slice(text.indexOf('<div id="root">'));
  expect(root).toContain(`<h1>${textOf('zh-CN', 'steps', 'APPLY')}</h1>`);
  expect(root).not.toContain('style=');
  expect(gzipSync(text).length).toBeLessThanOrEqual(14 * 1024);
});

test('nothing went wrong in any page', () => {
  expect(screens.wrong).toEqual([]);
});
