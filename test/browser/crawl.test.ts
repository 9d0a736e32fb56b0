import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { OPERATOR_MAIL, staffMail } from '../../demo/people';
import { Api } from '../integration/api/support';
import { barriers, overhang } from './support/axe';
import { DESK, type Look, PHONE, Screens } from './support/browser';
import { type Ids, type Party, partiesOf, staffCasesOf } from './support/cases';
import { IS_PICTURED, picture } from './support/sound';

/** Every screen of both doors, by whoever may see it: as most people look at it, and as differently from that as can be. */
const LOOKS: readonly Look[] = [
  PHONE,
  { ...DESK, language: 'en', theme: 'DARK' },
  ...(IS_PICTURED ? [DESK, { ...PHONE, language: 'en' } as const] : []),
];
const PATIENCE_MS = 30_000;
/** What stands in an address and is no id of a case. */
const WORDS_OF_ADDRESSES: Readonly<Record<string, string>> = { step: 'product', provider: 'acme' };

const STAFF = ['reviewer', 'approver', 'finance', 'risk', 'admin', 'auditor'] as const;
const BOOKS = ['finance', 'risk', 'admin', 'auditor'] as const;
const OVERSEERS = ['risk', 'admin', 'auditor'] as const;
/** Nobody known, an enterprise that repays, and one that has an offer to answer. */
const PARTIES = ['stranger', 'borrower', 'offered'] as const;
type Visitor = (typeof STAFF)[number] | (typeof PARTIES)[number] | 'operator';
const VISITORS: readonly Visitor[] = [...PARTIES, ...STAFF, 'operator'];

/** Who goes where; `$names` are filled in from the cases. */
type Visits = Readonly<Record<string, readonly [Visitor, ...Visitor[]]>>;

/** The enterprise's door; `web/apply/app/router.tsx`. */
const APPLY: Visits = {
  '/': ['stranger', 'borrower'],
  '/sign-in': ['stranger'],
  '/home': ['stranger', 'borrower', 'offered'],
  '/calculator': ['stranger', 'borrower'],
  '/verify': ['stranger'],
  '/applications': ['borrower', 'offered'],
  '/applications/new': ['borrower'],
  '/applications/new/$step': ['borrower'],
  '/applications/$applicationId': ['borrower', 'offered'],
  '/applications/$applicationId/requests': ['offered'],
  '/applications/$applicationId/offer': ['borrower', 'offered'],
  '/loans': ['borrower', 'offered'],
  '/loans/$loanId': ['borrower'],
  '/loans/$loanId/statement': ['borrower'],
  '/loans/$loanId/overdue': ['borrower'],
  '/messages': ['borrower', 'offered'],
  '/loans/$loanId/changes': ['borrower'],
  '/loans/$loanId/papers': ['borrower'],
  '/fees': ['borrower', 'offered'],
  '/fees/$feeId': ['borrower'],
  '/kyc': ['borrower'],
  '/kyc/changes': ['borrower'],
  '/register': ['stranger'],
  '/activate': ['stranger'],
  '/confirm': ['stranger'],
  '/reset': ['stranger'],
  '/join': ['stranger'],
  '/identity/$provider': ['stranger'],
  '/settings': ['borrower'],
  '/settings/security': ['borrower'],
  '/settings/data': ['borrower'],
};

/** The staff's; `web/desk/app/routes`. An address that only leads on (`/`, `/finance` …) is looked at where it leads. */
const STAFF_DOOR: Visits = {
  '/': ['stranger', 'reviewer'],
  '/inbox': STAFF,
  '/inbox/$taskId': ['reviewer'],
  '/applications': STAFF,
  '/applications/$applicationId': STAFF,
  '/enterprises': STAFF,
  '/enterprises/$enterpriseId': STAFF,
  '/loans': STAFF,
  '/loans/$loanId': STAFF,
  '/loans/$loanId/changes': STAFF,
  '/loans/$loanId/papers': STAFF,
  '/loans/$loanId/fees': STAFF,
  '/loans/$loanId/collection': STAFF,
  '/collections': BOOKS,
  '/workload': OVERSEERS,
  '/absence': ['reviewer', 'approver', 'finance', 'risk', 'admin'],
  '/exports': STAFF,
  '/security': [...STAFF, 'operator'],
  '/finance': ['finance'],
  '/finance/day': BOOKS,
  '/finance/funds': BOOKS,
  '/finance/vat': BOOKS,
  '/finance/budget': BOOKS,
  '/finance/releases': BOOKS,
  '/finance/payments': BOOKS,
  '/finance/payments/$paymentId': BOOKS,
  '/finance/receipts': BOOKS,
  '/finance/breaks': BOOKS,
  '/finance/reconciliation': BOOKS,
  '/finance/statements': BOOKS,
  '/finance/ledger-changes': BOOKS,
  '/finance/fees': STAFF,
  // The seeded cases have no charge: what is looked at is the screen of one that is not there.
  '/finance/fees/$feeId': BOOKS,
  '/finance/tariff': STAFF,
  '/finance/ledger': BOOKS,
  '/finance/trial-balance': BOOKS,
  '/finance/periods': BOOKS,
  '/finance/loan-changes': BOOKS,
  '/risk': ['risk'],
  '/risk/portfolio': BOOKS,
  '/risk/overdue': BOOKS,
  '/risk/warnings': BOOKS,
  '/risk/watch': OVERSEERS,
  '/admin': ['admin'],
  '/admin/processes': ['admin'],
  '/admin/acts': OVERSEERS,
  '/admin/checks': ['admin', 'auditor'],
  '/admin/people': OVERSEERS,
  '/admin/changes': OVERSEERS,
  '/admin/reviews': OVERSEERS,
  // No quarter has ended in the demo: what is looked at is the screen of a review that is not there.
  '/admin/reviews/$reviewId': OVERSEERS,
  '/admin/rules': OVERSEERS,
  '/admin/audit': OVERSEERS,
  '/admin/machines': ['admin', 'auditor'],
  '/admin/emergencies': ['admin', 'auditor', 'operator'],
  '/admin/calendar': ['operator'],
  '/admin/parts': [...STAFF, 'operator'],
};

const WEB = join(__dirname, '../../web');

/** What a router leads to, as its source says it. */
function routesIn(file: string): readonly string[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/\bpath: '([^']+)'/g)].map(([, path = '']) =>
    path === '/$taskId' ? '/inbox/$taskId' : path,
  );
}

let api: Api;
let screens: Screens;
let parties: { readonly borrower: Party; readonly offered: Party };
let staffCases: Ids;

beforeAll(async () => {
  api = await Api.openForPeople();
  screens = await Screens.open(api.platform.urls.api);
  parties = await partiesOf(api);
  staffCases = await staffCasesOf(api);
});
afterAll(async () => {
  await screens?.close();
  await api?.platform.release();
});

describe('every screen has its visit', () => {
  test('at the door of enterprises', () => {
    expect(Object.keys(APPLY).sort()).toEqual([...routesIn(join(WEB, 'apply/app/router.tsx'))].sort());
  });

  test('at the desk', () => {
    const folder = join(WEB, 'desk/app/routes');
    const routes = readdirSync(folder).flatMap((file) => routesIn(join(folder, file)));
    expect(Object.keys(STAFF_DOOR).sort()).toEqual(['/', ...routes].sort());
  });
});

describe('every screen is whole', () => {
  test.each(VISITORS)(
    'of the %s',
    async (visitor) => {
      const found = await Promise.all(LOOKS.map((look) => visitAll(visitor, look)));
      expect(found.flat()).toEqual([]);
    },
    240_000,
  );

  test('and nothing went wrong in any page', () => {
    expect(screens.wrong).toEqual([]);
  });
});

/** What is wrong on the screens of somebody, as `look address: what`. */
async function visitAll(visitor: Visitor, look: Look): Promise<readonly string[]> {
  const person = await screens.person(look, await cookieOf(visitor));
  const page = await person.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const found: string[] = [];
  for (const { address, name } of addressesOf(visitor, look)) {
    const wrong = await faults(page, address, look).catch((error: unknown) => [String(error).slice(0, 200)]);
    await picture(page, `${name}-${visitor}-${look.language}-${look.width}`);
    found.push(...wrong.map((fault) => `${look.language} ${address}: ${fault}`));
  }
  await person.close();
  return found;
}

/** Whoever comes first to a screen looks at it in every way; of the others each in one, by turns. */
function sees(turn: number, look: Look): boolean {
  return turn === 0 || (turn > 0 && LOOKS[turn % LOOKS.length] === look);
}

interface Visit {
  readonly address: string;
  /** Of its picture. */
  readonly name: string;
}

function addressesOf(visitor: Visitor, look: Look): readonly Visit[] {
  const at = (visits: Visits, door: '' | '/desk'): readonly Visit[] =>
    Object.entries(visits)
      .filter(([, visitors]) => sees(visitors.indexOf(visitor), look))
      .map(([path]) => ({
        address: door + filled(path, visitor),
        name: `${door === '' ? 'apply' : 'desk'}${path.replaceAll('$', '').replaceAll('/', '-')}`.replace(
          /-$/,
          '',
        ),
      }));
  return [...at(APPLY, ''), ...at(STAFF_DOOR, '/desk')];
}

function filled(path: string, visitor: Visitor): string {
  const { ids } = isParty(visitor) ? parties[visitor] : { ids: staffCases };
  return path.replace(/\$(\w+)/g, (_, name: string) => {
    const id = WORDS_OF_ADDRESSES[name] ?? ids[name];
    if (id === undefined) throw new Error(`the cases of the ${visitor} have no ${name}`);
    return id;
  });
}

const isParty = (visitor: Visitor): visitor is 'borrower' | 'offered' =>
  visitor === 'borrower' || visitor === 'offered';

async function cookieOf(visitor: Visitor): Promise<string | undefined> {
  if (visitor === 'stranger') return undefined;
  if (isParty(visitor)) return await api.cookie(parties[visitor].mail);
  return await api.cookie(visitor === 'operator' ? OPERATOR_MAIL : staffMail(visitor, 'JIANGNAN'));
}

const STILL_LOADING = '.skeleton, [aria-busy="true"]';
/** A key of ours where a word should stand. */
const RAW_CODE = /\b[A-Z]{3,}_[A-Z_]+\b/g;
/** Five words of another script in a line that has none of Chinese. */
const ENGLISH = /^[^\p{Script=Han}]*\b[A-Za-z]+(?:,? [a-z]+){4,}[^\p{Script=Han}]*$/gmu;
const NOT_YOURS = /此页面供以下角色使用|This page is for:/;

async function faults(page: Page, address: string, { language }: Look): Promise<readonly string[]> {
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator(STILL_LOADING).first().waitFor({ state: 'detached' });
  const text = await page.evaluate<string>('document.body.innerText');
  const headings = await page.getByRole('heading', { level: 1 }).count();
  const over = await overhang(page);
  return [
    ...(await barriers(page)),
    ...(over > 0 ? [`${over} px too wide`] : []),
    ...(headings === 1 ? [] : [`${headings} first headings`]),
    ...(text.match(RAW_CODE) ?? []),
    ...(language === 'zh-CN' ? (text.match(ENGLISH) ?? []) : []),
    ...(text.match(NOT_YOURS) ?? []),
  ];
}
