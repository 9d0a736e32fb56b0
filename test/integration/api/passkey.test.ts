import type { Pool } from 'pg';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { uuidv7 } from 'uuidv7';
import { DEMO_PASSWORD } from '../../../demo/people';
import { hashPassword } from '../../../gateways/auth/hash';
import { addStaff } from '../../../gateways/auth/staff';
import { createBlindIndex, createColumnCipher } from '../../../gateways/crypto';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { createPool } from '../../../gateways/database/pool';
import { chromiumProgram } from '../../support/chromium';
import { Api } from './support';

/** The sign-in of the desk in a real browser, whose authenticator is a virtual one (WebAuthn Level 3, 11). */

let api: Api;
let owner: Pool;
let browser: Browser;
beforeAll(async () => {
  api = await Api.open();
  owner = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '', { max: 1 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await owner?.end();
  await api?.platform.release();
});

/** Without the package's own flags, which make all pages one person's. */
const openBrowser = async (): Promise<Browser> =>
  await chromium.launch({ executablePath: await chromiumProgram(), args: ['--no-sandbox'], headless: true });

/** A page with an authenticator of its own. */
async function freshPage(): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    },
  });
  await page.goto(`${api.platform.urls.api}/desk`);
  return page;
}

async function newcomer(): Promise<string> {
  const { BLIND_INDEX_KEY = '', DATA_KEYS = '' } = api.platform.env;
  const seal = { cipher: createColumnCipher(DATA_KEYS), blindIndex: createBlindIndex(BLIND_INDEX_KEY) };
  const email = `${uuidv7()}@jiangnan.example`;
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const institutionId = INSTITUTIONS[0].id;
  await addStaff(owner, seal, { email, name: 'Newcomer', passwordHash, role: 'reviewer', institutionId });
  return email;
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('Mail').fill(email);
  await page.getByLabel('Password').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Password').waitFor({ state: 'detached' });
}

/** Whoever is in has a menu of their own, by their name. */
async function isIn(page: Page): Promise<Locator> {
  const menu = page.locator('summary', { hasText: 'Newcomer' });
  await menu.waitFor();
  return menu;
}

/** Signs in for the first time: a passkey is made, and the recovery codes are kept. */
async function makePasskey(page: Page, email: string): Promise<readonly string[]> {
  await signIn(page, email);
  await page.getByRole('heading', { name: 'Set up a second factor first' }).waitFor();
  expect(await inbox(page)).toBe(403);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const codes = await page.locator('pre.codes').textContent();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await isIn(page);
  return (codes ?? '').split('\n');
}

/** What the page's session may read. */
const inbox = (page: Page): Promise<number> =>
  page.evaluate(() => fetch('/api/tasks').then(({ status }) => status));

test('staff make a passkey at the first sign-in, prove it at the next, and no other device does', async () => {
  const [page, email] = [await freshPage(), await newcomer()];
  expect(await makePasskey(page, email)).toHaveLength(10);
  expect(await inbox(page)).toBe(200);

  await (await isIn(page)).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, email);
  await page.getByRole('heading', { name: 'Second factor' }).waitFor();
  expect(await inbox(page)).toBe(403);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await isIn(page);
  expect(await inbox(page)).toBe(200);

  const thief = await freshPage();
  await signIn(thief, email);
  await thief.getByRole('button', { name: 'Use a passkey' }).click();
  await thief.getByRole('alert').waitFor();
  expect(await inbox(thief)).toBe(403);
});

test('a recovery code opens the desk as well, and a wrong one says so', async () => {
  const [page, email] = [await freshPage(), await newcomer()];
  const [code = ''] = await makePasskey(page, email);
  const other = await freshPage();
  await signIn(other, email);
  await other.getByLabel('Code or recovery code').fill('123456');
  await other.getByRole('button', { name: 'Prove' }).click();
  await other.getByRole('alert').waitFor();
  await other.getByLabel('Code or recovery code').fill(code);
  await other.getByRole('button', { name: 'Prove' }).click();
  await isIn(other);
  expect(await inbox(other)).toBe(200);
});
