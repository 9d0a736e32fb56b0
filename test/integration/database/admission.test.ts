import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { attempt, CHECK } from './support/attempt';
import { decide, institutionId, staffOf } from './support/cases';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

const REVIEW = { step: 'REVIEW', kind: 'REVIEW_ENTERPRISE', role: 'reviewer' };
const CONFIRM = { step: 'APPROVE', kind: 'CONFIRM_SCREENING', role: 'risk' };

/** An enterprise that is being checked, with what the lists said of it. */
async function screened(outcome: 'CLEAR' | 'REVIEW' | 'BLOCK'): Promise<string> {
  const id = uuidv7();
  await database.owner.query(
    `INSERT INTO enterprise (id, institution_id, uscc, name, stage, mobile_cipher, mobile_index, mail_cipher,
        mail_index, legal_person_cipher, bank_account_cipher, bank_account_index, stage_since)
       VALUES ($1, $2, $3, 'Test', 'CHECKING', '', '', '', '', '', '', '', now())`,
    [id, institutionId, id],
  );
  await database.worker.query(
    `UPDATE enterprise SET screening_result = $2, stage = 'IN_REVIEW' WHERE id = $1`,
    [id, JSON.stringify({ outcome, listVersion: '1', hits: [] })],
  );
  return id;
}

const say = (caseId: string, of: typeof REVIEW, more: object = {}) =>
  decide(database.owner, { ...of, caseType: 'ONBOARDING', caseId, institution: institutionId, ...more });
const admit = (id: string) =>
  attempt(database.worker, `UPDATE enterprise SET stage = 'ACTIVE' WHERE id = '${id}'`);

test.each(['CLEAR', 'REVIEW', 'BLOCK'] as const)(
  'nobody becomes a customer without a reviewer (%s)',
  async (outcome) => {
    expect(await admit(await screened(outcome))).toBe(CHECK);
  },
);

test.each(['CLEAR', 'REVIEW'] as const)(
  'one reviewer admits whom no list surely names (%s)',
  async (outcome) => {
    const id = await screened(outcome);
    await say(id, REVIEW);
    expect(await admit(id)).toBe('accepted');
  },
);

test('whom a list names is admitted by a reviewer and a second person of risk', async () => {
  const id = await screened('BLOCK');
  await say(id, REVIEW);
  expect(await admit(id)).toBe(CHECK);
  await say(id, CONFIRM);
  expect(await admit(id)).toBe('accepted');
});

test('a no of the second person is no yes', async () => {
  const id = await screened('BLOCK');
  await say(id, REVIEW);
  await say(id, CONFIRM, { decision: 'DISAGREE' });
  expect(await admit(id)).toBe(CHECK);
});

test('the reviewer is not the second person, whatever roles they hold', async () => {
  const id = await screened('BLOCK');
  await say(id, REVIEW);
  const reviewer = await staffOf(database.owner, institutionId, 'reviewer');
  await database.owner.query(
    `INSERT INTO membership (id, user_id, role, institution_id) VALUES ($1, $2, 'risk', $3)`,
    [uuidv7(), reviewer, institutionId],
  );
  await expect(say(id, CONFIRM, { actor: reviewer })).rejects.toThrow(/decision_separate_people/);
  expect(await admit(id)).toBe(CHECK);
});

test('somebody without the role is no second person', async () => {
  const id = await screened('BLOCK');
  await say(id, REVIEW);
  await say(id, CONFIRM, { actor: await staffOf(database.owner, institutionId, 'finance') });
  expect(await admit(id)).toBe(CHECK);
});

test('what a list said does not become clear once people look at it', async () => {
  const id = await screened('BLOCK');
  for (const role of ['worker', 'owner'] as const) {
    const change = `UPDATE enterprise SET screening_result = '{"outcome": "CLEAR"}' WHERE id = '${id}'`;
    expect(await attempt(database[role], change)).toBe(CHECK);
  }
});

test('what nobody outside may learn of is not told to the enterprise', async () => {
  const id = await screened('BLOCK');
  const refuse = (reason: string, note: string) => {
    const columns =
      'id, institution_id, case_type, case_id, step, actor_id, decision, reason, reason_code, note';
    const values = `'${uuidv7()}', '${institutionId}', 'ONBOARDING', '${id}', 'REVIEW', 'a', 'REJECT'`;
    return attempt(
      database.worker,
      `INSERT INTO decision (${columns}) VALUES (${values}, '${reason}', 'D103', '${note}')`,
    );
  };
  expect(await refuse('you are on a list', 'U-101')).toBe(CHECK);
  expect(await refuse('', '')).toBe(CHECK);
  expect(await refuse('', 'U-101')).toBe('accepted');
});
