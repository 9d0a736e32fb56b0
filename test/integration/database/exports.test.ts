import { readXlsx } from 'hucre/xlsx';
import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import { EXPORTED } from '../../../contracts/exports';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { createColumnCipher } from '../../../gateways/crypto';
import { type Database, databaseOn } from '../../../gateways/database/client';
import {
  addExport,
  type ExportOwner,
  findExport,
  forgetExports,
  listExports,
  type NewExport,
  readExport,
  takeExport,
} from '../../../gateways/database/exports';
import { makeExports } from '../../../worker/exports';
import { attempt, DENIED } from './support/attempt';
import {
  disburse,
  institutionId,
  makeCase,
  otherInstitutionId,
  setClock,
  staffOf,
  termsOf,
} from './support/cases';

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 1).toString('base64')}`);
const MOST = 2;

let database: TestDatabase;
let api: Database;
let worker: Database;
let owner: ExportOwner;
let at: Awaited<ReturnType<typeof makeCase>>;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-02-10T10:00:00+08:00');
  api = databaseOn(database.api);
  worker = databaseOn(database.worker);
  owner = { institutionId, askedBy: await staffOf(database.owner, institutionId, 'risk') };
  at = await makeCase(database.owner);
  await database.owner.query('UPDATE enterprise SET name = $2 WHERE id = $1', [
    at.enterpriseId,
    '=HYPERLINK("http://evil.example","青禾, \n食品")',
  ]);
  await disburse(database.worker, at, termsOf(at.loanId));
  const elsewhere = await makeCase(database.owner, otherInstitutionId);
  await disburse(database.worker, elsewhere, termsOf(elsewhere.loanId));
});
afterAll(() => database.stop());

const ask = async (wish: Partial<NewExport> = {}) => {
  const id = uuidv7();
  await addExport(database.api, { ...owner, id, what: 'LOANS', format: 'CSV', filter: {}, ...wish }, MOST);
  return { id };
};
const make = () => makeExports({ ...worker, cipher, log: pino({ level: 'silent' }) });
const read = (id: string, by = owner) => readExport(database.api, cipher, by, id);

test('a list is made into a file for whoever asked, of the own institution alone', async () => {
  const { id } = await ask();
  expect(await findExport(api.prisma, owner, id)).toMatchObject({ status: 'WAITING', rowCount: 0 });
  expect(await read(id)).toBeNull();
  await make();
  expect(await findExport(api.prisma, owner, id)).toMatchObject({
    status: 'DONE',
    rowCount: 1,
    isWhole: true,
  });
  const [head, ...rows] = ((await read(id)) ?? '').split('\r\n');
  expect(head).toMatch(/^\ufeffid,enterpriseName,status,/);
  expect(rows.filter((row) => row !== '')).toHaveLength(1);
  expect(rows[0]).toContain(at.loanId);
});

test('what a spreadsheet would calculate is a text, and a cell keeps its commas and lines', async () => {
  const { id } = await ask();
  await make();
  expect(await read(id)).toContain(`"'=HYPERLINK(""http://evil.example"",""青禾, \n食品"")"`);
});

test('the same list is a workbook, whose formula is a text', async () => {
  const { id } = await ask({ format: 'XLSX' });
  await make();
  expect(await findExport(api.prisma, owner, id)).toMatchObject({
    status: 'DONE',
    rowCount: 1,
    isWhole: true,
  });
  const { sheets } = await readXlsx(Buffer.from((await read(id)) ?? '', 'base64'));
  const [head, row] = sheets[0]?.rows ?? [];
  expect(head?.slice(0, 3)).toEqual(['id', 'enterpriseName', 'status']);
  expect(row?.slice(0, 2)).toEqual([at.loanId, '=HYPERLINK("http://evil.example","青禾, \n食品")']);
});

test('every list can be made, and its filter counts', async () => {
  for (const what of EXPORTED) {
    const { id } = await ask({ what });
    await make();
    expect([what, (await findExport(api.prisma, owner, id))?.status]).toEqual([what, 'DONE']);
    const { id: filtered } = await ask({ what, filter: FILTERS[what] });
    await make();
    expect(await findExport(api.prisma, owner, filtered)).toMatchObject({ status: 'DONE', rowCount: 0 });
  }
});

const FILTERS = {
  TASKS: { roles: [] },
  LOANS: { overdue: 'true' },
  PAYMENTS: { status: 'UNKNOWN' },
  ENTRIES: { loanId: uuidv7() },
  AUDIT: { actorId: 'nobody' },
} as const;

test('nobody else finds it, and it lies sealed', async () => {
  const { id } = await ask();
  await make();
  const colleague = { ...owner, askedBy: await staffOf(database.owner, institutionId, 'risk', 'second') };
  expect(await read(id, colleague)).toBeNull();
  expect(await findExport(api.prisma, colleague, id)).toBeNull();
  expect(await listExports(api.prisma, colleague)).toEqual([]);
  const { rows } = await database.owner.query('SELECT content_cipher FROM export_file WHERE id = $1', [id]);
  expect(Buffer.from(rows[0].content_cipher).toString('utf8')).not.toContain(at.loanId);
});

test('a person waits for so many at a time', async () => {
  const ids: string[] = [];
  for (let file = 0; file <= MOST; file += 1) ids.push((await ask()).id);
  const found = await Promise.all(ids.map((id) => findExport(api.prisma, owner, id)));
  expect(found.map((file) => file?.status)).toEqual(['WAITING', 'WAITING', undefined]);
  await make();
});

test('one that its worker left is made by another, once its lease is over', async () => {
  const { id } = await ask();
  expect(await takeExport(database.worker, 0)).toMatchObject({ id });
  await make();
  expect(await findExport(api.prisma, owner, id)).toMatchObject({ status: 'DONE' });
});

test('one that can not be made fails, and does not keep the others waiting', async () => {
  const { id: broken } = await ask({ what: 'ENTRIES', filter: { loanId: 'no id' } });
  const { id } = await ask();
  await make();
  expect(await findExport(api.prisma, owner, broken)).toMatchObject({ status: 'FAILED' });
  expect(await findExport(api.prisma, owner, id)).toMatchObject({ status: 'DONE' });
});

test('it is gone after its time; and only a worker makes one', async () => {
  const { id } = await ask();
  await make();
  await forgetExports(database.api, 24);
  expect(await read(id)).not.toBeNull();
  await database.owner.query(
    `UPDATE export_file SET created_at = now() - interval '25 hours' WHERE id = $1`,
    [id],
  );
  await forgetExports(database.api, 24);
  expect(await findExport(api.prisma, owner, id)).toBeNull();
  expect(await attempt(database.api, `UPDATE export_file SET status = 'DONE'`)).toBe(DENIED);
  expect(await attempt(database.worker, `UPDATE export_file SET asked_by = 'me'`)).toBe(DENIED);
});
