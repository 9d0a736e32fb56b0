import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { findLostAppeals, readOpenAppeals } from '../../../gateways/database/appeals';
import { attempt, CHECK, DENIED, UNIQUE } from './support/attempt';
import { decide, institutionId, makeApplication, makeUser, setClock, staffOf } from './support/cases';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-03-02T01:00:00Z');
});
afterAll(() => database.stop());

interface Refused {
  readonly id: string;
  readonly enterpriseId: string;
  readonly applicant: string;
}

/** An application that a reviewer refused. */
async function refused(appealUntil = `business_today() + 30`): Promise<Refused> {
  const { loanId: id, enterpriseId } = await makeApplication(database.owner);
  const of = { caseId: id, institution: institutionId };
  await decide(database.owner, { ...of, step: 'REVIEW', kind: 'REVIEW_APPLICATION', role: 'reviewer' });
  await database.owner.query(
    `UPDATE application SET stage = 'REJECTED', refusal_code = 'REJECTED_BY_REVIEWER', appeal_until = ${appealUntil}
       WHERE id = $1`,
    [id],
  );
  const applicant = `applicant of ${enterpriseId}`;
  await makeUser(database.owner, applicant);
  await database.owner.query(
    `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES ($1, $2, 'applicant', $3)`,
    [uuidv7(), applicant, enterpriseId],
  );
  return { id, enterpriseId, applicant };
}

const appealOf = ({ id, enterpriseId, applicant }: Refused, by = applicant, stage = 'IN_REVIEW') =>
  `INSERT INTO appeal (id, institution_id, enterprise_id, appealed_code, reason, stage, stage_since, answer_by_at,
       created_by)
     VALUES ('${id}', '${institutionId}', '${enterpriseId}', 'REJECTED_BY_REVIEWER', 'why', '${stage}', now(), now(),
       '${by}')`;

const answer = (id: string, stage: string) =>
  attempt(
    database.worker,
    `UPDATE appeal SET stage = '${stage}', refusal_code = ${stage === 'UPHELD' ? "'APPEAL_UPHELD'" : 'NULL'}
       WHERE id = '${id}'`,
  );

const grant = (id: string, actor: string) =>
  decide(database.owner, {
    ...{ caseType: 'APPEAL', caseId: id, institution: institutionId, actor },
    ...{ step: 'APPEAL', kind: 'DECIDE_APPEAL', role: 'reviewer', decision: 'GRANT' },
  });

test('a refusal is appealed once, by its own people', async () => {
  const at = await refused();
  const stranger = await staffOf(database.owner, institutionId, 'reviewer');
  expect(await attempt(database.api, appealOf(at, stranger))).toBe(CHECK);
  expect(await attempt(database.api, appealOf(at, at.applicant, 'GRANTED'))).toBe(CHECK);
  expect(await attempt(database.api, appealOf(at))).toBe('accepted');
  expect(await attempt(database.api, appealOf(at))).toBe(UNIQUE);
});

test.each([
  ['yesterday was the last day', 'business_today() - 1'],
  ['it can not be appealed', 'NULL'],
])('nothing is appealed when %s', async (_what, until) => {
  expect(await attempt(database.api, appealOf(await refused(until)))).toBe(CHECK);
});

test('what goes on is not appealed', async () => {
  const at = await refused();
  await database.owner.query(`UPDATE application SET stage = 'IN_REVIEW' WHERE id = $1`, [at.id]);
  expect(await attempt(database.api, appealOf(at))).toBe(CHECK);
});

test('nobody who took part in the refusal decides the appeal; another reviewer does, and approves nothing', async () => {
  const at = await refused();
  await attempt(database.api, appealOf(at));
  const reviewer = await staffOf(database.owner, institutionId, 'reviewer');
  await expect(grant(at.id, reviewer)).rejects.toThrow(/decision_separate_people/);
  expect(await answer(at.id, 'GRANTED')).toBe(CHECK);
  const other = await staffOf(database.owner, institutionId, 'reviewer', 'second');
  await grant(at.id, other);
  expect(await answer(at.id, 'GRANTED')).toBe('accepted');
  const approve = { step: 'APPROVE', kind: 'APPROVE_APPLICATION', role: 'approver', actor: other };
  await expect(
    decide(database.owner, { ...approve, caseId: at.id, institution: institutionId }),
  ).rejects.toThrow(/decision_separate_people/);
});

test('an answer stands, and what was asked never changes', async () => {
  const at = await refused();
  await attempt(database.api, appealOf(at));
  expect(await answer(at.id, 'UPHELD')).toBe('accepted');
  expect(await answer(at.id, 'IN_REVIEW')).toBe(CHECK);
  const change = `UPDATE appeal SET reason = 'other' WHERE id = '${at.id}'`;
  expect(await attempt(database.owner, change)).toBe(CHECK);
  expect(await attempt(database.worker, change)).toBe(DENIED);
  expect(await attempt(database.owner, `DELETE FROM appeal WHERE id = '${at.id}'`)).toBe(CHECK);
});

test('an appeal whose process never began is found, with what it begins with', async () => {
  const at = await refused();
  await attempt(database.api, appealOf(at));
  const isFound = async () =>
    (await findLostAppeals(database.worker)).some((lost) => lost.applicationId === at.id);
  expect(await isFound()).toBe(false);
  await database.owner.query(`ALTER TABLE appeal DISABLE TRIGGER guard_appeal`);
  await database.owner.query(`UPDATE appeal SET created_at = now() - interval '2 minutes' WHERE id = $1`, [
    at.id,
  ]);
  await database.owner.query(`ALTER TABLE appeal ENABLE ALWAYS TRIGGER guard_appeal`);
  expect(await isFound()).toBe(true);
  expect(await readOpenAppeals(database.worker, [at.id])).toMatchObject([
    { applicationId: at.id, applicantId: 'u', amountFen: 100_000_000, appealedCode: 'REJECTED_BY_REVIEWER' },
  ]);
});
