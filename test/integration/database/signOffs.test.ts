import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { createColumnCipher } from '../../../gateways/crypto';
import { checkBalance } from '../../../gateways/database/reconciliation';
import { readDayToSign, readPeriod, signDayOff } from '../../../gateways/database/signOffs';
import { attempt, CHECK, DENIED } from './support/attempt';
import { decide, institutionId, markDays, setClock, staffOf } from './support/cases';

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 1).toString('base64')}`);
const [DAY, NEXT, LATER] = ['2026-01-15', '2026-01-16', '2026-01-17'];

let database: TestDatabase;
let signer: string;
let breakId: string;
beforeAll(async () => {
  database = await startDatabase();
  const { owner } = database;
  await setClock(owner, '2026-02-10T10:00:00+08:00');
  await owner.query('UPDATE institution SET books_from = $2 WHERE id = $1', [institutionId, DAY]);
  await markDays(owner, DAY, NEXT);
  signer = await staffOf(owner, institutionId, 'finance', 'second');
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO break_case (institution_id, kind, reference, detail)
       VALUES ($1, 'LONG', 'R-1', jsonb_build_object('date', $2::text)) RETURNING id`,
    [institutionId, NEXT],
  );
  breakId = rows[0]?.id ?? '';
});
afterAll(() => database.stop());

const read = (date: string) => readDayToSign(database.api, cipher, institutionId, date);
const sign = async (date: string, signedBy = signer) =>
  await signDayOff(
    database.api,
    { institutionId, signedBy },
    await checkBalance(database.api, institutionId, date),
  );
const refused = { code: CHECK };

test('a day that was matched is signed off once, by finance, and stays', async () => {
  expect(await read(DAY)).toEqual({ isMatched: true, signOff: null, openBreaks: [], settledBy: [] });
  await expect(sign(DAY, await staffOf(database.owner, institutionId, 'reviewer'))).rejects.toMatchObject(
    refused,
  );
  await sign(DAY);
  await sign(DAY, await staffOf(database.owner, institutionId, 'finance', 'third'));
  expect((await read(DAY)).signOff).toEqual({ by: { id: signer, name: '' }, at: expect.any(String) });
  expect(await attempt(database.api, 'DELETE FROM reconciliation_sign_off')).toBe(DENIED);
  expect(await attempt(database.owner, 'UPDATE reconciliation_sign_off SET books_fen = 1')).toBe(CHECK);
  expect(await attempt(database.owner, 'DELETE FROM reconciliation_sign_off')).toBe(CHECK);
});

test('one that was not matched is not signed off', async () => {
  expect(await read(LATER)).toMatchObject({ isMatched: false });
  await expect(sign(LATER)).rejects.toMatchObject(refused);
});

test('nor is one of which something is open, or by whoever settled it', async () => {
  expect((await read(NEXT)).openBreaks).toEqual([{ id: breakId, kind: 'LONG', reference: 'R-1' }]);
  await expect(sign(NEXT)).rejects.toMatchObject(refused);
  const settler = await staffOf(database.owner, institutionId, 'finance');
  await decide(database.owner, {
    ...{ caseType: 'BREAK', caseId: breakId, institution: institutionId, role: 'finance', actor: settler },
    ...{ step: 'RESOLVE', kind: 'RESOLVE_BREAK', decision: 'SETTLED' },
  });
  await database.owner.query(
    `UPDATE break_case SET status = 'RESOLVED', resolution = 'SETTLED', resolved_at = now() WHERE id = $1`,
    [breakId],
  );
  expect(await read(NEXT)).toMatchObject({ openBreaks: [], settledBy: [settler] });
  await expect(sign(NEXT, settler)).rejects.toMatchObject(refused);
});

test('a month tells how each day of the books stands', async () => {
  const period = await readPeriod(database.api, institutionId, '2026-01');
  expect(period).toMatchObject({ month: '2026-01', closedAt: null, ordersUnknown: [], unexplainedFen: 0 });
  expect(period.obstacles.filter(({ open }) => open > 0)).toEqual([
    { name: 'DAYS_CLOSED', open: 15 },
    { name: 'DAYS_MATCHED', open: 15 },
    { name: 'DAYS_SIGNED_OFF', open: 16 },
  ]);
  expect(period.days).toHaveLength(17);
  expect(period.days.slice(0, 3)).toEqual([
    { date: DAY, closed: true, matched: true, signedOff: true, openBreaks: 0 },
    { date: NEXT, closed: true, matched: true, signedOff: false, openBreaks: 0 },
    { date: LATER, closed: false, matched: false, signedOff: false, openBreaks: 0 },
  ]);
  const current = await readPeriod(database.api, institutionId, '2026-02');
  expect(current.obstacles.slice(0, 2)).toEqual([
    { name: 'MONTH_OVER', open: 1 },
    { name: 'EARLIER_CLOSED', open: 1 },
  ]);
  expect(current.days.at(-1)).toMatchObject({ date: '2026-02-09' });
  expect((await readPeriod(database.api, institutionId, '2025-12')).days).toEqual([]);
});
