import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { REVIEW_OUTCOMES } from '../../../domain/staff/accessReview';
import { closeAccessReview, openAccessReview } from '../../../gateways/database/accessReviews';
import { readConduct } from '../../../gateways/database/conduct';
import { attempt, CHECK, DENIED } from './support/attempt';
import { institutionId, otherInstitutionId, staffOf } from './support/cases';

let database: TestDatabase;
let [feng, chu, zheng, li] = ['', '', '', ''];

/** Staff of each test anew, all of them older than the quarter. */
beforeEach(async () => {
  database = await startDatabase();
  const of = (role: string, which?: string) => staffOf(database.owner, institutionId, role, which);
  feng = await of('admin');
  chu = await of('admin', 'second');
  zheng = await of('risk');
  li = await of('reviewer');
  await database.owner.query(`UPDATE membership SET created_at = '2026-09-01'`);
});
afterEach(() => database.stop());

const open = (institution = institutionId) =>
  openAccessReview(database.worker, {
    ...{
      institutionId: institution,
      period: '2026Q4',
      olderThan: isoDate('2026-10-01'),
      escalationHours: 168,
    },
  });
const reviewId = async () => (await open())?.reviewId ?? '';
const close = (id: string, signedBy: string | null) =>
  closeAccessReview(database.worker, { reviewId: id, signedBy });

const said = (id: string, whose: string, by: string | null, outcome = 'CONFIRMED') =>
  `UPDATE access_review_right SET outcome = '${outcome}', answered_at = now(), reason = 'so',
       answered_by = ${by === null ? 'NULL' : `'${by}'`}
     WHERE review_id = '${id}' AND user_id = '${whose}'`;
const answer = (...of: Parameters<typeof said>) => attempt(database.api, said(...of));

const people = async () => {
  const { rows } = await database.owner.query<{ user_id: string }>(
    'SELECT user_id FROM membership WHERE institution_id = $1',
    [institutionId],
  );
  return rows.map((row) => row.user_id);
};

test('what may become of a right is what the contract says', async () => {
  const { rows } = await database.owner.query<{ definition: string }>(
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = 'access_review_outcome'`,
  );
  const named = [...(rows[0]?.definition ?? '').matchAll(/'(\w+)'/g)].map(([, outcome]) => outcome);
  expect(named).toEqual([...REVIEW_OUTCOMES]);
});

test('a review holds the rights that are older than its quarter, once, and none where there are none', async () => {
  expect(await open(otherInstitutionId)).toBeNull();
  await staffOf(database.owner, institutionId, 'finance', 'new');
  const first = await open();
  expect(first).toMatchObject({ unanswered: 4 });
  expect(await open()).toEqual(first);
});

test('a right is answered for by another one of admins or risk, once, and only the process closes', async () => {
  const id = await reviewId();
  expect(await answer(id, feng, feng)).toBe(CHECK);
  expect(await answer(id, feng, li)).toBe(CHECK);
  for (const outcome of ['LAPSED', 'KEPT', 'GONE']) expect(await answer(id, li, null, outcome)).toBe(CHECK);
  expect(await answer(id, feng, chu)).toBe('accepted');
  expect(await answer(id, feng, zheng, 'TAKEN')).toBe(CHECK);
  for (const statement of [
    'UPDATE access_review SET closed_at = now()',
    'DELETE FROM access_review_right',
    `SELECT close_access_review('${id}', 'me')`,
  ]) {
    expect(await attempt(database.api, statement)).toBe(DENIED);
  }
});

test('who signs before all is answered signs nothing; then the record is closed, hashed and never changes', async () => {
  const id = await reviewId();
  expect(await close(id, feng)).toEqual({ unanswered: 4 });
  for (const [whose, by] of [
    [feng, chu],
    [chu, feng],
    [zheng, feng],
  ] as const) {
    expect(await answer(id, whose, by)).toBe('accepted');
  }
  expect(await answer(id, li, zheng, 'TAKEN')).toBe('accepted');
  expect(await people()).not.toContain(li);
  const closed = await close(id, feng);
  expect(closed).toMatchObject({ confirmed: 3, taken: 1, lapsed: 0, kept: 0 });
  expect(await close(id, chu)).toEqual(closed);
  expect(await open()).toBeNull();
  const { rows } = await database.owner.query('SELECT signed_by, record_hash FROM access_review');
  expect(rows).toEqual([{ signed_by: feng, record_hash: 'recordHash' in closed ? closed.recordHash : '' }]);
  expect(await attempt(database.owner, said(id, li, chu))).toBe(CHECK);
});

test('what nobody answers lapses at the end, and an institution keeps its admins when all of them would', async () => {
  const id = await reviewId();
  expect(await close(id, null)).toMatchObject({ confirmed: 0, lapsed: 2, kept: 2 });
  expect((await people()).sort()).toEqual([feng, chu].sort());
});

test('an admin whom nobody confirmed lapses while another one is left; what was taken otherwise is gone', async () => {
  const id = await reviewId();
  expect(await answer(id, chu, feng)).toBe('accepted');
  await database.owner.query(`DELETE FROM membership WHERE user_id = $1`, [li]);
  expect(await close(id, null)).toMatchObject({ confirmed: 1, lapsed: 2, kept: 0 });
  expect(await people()).toEqual([chu]);
  const { rows } = await database.owner.query('SELECT outcome FROM access_review_right WHERE user_id = $1', [
    li,
  ]);
  expect(rows).toEqual([{ outcome: 'GONE' }]);
});

test('no answer takes the last admin away', async () => {
  const id = await reviewId();
  expect(await answer(id, chu, zheng, 'TAKEN')).toBe('accepted');
  expect(await answer(id, feng, zheng, 'TAKEN')).toBe(CHECK);
  expect(await people()).toContain(feng);
});

describe('conduct', () => {
  const record = (action: string, actor: string | null, caseId: string, outcome: string) =>
    database.owner.query(
      `INSERT INTO audit_record (actor_id, institution_id, action, case_type, case_id, outcome, detail)
         VALUES ($1, $2, $3, 'ONBOARDING', $4, $5, '{}')`,
      [actor, institutionId, action, caseId, outcome],
    );

  test('is counted by person, case and day, of staff alone; of sign-ins by account', async () => {
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    for (const caseId of ['a', 'b', 'b']) await record('personalData.read', li, caseId, 'DONE');
    await record('read.refused', li, 'x', 'NOT_FOUND');
    await record('task.decide', zheng, 'x', 'NOT_YOUR_ROLE');
    await record('personalData.read', 'an applicant', 'a', 'DONE');
    await record('session.signIn', null, 'key of an account', 'WRONG_CREDENTIALS');
    await record('session.signIn', li, 'key of an account', 'DONE');
    const nothing = { PERSONAL_DATA: 0, REFUSED: 0, FAILED_SIGN_INS: 0 };
    const found = await readConduct(database.worker, institutionId, { day: today, usualDays: 28 });
    expect(found).toEqual(
      [
        { who: li, counts: { ...nothing, PERSONAL_DATA: 2, REFUSED: 1 }, usualPersonalData: 0 },
        { who: zheng, counts: { ...nothing, REFUSED: 1 }, usualPersonalData: 0 },
        { who: 'key of an account', counts: { ...nothing, FAILED_SIGN_INS: 1 }, usualPersonalData: 0 },
      ].toSorted((left, right) => (left.who < right.who ? -1 : 1)),
    );
    const later = await readConduct(database.worker, institutionId, { day: '2100-01-01', usualDays: 28 });
    expect(later).toEqual([]);
  });
});
