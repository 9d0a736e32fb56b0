import { uuidv7 } from 'uuidv7';
import { FIRST_PREFERENCES } from '../../../contracts/http';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { createColumnCipher, SealError } from '../../../gateways/crypto';
import {
  type DraftPlace,
  findDraft,
  forgetDrafts,
  removeDraft,
  saveDraft,
} from '../../../gateways/database/drafts';
import { choosePreferences, readPreferences } from '../../../gateways/database/preferences';
import { attempt, DENIED } from './support/attempt';
import { makeApplication, makeUser } from './support/cases';

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 1).toString('base64')}`);
const MOST = 3;
const KEPT_DAYS = 30;

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

async function place(subject: string = uuidv7()): Promise<DraftPlace> {
  const userId = uuidv7();
  await makeUser(database.owner, userId);
  return { userId, enterpriseId: null, form: 'application', subject };
}
const find = (of: DraftPlace) => findDraft(database.api, cipher, of);
const save = (of: DraftPlace, version: number, purpose: string) =>
  saveDraft(database.api, cipher, of, { version, content: purpose }, MOST);

test('what is typed is kept, sealed, and each saving counts', async () => {
  const of = await place();
  expect(await find(of)).toBeNull();
  expect(await save(of, 0, '备货')).toMatchObject({ version: 1 });
  expect(await save(of, 1, '备货过年')).toMatchObject({ version: 2 });
  expect(await find(of)).toMatchObject({ version: 2, content: '备货过年' });
  const { rows } = await database.owner.query('SELECT content_cipher FROM draft WHERE user_id = $1', [
    of.userId,
  ]);
  expect(Buffer.from(rows[0].content_cipher).toString('utf8')).not.toContain('备货');
});

test('of two windows the one that saw less is refused, and overwrites nothing', async () => {
  const of = await place();
  await save(of, 0, 'one');
  const both = await Promise.all([save(of, 1, 'left'), save(of, 1, 'right')]);
  expect(both.filter((saved) => saved !== null)).toHaveLength(1);
  expect(await save(of, 0, 'a window that saw none')).toBeNull();
  expect(await find(of)).toMatchObject({
    version: 2,
    content: both[0] === null ? 'right' : 'left',
  });
});

test('one that was forgotten meanwhile is begun anew: nobody loses what stands on the screen', async () => {
  const of = await place();
  await save(of, 0, 'one');
  await removeDraft(database.api, of);
  expect(await save(of, 1, 'typed on')).toMatchObject({ version: 2 });
});

test('a person has so many at most; what is open can still be saved', async () => {
  const of = await place();
  for (let form = 0; form < MOST; form += 1) await save({ ...of, subject: `form-${form}` }, 0, 'x');
  expect(await save(of, 0, 'one too many')).toBeNull();
  expect(await save({ ...of, subject: 'form-0' }, 1, 'y')).toMatchObject({ version: 2 });
});

test('another person has another draft, and a sealed one opens nowhere else', async () => {
  const [mine, theirs] = [await place('new'), await place('new')];
  await save(mine, 0, 'mine');
  expect(await find(theirs)).toBeNull();
  await database.owner.query(
    `INSERT INTO draft SELECT $2, form, subject, version, content_cipher, saved_at FROM draft WHERE user_id = $1`,
    [mine.userId, theirs.userId],
  );
  await expect(find(theirs)).rejects.toThrow(SealError);
});

test('a draft ends with its case and after its days; others stay', async () => {
  const { owner } = database;
  const { loanId: applicationId } = await makeApplication(owner);
  const [open, over, old] = [await place(), await place(applicationId), await place('new')];
  for (const each of [open, over, old]) await save(each, 0, 'x');
  await owner.query(`UPDATE draft SET saved_at = now() - interval '31 days' WHERE user_id = $1`, [
    old.userId,
  ]);
  await forgetDrafts(database.api, KEPT_DAYS);
  expect([await find(open), await find(over), await find(old)]).toEqual([
    expect.anything(),
    expect.anything(),
    null,
  ]);
  await owner.query(`UPDATE application SET stage = 'WITHDRAWN' WHERE id = $1`, [applicationId]);
  await forgetDrafts(database.api, KEPT_DAYS);
  expect(await find(over)).toBeNull();
  expect(await find(open)).not.toBeNull();
});

test('nobody but the API has to do with them', async () => {
  expect(await attempt(database.worker, 'SELECT FROM draft')).toBe(DENIED);
  expect(await attempt(database.api, `UPDATE draft SET user_id = 'me'`)).toBe(DENIED);
});

test('what was chosen is kept until something else is', async () => {
  const { userId } = await place();
  const chosen = { ...FIRST_PREFERENCES, theme: 'DARK', paneWidths: { inbox: 400 } } as const;
  expect(await readPreferences(database.api, userId)).toBeNull();
  await choosePreferences(database.api, userId, chosen);
  await choosePreferences(database.api, userId, { ...chosen, theme: 'LIGHT' });
  expect(await readPreferences(database.api, userId)).toEqual({ ...chosen, theme: 'LIGHT' });
});
