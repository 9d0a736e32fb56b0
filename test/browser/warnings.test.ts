import type { Page } from 'playwright-core';
import type { AnswerOf } from '../../demo/client';
import { SOUND_CREDIT, staffMail } from '../../demo/people';
import { type Borrower, waitFor } from '../../demo/story';
import { COLOUR_NAMES, FINDING_NAMES, INDICATOR_NAMES, OUTCOME_NAMES } from '../../web/desk/parts/postLoan';
import { Api } from '../integration/api/support';
import { startTestPlatform } from '../support/platform';
import { admitted } from './support/applying';
import { DESK, type Look, Screens } from './support/browser';
import { settle } from './support/faults';
import { expectSound } from './support/sound';

/** What warns of borrowers: found by risk in its list, opened there, and answered. */

const MINUTES = 60_000;
/** A week between two looks in half a minute. */
const CLOCK_SPEED = 20_000;
const ENGLISH: Look = { ...DESK, language: 'en', theme: 'DARK' };

type Matter = AnswerOf<'listPostLoanMatters'>['items'][number];

let api: Api;
let screens: Screens;
let borrower: Borrower;

beforeAll(async () => {
  api = Api.at(await startTestPlatform({ clockSpeed: CLOCK_SPEED }));
  screens = await Screens.open(api.platform.urls.api);
  borrower = await admitted(api.stage);
  const applicationId = await borrower.apply({ amountFen: 30_000_000, termMonths: 12, purpose: '采购原料' });
  await borrower.winOffer(applicationId);
  await borrower.disbursed(await borrower.takeMoney(applicationId));
  await api.stage.services.layDown(borrower.company, { ...SOUND_CREDIT, daysPastDue: 40, enquiries6m: 20 });
});
afterAll(async () => {
  await screens?.close();
  await api?.platform.release();
});

/** An open matter once it has its task. */
async function opened(isIt: (matter: Matter) => boolean): Promise<Matter> {
  const risk = await borrower.staff('risk');
  return await waitFor('a matter of the borrower', async () => {
    const { items } = await risk.call('listPostLoanMatters', { query: { status: 'OPEN' } });
    return items.find((matter) => isIt(matter) && matter.taskId !== null);
  });
}

async function desk(look: Look, address: string): Promise<Page> {
  const person = await screens.person(look, await api.cookie(staffMail('risk', 'JIANGNAN')));
  const page = await person.newPage();
  page.setDefaultTimeout(MINUTES);
  await settle(page, `/desk${address}`);
  return page;
}

/** Goes from the list to the task of a matter, by its name. */
async function open(page: Page, name: string): Promise<void> {
  await page.getByRole('row').filter({ hasText: borrower.company.name }).getByRole('link', { name }).click();
  await page.locator('[aria-keyshortcuts="R"]').waitFor();
  // What was read of the borrower, and its matters: the pane is whole then.
  await page.locator('.case-facts .seats li').first().waitFor();
}

async function answer(page: Page, keys: string, reason: string, pictured: string): Promise<void> {
  await page.keyboard.press(keys);
  await page.locator('[data-pane="decision"] textarea[data-first]').fill(reason);
  await expectSound(page, pictured);
  await page.keyboard.press('Control+Enter');
}

test('what is gravest is filtered for, opened from the list, and freezes the limit', async () => {
  await opened(({ warning }) => warning?.indicator === 'DPD_ELSEWHERE');
  const page = await desk(DESK, '/risk/warnings');
  await page.getByLabel('等级').selectOption('RED');
  await page.waitForURL(/level=RED/);
  await page.getByRole('cell', { name: '40 /' }).waitFor();
  await expectSound(page, 'warnings-zh-CN-1440');
  await open(page, INDICATOR_NAMES.DPD_ELSEWHERE[0]);
  await page.getByText(COLOUR_NAMES.RED[0]).first().waitFor();
  await answer(page, 'Shift+KeyA', '他行逾期四十天', 'warning-zh-CN-1440');
  await page.getByText('本事项已结束').waitFor();
  await page.context().close();
});

test('another one calls a check in, in English', async () => {
  await opened(({ warning }) => warning?.indicator === 'ENQUIRIES_6M');
  const page = await desk(ENGLISH, '/risk/warnings?status=OPEN');
  await open(page, INDICATOR_NAMES.ENQUIRIES_6M[1]);
  await answer(page, 'KeyE', 'Too many lenders were asked', 'warning-en-1440');
  await page.getByText('This is over').waitFor();
  await page.context().close();
});

test('a check says what it found row by row, and the list says what came of each', async () => {
  await opened(({ kind }) => kind === 'CHECK');
  const page = await desk(ENGLISH, '/risk/warnings?kind=CHECK&status=OPEN');
  await open(page, 'Check');
  await page.keyboard.press('KeyE');
  for (const [row, word] of [
    ['visit', 'ON_SITE'],
    ['statements', 'RECEIVED'],
    ['useOfFunds', 'AS_AGREED'],
    ['business', 'WEAKER'],
  ] as const)
    await page.getByLabel(FINDING_NAMES[row][1], { exact: true }).selectOption(word);
  await page.locator('[data-pane="decision"] textarea').first().fill('Orders are fewer');
  await expectSound(page, 'check-en-1440');
  await page.keyboard.press('Control+Enter');
  await page.getByText('This is over').waitFor();
  await settle(page, '/desk/risk/warnings?status=SETTLED');
  const row = page.getByRole('row').filter({ hasText: borrower.company.name });
  for (const outcome of ['FREEZE_LIMIT', 'CALL_CHECK', 'TO_WATCH'] as const)
    await row.getByRole('cell', { name: OUTCOME_NAMES[outcome][1] }).first().waitFor();
  await expectSound(page, 'answered-en-1440');
  await page.context().close();
});

test('nothing went wrong in any page', () => {
  expect(screens.wrong).toEqual([]);
});
