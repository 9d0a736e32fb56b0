import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from '../integration/api/support';
import { FOR_PEOPLE, startTestPlatform } from '../support/platform';
import { DESK, type Look, PHONE, Screens } from './support/browser';
import { partiesOf, staffCasesOf } from './support/cases';
import { faults } from './support/faults';
import { IS_PICTURED, picture } from './support/sound';
import {
  APPLY,
  filled,
  isParty,
  mailOf,
  type Parties,
  STAFF_DOOR,
  type StaffCases,
  VISITORS,
  type Visitor,
  type Visits,
} from './support/visits';

/** Every screen of both doors, by whoever may see it: as most people look at it, and as differently from that as can be. */
const LOOKS: readonly Look[] = [
  PHONE,
  { ...DESK, language: 'en', theme: 'DARK' },
  ...(IS_PICTURED ? [DESK, { ...PHONE, language: 'en' } as const] : []),
];
const PATIENCE_MS = 30_000;
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
let parties: Parties;
let staffCases: StaffCases;

beforeAll(async () => {
  // Of its own: on the shared one offers may have lapsed by now.
  api = Api.at(await startTestPlatform(FOR_PEOPLE));
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
  test.each(VISITORS)('of the %s', async (visitor) => {
    const found = await Promise.all(LOOKS.map((look) => visitAll(visitor, look)));
    expect(found.flat()).toEqual([]);
  });

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

/**
 * Of those who see a screen the first looks in one way, the next one in the other, and who is alone in both; with
 * `CRAWL=all` everybody looks in every way. What else the staff see is walked by `buttons`.
 */
function sees(visitors: readonly Visitor[], visitor: Visitor, look: Look): boolean {
  const turn = visitors.indexOf(visitor);
  if (turn < 0) return false;
  const isAlone = visitors.length === 1;
  return isAlone || IS_PICTURED || process.env.CRAWL === 'all' || LOOKS[turn] === look;
}

interface Visit {
  readonly address: string;
  /** Of its picture. */
  readonly name: string;
}

function addressesOf(visitor: Visitor, look: Look): readonly Visit[] {
  const at = (visits: Visits, door: '' | '/desk'): readonly Visit[] =>
    Object.entries(visits)
      .filter(([, visitors]) => sees(visitors, visitor, look))
      .map(([path]) => ({
        address: door + filled(path, visitor, parties, staffCases),
        name: `${door === '' ? 'apply' : 'desk'}${path.replaceAll('$', '').replaceAll('/', '-')}`.replace(
          /-$/,
          '',
        ),
      }));
  return [...at(APPLY, ''), ...at(STAFF_DOOR, '/desk')];
}

async function cookieOf(visitor: Visitor): Promise<string | undefined> {
  if (visitor === 'stranger') return undefined;
  if (isParty(visitor)) return await api.cookie(parties[visitor].mail);
  return await api.cookie(mailOf(visitor));
}
