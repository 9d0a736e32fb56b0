import type { Page } from 'playwright-core';
import { staffMail } from '../../demo/people';
import { DESK, type Look, PHONE, Screens } from './support/browser';
import { enterpriseCookie, staffCookie } from './support/cookies';
import { faults, settle } from './support/faults';
import { type Lived, liveThrough } from './support/lived';
import { expectSound, IS_PICTURED, picture } from './support/sound';
import { Walk } from './support/walk';

/** Screens with what months leave on them: a closed month, charges, ladders, changes, papers. */

const PATIENCE_MS = 60_000;
const LOOKS: readonly Look[] = [
  PHONE,
  { ...DESK, language: 'en' },
  ...(IS_PICTURED ? [DESK, { ...PHONE, language: 'en' } as const] : []),
];

/** Whose screens, by the name of their pictures. */
const STOPS = {
  offered: {
    home: '/home',
    offer: '/applications/$offeredId/offer',
    application: '/applications/$offeredId',
  },
  late: {
    home: '/home',
    loan: '/loans/$lateLoanId',
    overdue: '/loans/$lateLoanId/overdue',
    changes: '/loans/$lateLoanId/changes',
    papers: '/loans/$lateLoanId/papers',
    statement: '/loans/$lateLoanId/statement',
    messages: '/messages',
  },
  reviewer: {
    inbox: '/desk/inbox',
    case: '/desk/inbox/$taskId',
    enterprise: '/desk/enterprises/$enterpriseId',
    loans: '/desk/loans',
  },
  finance: {
    day: '/desk/finance/day',
    payments: '/desk/finance/payments',
    payment: '/desk/finance/payments/$paymentId',
    receipts: '/desk/finance/receipts',
    reconciliation: '/desk/finance/reconciliation',
    periods: '/desk/finance/periods?month=$month',
    statements: '/desk/finance/statements?month=$month',
    vat: '/desk/finance/vat?month=$month',
    'trial-balance': '/desk/finance/trial-balance',
    ledger: '/desk/finance/ledger',
    'by-hand': '/desk/finance/ledger-changes',
    budget: '/desk/finance/budget?year=$year',
    funds: '/desk/finance/funds',
    fees: '/desk/finance/fees',
    fee: '/desk/finance/fees/$feeId',
    tariff: '/desk/finance/tariff',
    'loan-changes': '/desk/finance/loan-changes',
    'late-loan': '/desk/loans/$lateLoanId',
    'late-changes': '/desk/loans/$lateLoanId/changes',
    'changed-loan': '/desk/loans/$changedLoanId',
    'changes-of-loan': '/desk/loans/$changedLoanId/changes',
    'papers-of-loan': '/desk/loans/$changedLoanId/papers',
    'fees-of-loan': '/desk/loans/$lateLoanId/fees',
  },
  risk: {
    inbox: '/desk/inbox',
    collections: '/desk/collections',
    ladder: '/desk/loans/$lateLoanId/collection',
    portfolio: '/desk/risk/portfolio',
    overdue: '/desk/risk/overdue',
    warnings: '/desk/risk/warnings',
    watch: '/desk/risk/watch',
  },
  admin: { processes: '/desk/admin/processes', rules: '/desk/admin/rules', workload: '/desk/workload' },
  auditor: { audit: '/desk/admin/audit' },
  customer_service: {
    inbox: '/desk/inbox',
    call: '/desk/inbox/$callId',
    collections: '/desk/collections',
    ladder: '/desk/loans/$lateLoanId/collection',
    changes: '/desk/loans/$lateLoanId/changes',
    papers: '/desk/loans/$lateLoanId/papers',
  },
} as const;
type Visitor = keyof typeof STOPS;
const VISITORS = Object.keys(STOPS) as Visitor[];

let lived: Lived;
let screens: Screens;

beforeAll(async () => {
  lived = await liveThrough();
  screens = await Screens.open(lived.address);
  // Two years are lived: a slow machine takes more than ten minutes.
}, 1_800_000);
afterAll(async () => {
  await screens?.close();
  await lived?.release();
});

test.each(VISITORS)('what months left is whole on the screens of %s', async (visitor) => {
  const found = await Promise.all(LOOKS.map((look) => visitAll(visitor, look)));
  expect(found.flat()).toEqual([]);
  expect(screens.wrong).toEqual([]);
});

test('no button that customer service has about who is late meets a fault', async () => {
  const person = await screens.person(DESK, await cookieOf('customer_service'));
  const walk = await Walk.begin('customer_service', person);
  await walk.through(Object.values(STOPS.customer_service).map(filled));
  expect([...walk.found, ...screens.wrong]).toEqual([]);
  expect(walk.pressed.length).toBeGreaterThan(10);
});

/** A screen of the desk that somebody acts on. */
async function desk(role: string, path: string, look: Look = DESK): Promise<Page> {
  const person = await screens.person(look, await cookieOf(role));
  const page = await person.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await settle(page, filled(path));
  return page;
}

test('a month that was opened and closed again is reported anew: finance and risk sign, then it is a paper', async () => {
  for (const role of ['finance', 'risk']) {
    const page = await desk(role, '/desk/finance/periods?month=$month');
    const report = page.getByRole('article').first();
    await report.getByRole('button', { name: '签署' }).click();
    await report.getByRole('button', { name: '签署' }).waitFor({ state: 'detached' });
    await page.context().close();
  }
  const page = await desk('auditor', '/desk/finance/periods?month=$month');
  await page
    .getByRole('article')
    .first()
    .getByRole('link', { name: /^下载第/ })
    .first()
    .waitFor();
  await page.context().close();
});

test('finance asks to give back more of a charge, and another one has to agree', async () => {
  const page = await desk('finance', '/desk/finance/fees/$feeId');
  await page.getByRole('button', { name: '提请退费' }).click();
  await page.getByLabel('金额（元）').fill('1');
  await page.getByLabel('理由').fill('服务未按期完成');
  await page.getByRole('button', { name: '提请退费' }).click();
  await page.getByRole('cell', { name: '服务未按期完成' }).waitFor();
  await page.context().close();
});

test.each([
  {
    language: 'zh-CN',
    open: '调整预警阈值',
    bound: /^近六个月查询次数.*黄色$/,
    preview: '预览影响',
    none: '不预警',
  },
  {
    language: 'en',
    ...{ open: 'Change thresholds of early warnings', bound: /^Enquiries.*Yellow$/ },
    ...{ preview: 'See what would have changed', none: 'No warning' },
  },
] as const)('risk tries other thresholds of warnings on what was read ($language)', async (said) => {
  const page = await desk('risk', '/desk/admin/rules', { ...DESK, language: said.language });
  await page.getByRole('button', { name: said.open }).click();
  await page.getByLabel(said.bound).fill('0');
  await page.getByRole('button', { name: said.preview }).click();
  await page.getByRole('cell', { name: said.none, exact: true }).first().waitFor();
  await expectSound(page, `thresholds-${said.language}-1440`);
  await page.context().close();
});

test('thresholds that risk asks for are agreed to by another one', async () => {
  const page = await desk('risk', '/desk/admin/rules');
  await page.getByRole('button', { name: '调整预警阈值' }).click();
  await page.getByLabel('未结诉讼').selectOption('RED');
  await page.getByLabel('生效日（将来的业务日）').fill('2099-01-01');
  await page.getByLabel('理由').fill('诉讼一律红色');
  await page.getByRole('button', { name: '提请变更' }).click();
  await page.getByText('已提出，等待另一人决定。').waitFor();
  await page.context().close();
  const other = await desk('admin', '/desk/admin/rules');
  const asked = other.getByRole('row', { name: /诉讼一律红色/ });
  await asked.locator('summary').click();
  await asked.getByRole('cell', { name: '未结诉讼', exact: true }).waitFor();
  await expectSound(other, 'asked-thresholds-zh-CN-1440');
  await asked.getByRole('button', { name: '同意', exact: true }).click();
  await asked.getByText('已同意').first().waitFor();
  await other.context().close();
});

/** What is wrong on the screens of somebody, as `language address: what`. */
async function visitAll(visitor: Visitor, look: Look): Promise<readonly string[]> {
  const person = await screens.person(look, await cookieOf(visitor));
  const page = await person.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const found: string[] = [];
  for (const [name, path] of Object.entries<string>(STOPS[visitor])) {
    const address = filled(path);
    const wrong = await faults(page, address, look).catch((error: unknown) => [String(error).slice(0, 200)]);
    await picture(page, `lived-${visitor}-${name}-${look.language}-${look.width}`);
    found.push(...wrong.map((fault) => `${look.language} ${look.width} ${path}: ${fault}`));
  }
  await person.close();
  return found;
}

const filled = (path: string): string => path.replace(/\$(\w+)/g, (_, id: string) => lived.ids[id] ?? '');

async function cookieOf(visitor: string): Promise<string> {
  if (visitor === 'late' || visitor === 'offered')
    return await enterpriseCookie(lived.address, lived.mails[visitor]);
  return await staffCookie(lived.address, staffMail(visitor, 'JIANGNAN'));
}
