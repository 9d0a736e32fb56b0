import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { databaseOn } from '../../../gateways/database/client';
import { forgetOldRequests } from '../../../gateways/database/idempotency';
import { forgetEndedSessions } from '../../../gateways/database/sessions';
import { createLimits, type Limits } from '../../../gateways/limits';

const SECRET = 's'.repeat(32);
const SHORT = { most: 3, seconds: 60 };
const LONG = { most: 5, seconds: 3_600 };

let database: TestDatabase;
let limits: Limits;
beforeAll(async () => {
  database = await startDatabase();
  limits = createLimits(database.api, SECRET);
});
afterAll(() => database.stop());

const outcomes = (taken: readonly unknown[]): number => taken.filter((exceeded) => exceeded === null).length;

test('several processes count together, and many at once take no more than is left', async () => {
  const other = createLimits(database.api, SECRET);
  const taken = await Promise.all(
    Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? limits : other).take('a', 'ann', [SHORT])),
  );
  expect(outcomes(taken)).toBe(3);
  expect(taken.filter((exceeded) => exceeded?.isFirst)).toHaveLength(1);
  for (const exceeded of taken) expect(exceeded?.seconds ?? 60).toBeLessThanOrEqual(60);
  expect(await limits.take('a', 'bob', [SHORT])).toBeNull();
  expect(await limits.take('b', 'ann', [SHORT])).toBeNull();
});

test('whoever goes on against a closed door does not close it for longer', async () => {
  const taken = [];
  for (let count = 0; count < 50; count += 1) taken.push(await limits.take('door', 'ann', [SHORT, LONG]));
  expect(outcomes(taken)).toBe(3);
  // Of the hour no more was taken than was let through.
  expect(await limits.exceeded('door', 'ann', [LONG])).toBeNull();
  expect(await limits.take('door', 'ann', [LONG])).toBeNull();
  expect(await limits.take('door', 'ann', [LONG])).toBeNull();
  expect(await limits.take('door', 'ann', [LONG])).toMatchObject({ isFirst: true });
});

test('looking takes nothing, and what is forgotten is all there again', async () => {
  for (let count = 0; count < 3; count += 1) {
    expect(await limits.exceeded('look', 'ann', [SHORT])).toBeNull();
    await limits.take('look', 'ann', [SHORT]);
  }
  expect(await limits.exceeded('look', 'ann', [SHORT])).toMatchObject({ isFirst: false, hasRefused: false });
  await limits.forget('look', 'ann', [SHORT]);
  expect(await limits.take('look', 'ann', [SHORT])).toBeNull();
});

test('a window that is over counts no more', async () => {
  await limits.take('time', 'ann', [{ most: 1, seconds: 60 }]);
  expect(await limits.take('time', 'ann', [{ most: 1, seconds: 60 }])).not.toBeNull();
  await database.owner.query('UPDATE request_limit SET expire = expire - 60000');
  expect(await limits.take('time', 'ann', [{ most: 1, seconds: 60 }])).toBeNull();
});

test('the table names nobody', async () => {
  await limits.take('names', '203.0.113.77', [SHORT]);
  const { rows } = await database.owner.query('SELECT * FROM request_limit');
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain('203.0.113.77');
});

test('the API forgets old Idempotency-Keys and ended sessions, and no other', async () => {
  const { prisma } = databaseOn(database.api);
  await database.owner.query(
    `INSERT INTO idempotency_key (actor_id, key, operation, request_hash, subject_id, created_at)
       SELECT 'ann', 'key-of-day-' || days, 'apply', '', gen_random_uuid(), now() - make_interval(days => days)
         FROM unnest(ARRAY[29, 31]) days`,
  );
  await database.owner.query(
    `INSERT INTO "user" (id, person_cipher, email) VALUES ('ann', '', repeat('a', 64) || '@index.invalid')`,
  );
  await database.owner.query(
    `INSERT INTO session (id, token, user_id, expires_at)
       VALUES ('over', 'a', 'ann', now() - interval '1 minute'), ('open', 'b', 'ann', now() + interval '1 minute')`,
  );
  expect(await forgetOldRequests(prisma, 30)).toBe(1);
  expect(await forgetEndedSessions(prisma)).toBe(1);
  const { rows } = await database.owner.query(
    `SELECT key AS kept FROM idempotency_key UNION ALL SELECT id FROM session ORDER BY 1`,
  );
  expect(rows).toEqual([{ kept: 'key-of-day-29' }, { kept: 'open' }]);
});
