import { Api } from '../integration/api/support';
import { FOR_PEOPLE, startTestPlatform } from '../support/platform';
import { DESK, Screens } from './support/browser';
import { partiesOf, staffCasesOf } from './support/cases';
import { filled, mailOf, type Parties, STAFF, STAFF_DOOR, type StaffCases } from './support/visits';
import { Walk } from './support/walk';

/** Every button of the staff's screens, pressed by every role that has it; once, where it asks the platform nothing. */

const MINUTES = 60_000;
jest.setTimeout(60 * MINUTES);
/** By anybody, or for them; most have many more, an operator four. */
const LEAST_PRESSED = 3;
/** Who presses at once. */
const AT_ONCE = 3;

const PRESSERS = [...STAFF, 'operator'] as const;
type Presser = (typeof PRESSERS)[number];

let api: Api;
let screens: Screens;
let parties: Parties;
let staffCases: StaffCases;

beforeAll(async () => {
  // Of its own: what is pressed here changes what others look at.
  api = Api.at(await startTestPlatform(FOR_PEOPLE));
  screens = await Screens.open(api.platform.urls.api);
  parties = await partiesOf(api);
  staffCases = await staffCasesOf(api);
});
afterAll(async () => {
  await screens?.close();
  await api?.platform.release();
});

const addressesOf = (presser: Presser): readonly string[] =>
  Object.entries(STAFF_DOOR)
    .filter(([, visitors]) => visitors.includes(presser))
    .map(([path]) => `/desk${filled(path, presser, parties, staffCases)}`);

test('no button of any role meets a fault, or a right that its person lacks', async () => {
  const waiting = [...PRESSERS];
  const found: string[] = [];
  const pressed: Partial<Record<Presser, number>> = {};
  const alike = new Set<string>();
  const work = async (): Promise<void> => {
    for (let presser = waiting.shift(); presser !== undefined; presser = waiting.shift()) {
      const person = await screens.person(DESK, await api.cookie(mailOf(presser)));
      const walk = await Walk.begin(presser, person, alike);
      await walk.through(addressesOf(presser));
      found.push(...walk.found);
      pressed[presser] = walk.pressed.length + walk.left;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect([...found, ...screens.wrong]).toEqual([]);
  // A walk that presses nothing finds nothing.
  expect(PRESSERS.filter((presser) => (pressed[presser] ?? 0) < LEAST_PRESSED)).toEqual([]);
});
