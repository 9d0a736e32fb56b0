import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { attempt, CHECK, DENIED } from './support/attempt';
import { type Case, institutionId, makeCase, makeUser, staffOf } from './support/cases';

let database: TestDatabase;
let at: Case;
let staff: string;
beforeAll(async () => {
  database = await startDatabase();
  at = await makeCase(database.owner);
  staff = await staffOf(database.owner, institutionId, 'finance');
});
afterAll(() => database.stop());

const member = (role: string, where: string, id: string) =>
  `INSERT INTO membership (id, user_id, role, ${where}) VALUES ('${uuidv7()}', '${staff}', '${role}', '${id}')`;

/** What nobody may do who has taken over the API and knows its password. */
describe('SQL under the API’s role', () => {
  it.each(['admin', 'finance', 'auditor'])('makes no %s', async (role) => {
    expect(await attempt(database.api, member(role, 'institution_id', institutionId))).toBe(CHECK);
  });

  it('makes nobody a person of an enterprise that is there already', async () => {
    expect(await attempt(database.api, member('applicant', 'enterprise_id', at.enterpriseId))).toBe(CHECK);
    const { rows } = await database.owner.query('SELECT count(*) AS people FROM membership WHERE role = $1', [
      'applicant',
    ]);
    expect(rows[0].people).toBe(0);
  });

  it.each([
    ['another role', `UPDATE membership SET role = 'admin'`],
    ['a role away', 'DELETE FROM membership'],
    ['another account for the money', `UPDATE enterprise SET bank_account_cipher = ''`],
    ['another stage', `UPDATE enterprise SET stage = 'ACTIVE'`],
    ['another mail address', `UPDATE "user" SET person_cipher = ''`],
    ['another name to sign in by', `UPDATE "user" SET email = email`],
    ['a session of somebody else', `UPDATE session SET user_id = 'x'`],
    ['a product', `INSERT INTO product SELECT * FROM product`],
    ['an offer', `UPDATE application SET offer = '{}'`],
    ['a message', `UPDATE message SET recipient_cipher = ''`],
    ['a mail', `INSERT INTO message SELECT * FROM message`],
    ['a decision', 'INSERT INTO decision SELECT * FROM decision'],
    ['an order', 'INSERT INTO payment SELECT * FROM payment'],
    ['a day that was applied', 'UPDATE calendar_override SET applied_at = NULL'],
    ['a notice', `UPDATE bank_notice SET payload_cipher = ''`],
    ['a verification', 'SELECT FROM verification'],
  ])('writes no %s', async (_, statement) => {
    expect(await attempt(database.api, statement)).toBe(DENIED);
  });

  it('begins a case at its beginning', async () => {
    const enterprise = (stage: string) =>
      `INSERT INTO enterprise (id, institution_id, uscc, name, stage, mobile_cipher, mobile_index, mail_cipher,
          mail_index, legal_person_cipher, bank_account_cipher, bank_account_index, stage_since)
         VALUES ('${uuidv7()}', '${institutionId}', '${uuidv7()}', '', '${stage}', '', '', '', '', '', '', '', now())`;
    expect(await attempt(database.api, enterprise('ACTIVE'))).toBe(CHECK);
    expect(await attempt(database.api, enterprise('AWAITING_ACTIVATION'))).toBe('accepted');
    const application = (stage: string) =>
      `INSERT INTO application (id, institution_id, enterprise_id, product_id, amount_fen, term_months, method, purpose,
          statements, profile, stage, stage_since, created_by)
         SELECT '${uuidv7()}', institution_id, enterprise_id, product_id, amount_fen, term_months, method, purpose,
                statements, profile, '${stage}', now(), 'u' FROM application LIMIT 1`;
    expect(await attempt(database.api, application('DISBURSING'))).toBe(CHECK);
    expect(await attempt(database.api, application('CHECKING'))).toBe('accepted');
  });
});

describe('SQL under the worker’s role', () => {
  it.each([
    ['a session', 'INSERT INTO session SELECT * FROM session'],
    ['an account', 'SELECT FROM auth_account'],
    ['what people sign in by', 'SELECT email FROM "user"'],
    ['a role', member('admin', 'institution_id', institutionId)],
    ['a notice', 'INSERT INTO bank_notice SELECT * FROM bank_notice'],
    ['another amount to pay', 'UPDATE payment SET amount_fen = 1'],
    ['another account to pay to', `UPDATE payment SET credit_account_cipher = ''`],
    ['who asked for it, and what for', 'UPDATE application SET purpose = created_by'],
    ['whose enterprise it is', 'UPDATE enterprise SET institution_id = institution_id'],
    ['another kind of task', `UPDATE human_task SET kind = 'RELEASE_DISBURSEMENT'`],
    ['another addressee', `UPDATE message SET recipient_cipher = ''`],
    ['another receipt', 'UPDATE unidentified_receipt SET amount_fen = 1'],
  ])('has nothing to do with %s', async (_, statement) => {
    expect(await attempt(database.worker, statement)).toBe(DENIED);
  });

  it('reads no row of those tables by another way', async () => {
    await makeUser(database.owner, 'somebody');
    expect(
      await attempt(database.worker, 'SELECT u.* FROM membership m JOIN "user" u ON u.id = m.user_id'),
    ).toBe(DENIED);
  });
});
