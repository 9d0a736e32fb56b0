import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { teamOf } from '../../../domain/staff/rights';
import {
  findManagersToTell,
  openAccessReview,
  readAnswerers,
} from '../../../gateways/database/accessReviews';
import { readManagers } from '../../../gateways/database/staff';
import { tellManagers } from '../../../worker/accessReviews';
import { attempt, CHECK, DENIED } from './support/attempt';
import { institutionId, otherInstitutionId, setClock, staffOf } from './support/cases';

let database: TestDatabase;
/** Admins and risk, and a line of three: li is answered for by wang, wang by zhao. */
let [feng, chu, zheng, li, wang, zhao, chen] = ['', '', '', '', '', '', ''];

beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, new Date().toISOString());
  const of = (role: string, which?: string) => staffOf(database.owner, institutionId, role, which);
  [feng, chu, zheng] = [await of('admin'), await of('admin', 'second'), await of('risk')];
  [li, wang] = [await of('reviewer'), await of('reviewer', 'second')];
  [zhao, chen] = [await of('approver'), await of('finance')];
  await database.owner.query(`UPDATE membership SET created_at = '2026-09-01'`);
});
afterAll(() => database.stop());

/** Asked for by one admin, agreed by another; under the role of the API. */
async function setManager(userId: string, managerId: string | null): Promise<string> {
  const id = randomUUID();
  const asked = await attempt(
    database.api,
    `INSERT INTO staff_change (id, institution_id, kind, user_id, manager_id, reason, status, requested_by)
       VALUES ('${id}', '${institutionId}', 'SET_MANAGER', '${userId}',
         ${managerId === null ? 'NULL' : `'${managerId}'`}, 'so', 'REQUESTED', '${feng}')`,
  );
  if (asked !== 'accepted') return asked;
  return await attempt(
    database.api,
    `UPDATE staff_change SET status = 'APPROVED', decided_by = '${chu}', decided_at = now() WHERE id = '${id}'`,
  );
}

const managerOf = async () => (await readManagers(database.worker, institutionId)).managerOf;

describe('who answers for whom', () => {
  it('is agreed by two, and a tree', async () => {
    expect(await setManager(li, wang)).toBe('accepted');
    expect(await setManager(wang, zhao)).toBe('accepted');
    expect(await setManager(chen, zhao)).toBe('accepted');
    expect(teamOf(zhao, await managerOf()).toSorted()).toEqual([li, wang, chen].toSorted());
    expect(await setManager(zhao, li)).toBe(CHECK);
    expect(await setManager(wang, wang)).toBe(CHECK);
    const stranger = await staffOf(database.owner, otherInstitutionId, 'admin');
    expect(await setManager(li, stranger)).toBe(CHECK);
    expect(await setManager(chen, null)).toBe('accepted');
    expect((await managerOf()).get(chen)).toBeUndefined();
  });

  it('is written by nothing but what was agreed', async () => {
    const row = `INSERT INTO staff_manager VALUES ('${institutionId}', '${chen}', '${zhao}')`;
    for (const pool of [database.api, database.worker, database.auditor]) {
      expect(await attempt(pool, row)).toBe(DENIED);
      expect(await attempt(pool, 'DELETE FROM staff_manager')).toBe(DENIED);
    }
    // The owner neither makes a circle.
    const circle = `INSERT INTO staff_manager VALUES ('${institutionId}', '${zhao}', '${li}')`;
    expect(await attempt(database.owner, circle)).toBe(CHECK);
    const named = `UPDATE staff_change SET manager_id = '${zhao}' WHERE kind = 'SET_MANAGER'`;
    expect(await attempt(database.api, named)).toBe(DENIED);
    expect(await attempt(database.owner, named)).toBe(CHECK);
  });
});

describe('a review of rights', () => {
  let review = '';
  beforeAll(async () => {
    const of = {
      institutionId,
      period: '2026Q4',
      olderThan: isoDate('2026-10-01'),
      escalationHours: 168,
    } as const;
    review = (await openAccessReview(database.worker, of))?.reviewId ?? '';
  });

  const answerersOf = async (userId: string) =>
    ((await readAnswerers(database.worker, review)).get(userId) ?? []).toSorted();
  const answer = (userId: string, by: string) =>
    attempt(
      database.api,
      `UPDATE access_review_right SET outcome = 'CONFIRMED', answered_by = '${by}', answered_at = now()
         WHERE review_id = '${review}' AND user_id = '${userId}'`,
    );
  /** So many hours have gone by since it began. */
  const begun = (hours: number) =>
    database.owner.query(
      `UPDATE access_review SET created_at = now() - make_interval(hours => $2) WHERE id = $1`,
      [review, hours],
    );

  it('asks the manager of each, and who gives rights where there is none', async () => {
    expect(await answerersOf(li)).toEqual([wang]);
    expect(await answerersOf(wang)).toEqual([zhao]);
    expect(await answerersOf(zhao)).toEqual([feng, chu, zheng].toSorted());
    expect(await answer(li, feng)).toBe(CHECK);
    expect(await answer(li, zhao)).toBe(CHECK);
  });

  it('tells each manager once', async () => {
    await tellManagers({ sql: database.worker });
    await tellManagers({ sql: database.worker });
    const { rows } = await database.owner.query<{ user_id: string }>(
      `SELECT user_id FROM notice_to_person WHERE topic = 'ACCESS_REVIEW'`,
    );
    expect(rows.map((row) => row.user_id).toSorted()).toEqual([wang, zhao].toSorted());
    expect(await findManagersToTell(database.worker)).toEqual([]);
  });

  it('goes up the tree with time, and from its top to who gives rights', async () => {
    await begun(169);
    expect(await answerersOf(li)).toEqual([wang, zhao].toSorted());
    expect(await answerersOf(wang)).toEqual([zhao, feng, chu, zheng].toSorted());
    await begun(400);
    expect(await answerersOf(li)).toEqual([wang, zhao, feng, chu, zheng].toSorted());
    await begun(0);
  });

  it('passes over who is away, but for a deputy, and over who is suspended', async () => {
    const today = `coalesce(business_today(), current_date)`;
    await database.owner.query(
      `INSERT INTO absence (id, institution_id, user_id, first_day, last_day, reason, said_by)
         SELECT $1, $2, $3, ${today}, ${today} + 3, 'away', $3`,
      [uuidv7(), institutionId, wang],
    );
    expect(await answerersOf(li)).toEqual([zhao]);
    await database.owner.query(
      `INSERT INTO delegation (id, institution_id, principal_id, deputy_id, roles, first_day, last_day, max_fen, reason)
         SELECT $1, $2, $3, $4, '{reviewer}', ${today}, ${today} + 3, 1, 'away'`,
      [uuidv7(), institutionId, wang, chen],
    );
    expect(await answerersOf(li)).toEqual([wang, chen].toSorted());
    await database.owner.query(
      `INSERT INTO suspension (id, user_id, institution_id, reason, suspended_by) VALUES ($1, $2, $3, 'so', $4)`,
      [uuidv7(), wang, institutionId, feng],
    );
    expect(await answerersOf(li)).toEqual([zhao]);
    expect(await answer(li, zhao)).toBe('accepted');
    expect(await answerersOf(li)).toEqual([]);
  });

  it('takes a right away by a manager’s word, the last one too; the team goes to the next above', async () => {
    const taken = `UPDATE access_review_right SET outcome = 'TAKEN', answered_by = '${zhao}', answered_at = now(),
       reason = 'left' WHERE review_id = '${review}' AND user_id = '${wang}'`;
    expect(await attempt(database.api, taken)).toBe('accepted');
    expect([...(await managerOf())]).toEqual([[li, zhao]]);
  });
});
