import { uuidv7 } from 'uuidv7';
import { wishOf } from '../../../api/search/wish';
import { loanNamed } from '../../../api/tasks/loanNamed';
import { searchHit } from '../../../contracts/http';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { createColumnCipher } from '../../../gateways/crypto';
import { sealPerson } from '../../../gateways/database/personalData';
import { type SearchField, search } from '../../../gateways/database/search';
import { OPEN_TASK } from '../../../gateways/database/tasks';
import {
  disburse,
  institutionId,
  makeApplication,
  makeCase,
  makeUser,
  otherInstitutionId,
  staffOf,
  termsOf,
} from './support/cases';

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 1).toString('base64')}`);
const NAME = '杭州青禾食品有限公司';

let database: TestDatabase;
let at: Awaited<ReturnType<typeof makeCase>>;

beforeAll(async () => {
  database = await startDatabase();
  const { owner, worker } = database;
  at = await makeCase(owner);
  await name(at.enterpriseId, NAME, '91330106MA2KJ1XX0R');
  await disburse(worker, at, termsOf(at.loanId));
  const elsewhere = await makeApplication(owner, otherInstitutionId);
  await name(elsewhere.enterpriseId, NAME, '91330106MA2KJ1XX0R');
});
afterAll(() => database.stop());

const name = (enterpriseId: string, to: string, uscc: string) =>
  database.owner.query('UPDATE enterprise SET name = $2, uscc = $3 WHERE id = $1', [enterpriseId, to, uscc]);

const staffField = (more: Partial<SearchField> = {}): SearchField => ({
  scope: { institutionId },
  tasks: { institutionId, statuses: OPEN_TASK },
  seesPeople: false,
  ...more,
});
const find = (typed: string, field = staffField()) => search(database.api, cipher, wishOf(typed), field);
const found = async (typed: string, field?: SearchField) =>
  (await find(typed, field)).map(({ kind, id }) => [kind, id]);

test.each(['青禾', '食品有限', '禾', '青禾食品有限公司', '91330106ma2'])(
  'an enterprise is found by %s, with what there is of it, and another institution’s is not',
  async (typed) => {
    expect(await found(typed)).toEqual([
      ['ENTERPRISE', at.enterpriseId],
      ['APPLICATION', at.loanId],
      ['LOAN', at.loanId],
      ['PAYMENT', expect.any(String)],
    ]);
  },
);

test.each(['食青', '青品', '%', '_', '\\', "'; DROP TABLE enterprise; --", '上海'])(
  'by %s nothing is found',
  async (typed) => {
    expect(await found(typed)).toEqual([]);
  },
);

test('every hit has the shape that is promised', async () => {
  for (const hit of await find('青禾')) expect(searchHit.parse(hit)).toEqual(hit);
});

test('by the beginning of an id, by an amount, and by a reference of the bank', async () => {
  const [payment] = await find(`bank/loan/${at.loanId}`);
  expect(payment).toMatchObject({ kind: 'PAYMENT', title: NAME, amountFen: 100_000_000 });
  expect(await found('100万')).toEqual([
    ...(await applicationsOf(institutionId)),
    ['LOAN', at.loanId],
    ['PAYMENT', payment?.id],
  ]);
  const ids = (await found(at.loanId.slice(0, 18))).filter(([, id]) => id === at.loanId);
  expect(ids).toEqual([
    ['APPLICATION', at.loanId],
    ['LOAN', at.loanId],
  ]);
});

async function applicationsOf(institution: string): Promise<readonly [string, string][]> {
  const { rows } = await database.owner.query<{ id: string }>(
    'SELECT id FROM application WHERE institution_id = $1 ORDER BY created_at DESC',
    [institution],
  );
  return rows.map(({ id }) => ['APPLICATION', id]);
}

test('a loan by the number that people write, and a decision names it so; another institution has none such', async () => {
  const { rows } = await database.owner.query<{ loan_no: string }>('SELECT loan_no FROM loan WHERE id = $1', [
    at.loanId,
  ]);
  const loanNo = rows[0]?.loan_no ?? '';
  expect(await found(loanNo.toLowerCase())).toEqual([['LOAN', at.loanId]]);
  expect(await found(loanNo, staffField({ scope: { institutionId: otherInstitutionId } }))).toEqual([]);
  const named = (by: { readonly loanId?: string; readonly loanNo?: string }, institution = institutionId) =>
    loanNamed({ sql: database.api }, { institutionId: institution }, by);
  expect(await named({ loanNo })).toBe(at.loanId);
  expect(await named({ loanNo, loanId: at.loanId })).toBe(at.loanId);
  expect(await named({ loanId: at.loanId })).toBe(at.loanId);
  const unknown = { code: 'LOAN_UNKNOWN', status: 422 };
  await expect(named({ loanNo }, otherInstitutionId)).rejects.toMatchObject(unknown);
  await expect(named({ loanNo, loanId: at.enterpriseId })).rejects.toMatchObject(unknown);
  await expect(named({ loanNo: 'LN2026999999' })).rejects.toMatchObject(unknown);
});

test('people of an enterprise find what is theirs, and nothing of another one', async () => {
  const scope = { institutionId, enterpriseId: at.enterpriseId };
  const own: SearchField = { scope, tasks: null, seesPeople: false };
  expect((await found('青禾', own)).map(([kind]) => kind)).toEqual([
    ...['ENTERPRISE', 'APPLICATION', 'LOAN', 'PAYMENT'],
  ]);
  const stranger = await makeApplication(database.owner);
  const theirs: SearchField = { ...own, scope: { institutionId, enterpriseId: stranger.enterpriseId } };
  expect(await found('青禾', theirs)).toEqual([]);
  expect(await found('100万', theirs)).toEqual([['APPLICATION', stranger.loanId]]);
  expect(await found(at.loanId, theirs)).toEqual([]);
});

test('tasks are found by their case, those that the reader may see', async () => {
  const id = uuidv7();
  await database.owner.query(
    `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, case_title, workflow_id, role, status,
         reason, due_at)
       VALUES ($1, $2, 'COLLECT_MANUALLY', 'LOAN', $3, $4, 'loan/x', 'finance', 'OPEN', '{}', now())`,
    [id, institutionId, at.loanId, NAME],
  );
  const of = (...roles: ('finance' | 'reviewer')[]) =>
    staffField({ tasks: { institutionId, statuses: OPEN_TASK, roles } });
  expect(await found('青禾', of('finance'))).toContainEqual(['TASK', id]);
  expect(await found(id, of('finance'))).toContainEqual(['TASK', id]);
  expect(await found('青禾', of('reviewer'))).not.toContainEqual(['TASK', id]);
});

test('people are found by a part of their sealed name, by those who look after them alone', async () => {
  const { owner } = database;
  const id = await staffOf(owner, institutionId, 'finance');
  const elsewhere = await staffOf(owner, otherInstitutionId, 'finance');
  await makeUser(owner, id);
  for (const userId of [id, elsewhere]) {
    await owner.query('UPDATE "user" SET person_cipher = $2 WHERE id = $1', [
      userId,
      sealPerson(cipher, userId, { name: '周军', mail: 'zhou@lender.example' }),
    ]);
  }
  const admin = staffField({ seesPeople: true });
  expect(await find('周', admin)).toEqual([{ kind: 'PERSON', id, title: '周军', roles: ['finance'] }]);
  expect(await find('周')).toEqual([]);
  expect(await find('zhou@lender', admin)).toEqual([]);
});
