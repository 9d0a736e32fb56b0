import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { findUntoldCorrections } from '../../../gateways/database/corrections';
import { inTransaction } from '../../../gateways/database/transaction';
import { attempt, CHECK, DENIED } from './support/attempt';
import { decide, institutionId, makeUser, setClock, staffOf } from './support/cases';
import { untilWaiting } from './support/waiting';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-03-02T01:00:00Z');
});
afterAll(() => database.stop());

interface File {
  readonly enterpriseId: string;
  readonly person: string;
  readonly taskId: string;
}
const REVIEW = { step: 'REVIEW', kind: 'REVIEW_ENTERPRISE', role: 'reviewer' };
const say = (caseId: string, decision: string, of = REVIEW) =>
  decide(database.owner, { ...of, caseType: 'ONBOARDING', caseId, institution: institutionId, decision });
const toStage = (id: string, stage: string, since = 'business_now()') =>
  attempt(
    database.worker,
    `UPDATE enterprise SET stage = '${stage}', stage_since = ${since} WHERE id = '${id}'`,
  );

/** An enterprise under review, that a reviewer has sent back. */
async function sentBack(): Promise<File> {
  const enterpriseId = uuidv7();
  const person = `person of ${enterpriseId}`;
  await database.owner.query(
    `INSERT INTO enterprise (id, institution_id, uscc, name, stage, mobile_cipher, mobile_index, mail_cipher,
        mail_index, legal_person_cipher, bank_account_cipher, bank_account_index, stage_since, mobile_confirmed_at)
       VALUES ($1, $2, $3, 'Test', 'IN_REVIEW', 'm', 'm', '', '', 'l', 'b', 'b', business_now() - interval '1 hour', now())`,
    [enterpriseId, institutionId, enterpriseId],
  );
  await makeUser(database.owner, person);
  await database.owner.query(
    `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES ($1, $2, 'applicant', $3)`,
    [uuidv7(), person, enterpriseId],
  );
  const taskId = await say(enterpriseId, 'ASK_FOR_CORRECTION');
  expect(await toStage(enterpriseId, 'AWAITING_CORRECTION')).toBe('accepted');
  return { enterpriseId, person, taskId };
}

type Part = 'NAME' | 'LEGAL_PERSON' | 'BANK_ACCOUNT' | 'MOBILE' | 'PAPERS';
const asking = ({ enterpriseId, taskId }: File, part: Part, by: string, isOwn = false) =>
  `INSERT INTO file_correction (institution_id, enterprise_id, part, reason_code, words, task_id, asked_by, asked_at, due_at)
     SELECT institution_id, id, '${part}', ${isOwn ? 'NULL, $$w$$, NULL' : `'D106', $$w$$, '${taskId}'`}, '${by}',
       stage_since, business_now() + interval '14 days' FROM enterprise WHERE id = '${enterpriseId}'`;
const reviewer = () => staffOf(database.owner, institutionId, 'reviewer');
async function ask(file: File, ...parts: readonly Part[]): Promise<void> {
  const by = await reviewer();
  for (const part of parts) expect(await attempt(database.worker, asking(file, part, by))).toBe('accepted');
}

const VALUES: Readonly<Record<Part, readonly string[]>> = {
  NAME: ['new_name => $$New$$'],
  LEGAL_PERSON: [`legal_person => 'L'`],
  BANK_ACCOUNT: [`bank_account => 'B'`, 'account_index => $$B$$'],
  MOBILE: [`mobile => 'M'`, 'phone_index => $$M$$'],
  PAPERS: [],
};
const ARGUMENTS = ['new_name', 'legal_person', 'bank_account', 'account_index', 'mobile', 'phone_index'];
function supplying({ enterpriseId, person }: File, given: readonly Part[], by = person): string {
  const values = given.flatMap((part) => VALUES[part]);
  const missing = ARGUMENTS.filter((name) => !values.some((value) => value.startsWith(`${name} `)));
  const all = [...values, ...missing.map((name) => `${name} => NULL`)];
  const open = `(SELECT array_agg(id) FROM file_correction WHERE enterprise_id = '${enterpriseId}' AND supplied_at IS NULL)`;
  const sealed = `(SELECT array_agg('x'::bytea) FROM file_correction WHERE enterprise_id = '${enterpriseId}' AND supplied_at IS NULL)`;
  return `SELECT supply_corrections(enterprise => '${enterpriseId}', person => '${by}', corrections => ${open},
    befores => ${sealed}, afters => ${sealed}, ${all.join(', ')}, says => $$as said$$)`;
}
const supply = (file: File, given: readonly Part[], by?: string) =>
  attempt(database.api, supplying(file, given, by));

test('a part is sent back by the reviewer who said so, while the file is with its people', async () => {
  const file = await sentBack();
  const by = await reviewer();
  expect(await attempt(database.worker, asking(file, 'NAME', 'somebody else'))).not.toBe('accepted');
  expect(await attempt(database.worker, asking(file, 'NAME', by, true))).toBe(CHECK);
  expect(await attempt(database.api, asking(file, 'NAME', by))).toBe(DENIED);
  expect(
    await attempt(database.worker, asking({ ...file, taskId: (await sentBack()).taskId }, 'NAME', by)),
  ).toBe(CHECK);
  expect(await attempt(database.worker, asking(file, 'NAME', by))).toBe('accepted');
  await toStage(file.enterpriseId, 'IN_REVIEW');
  expect(await attempt(database.worker, asking(file, 'MOBILE', by))).toBe(CHECK);
});

test('its own people may say what is wrong, and nobody else in their name', async () => {
  const file = await sentBack();
  const stranger = (await sentBack()).person;
  expect(await attempt(database.worker, asking(file, 'MOBILE', stranger, true))).toBe(CHECK);
  expect(await attempt(database.worker, asking(file, 'MOBILE', file.person, true))).toBe('accepted');
});

test('what is open is put right, all of it and nothing else, once, by its people', async () => {
  const file = await sentBack();
  await ask(file, 'LEGAL_PERSON', 'MOBILE');
  expect(await supply(file, ['LEGAL_PERSON'])).toBe(CHECK);
  expect(await supply(file, ['LEGAL_PERSON', 'MOBILE', 'BANK_ACCOUNT'])).toBe(CHECK);
  expect(await supply(file, ['LEGAL_PERSON', 'MOBILE'], (await sentBack()).person)).toBe(CHECK);
  expect(await attempt(database.worker, supplying(file, ['LEGAL_PERSON', 'MOBILE']))).toBe(DENIED);
  expect(await supply(file, ['LEGAL_PERSON', 'MOBILE'])).toBe('accepted');
  expect(await supply(file, ['LEGAL_PERSON', 'MOBILE'])).toBe(CHECK);
  const { rows } = await database.owner.query(
    `SELECT name, legal_person_cipher = 'L' AS person, mobile_index, bank_account_index, mobile_confirmed_at FROM enterprise
       WHERE id = $1`,
    [file.enterpriseId],
  );
  expect(rows).toEqual([
    { name: 'Test', person: true, mobile_index: 'M', bank_account_index: 'b', mobile_confirmed_at: null },
  ]);
  const facts = await database.owner.query(
    'SELECT field, before, after, changed_by FROM case_fact_change WHERE enterprise_id = $1 ORDER BY field',
    [file.enterpriseId],
  );
  expect(facts.rows).toEqual([
    { field: 'legalPerson', before: null, after: null, changed_by: file.person },
    { field: 'mobile', before: null, after: null, changed_by: file.person },
  ]);
});

test('two who hand in at once come one after the other, and the second finds nothing open', async () => {
  const file = await sentBack();
  await ask(file, 'NAME');
  let second: Promise<string> | undefined;
  await inTransaction(database.api, async (client) => {
    await client.query(supplying(file, ['NAME']));
    second = supply(file, ['NAME']);
    await untilWaiting(database.owner);
  });
  expect(await second).toBe(CHECK);
});

test('neither API nor worker writes what is on file by another way, nor what was asked and answered', async () => {
  const file = await sentBack();
  await ask(file, 'NAME');
  const { enterpriseId } = file;
  for (const role of [database.api, database.worker]) {
    expect(await attempt(role, `UPDATE enterprise SET name = 'x' WHERE id = '${enterpriseId}'`)).toBe(DENIED);
    expect(
      await attempt(role, `UPDATE file_correction SET words = 'x' WHERE enterprise_id = '${enterpriseId}'`),
    ).toBe(DENIED);
  }
  expect(await supply(file, ['NAME'])).toBe('accepted');
  expect(
    await attempt(
      database.owner,
      `UPDATE file_correction SET answer = 'x' WHERE enterprise_id = '${enterpriseId}'`,
    ),
  ).toBe(CHECK);
  expect(
    await attempt(database.owner, `DELETE FROM file_correction WHERE enterprise_id = '${enterpriseId}'`),
  ).not.toBe('accepted');
});

test('papers come from its people where they are asked for, and from nobody else outside', async () => {
  const file = await sentBack();
  await ask(file, 'NAME');
  const paper = (author: string) =>
    `INSERT INTO case_attachment (id, institution_id, case_type, case_id, task_id, name, media_type, bytes, sha256,
        content_cipher, author_id)
       VALUES ('${uuidv7()}', '${institutionId}', 'ONBOARDING', '${file.enterpriseId}', '${file.taskId}', 'licence.pdf',
         'application/pdf', 1, '${uuidv7()}', 'x', '${author}')`;
  expect(await attempt(database.api, paper(file.person))).toBe(CHECK);
  expect(await supply(file, ['NAME'])).toBe('accepted');
  const again = await sentBack();
  await ask(again, 'PAPERS');
  const its = paper(again.person)
    .replaceAll(file.enterpriseId, again.enterpriseId)
    .replaceAll(file.taskId, again.taskId);
  expect(await supply(again, ['PAPERS'])).toBe(CHECK);
  expect(await attempt(database.api, its.replaceAll(again.person, file.person))).toBe(CHECK);
  expect(await attempt(database.api, its)).toBe('accepted');
  expect(await supply(again, ['PAPERS'])).toBe('accepted');
});

test('a yes from before something was put right admits nobody', async () => {
  const later = await sentBack();
  await say(later.enterpriseId, 'APPROVE');
  await setClock(database.owner, '2026-03-04T01:00:00Z');
  expect(await toStage(later.enterpriseId, 'IN_REVIEW')).toBe('accepted');
  expect(await toStage(later.enterpriseId, 'AWAITING_CORRECTION')).toBe('accepted');
  await ask({ ...later, taskId: await say(later.enterpriseId, 'ASK_FOR_CORRECTION') }, 'NAME');
  expect(await toStage(later.enterpriseId, 'ACTIVE')).toBe(CHECK);
  await setClock(database.owner, '2026-03-05T01:00:00Z');
  await say(later.enterpriseId, 'APPROVE');
  expect(await toStage(later.enterpriseId, 'ACTIVE')).toBe('accepted');
});

test('a file that is handed in and still waits is found after a minute, with since when it was open', async () => {
  const file = await sentBack();
  await ask(file, 'NAME', 'MOBILE');
  const untold = async () =>
    (await findUntoldCorrections(database.worker)).filter(
      ({ enterpriseId }) => enterpriseId === file.enterpriseId,
    );
  expect(await untold()).toEqual([]);
  expect(await supply(file, ['NAME', 'MOBILE'])).toBe('accepted');
  expect(await untold()).toEqual([]);
  // As it is two minutes later, by the one clock.
  await setClock(database.owner, '2026-03-05T01:02:00Z', 120_000);
  const { rows } = await database.owner.query<{ since: string }>(
    'SELECT stage_since AS since FROM enterprise WHERE id = $1',
    [file.enterpriseId],
  );
  const since = rows[0]?.since;
  expect(await untold()).toEqual([{ enterpriseId: file.enterpriseId, since }]);
  expect(await toStage(file.enterpriseId, 'IN_REVIEW')).toBe('accepted');
  expect(await untold()).toEqual([]);
});
