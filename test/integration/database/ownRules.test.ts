import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import {
  readLastQuarter,
  routedLastQuarter,
  rulesOf,
  tasksLastQuarter,
} from '../../../gateways/database/ownRules';
import { attempt, CHECK, DENIED, UNIQUE } from './support/attempt';
import { institutionId, otherInstitutionId, setClock, staffOf } from './support/cases';

let database: TestDatabase;
let asker: string;
let decider: string;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-03-02T01:00:00Z');
  asker = await staffOf(database.owner, institutionId, 'risk');
  decider = await staffOf(database.owner, institutionId, 'admin');
});
afterAll(() => database.stop());

const ask = (
  id: string,
  from: string,
  more: { by?: string; status?: string; days?: number; value?: object } = {},
) => {
  const { by = asker, status = 'REQUESTED', days = 7, value = { maximumDelegationDays: days } } = more;
  const columns = 'id, institution_id, subject, effective_from, value, reason, status, requested_by';
  return attempt(
    database.api,
    `INSERT INTO own_rules (${columns}) VALUES ('${id}', '${institutionId}', 'approval', '${from}',
       '${JSON.stringify(value)}', 'why', '${status}', '${by}')`,
  );
};
const decide = (id: string, by: string, status = 'APPROVED') =>
  attempt(
    database.api,
    `UPDATE own_rules SET status = '${status}', decided_by = '${by}', decided_at = now(), decision_reason = 'so'
       WHERE id = '${id}'`,
  );

test('one person asks, another one decides, both of risk or admin', async () => {
  const id = uuidv7();
  const finance = await staffOf(database.owner, institutionId, 'finance');
  const stranger = await staffOf(database.owner, otherInstitutionId, 'admin');
  expect(await ask(id, '2026-04-01', { by: finance })).toBe(CHECK);
  expect(await ask(id, '2026-04-01', { status: 'APPROVED' })).toBe(CHECK);
  expect(await ask(id, '2026-04-01')).toBe('accepted');
  expect(await decide(id, asker)).toBe(CHECK);
  expect(await decide(id, finance)).toBe(CHECK);
  expect(await decide(id, stranger)).toBe(CHECK);
  expect(await decide(id, decider)).toBe('accepted');
  expect(await decide(id, decider, 'REJECTED')).toBe(CHECK);
});

test('they count from their day on, for their institution alone', async () => {
  const days = async (institution: string, date: string) =>
    (await rulesOf(database.worker, institution, isoDate(date))).approval.maximumDelegationDays;
  const [later, latest] = [uuidv7(), uuidv7()];
  await ask(later, '2026-05-01', { days: 5 });
  await decide(later, decider);
  await ask(latest, '2026-06-01', { days: 3 });
  expect(
    await Promise.all(
      ['2026-03-31', '2026-04-01', '2026-05-01', '2026-07-01'].map((date) => days(institutionId, date)),
    ),
  ).toEqual([30, 7, 5, 5]);
  expect(await days(otherInstitutionId, '2026-07-01')).toBe(30);
  const { versions } = await rulesOf(database.worker, institutionId, isoDate('2026-05-02'));
  expect(versions).toMatchObject({ approval: later, deadlines: 'deadlines/1' });
});

test('a version leaves what it does not name as the one before it set it', async () => {
  const [share, days] = [uuidv7(), uuidv7()];
  await ask(share, '2026-08-01', { value: { singleBorrowerShareOfNetAssets: '0.08' } });
  await decide(share, decider);
  await ask(days, '2026-09-01', { days: 9 });
  await decide(days, decider);
  const { approval, versions } = await rulesOf(database.worker, institutionId, isoDate('2026-09-01'));
  expect(approval).toMatchObject({ singleBorrowerShareOfNetAssets: '0.08', maximumDelegationDays: 9 });
  expect(versions).toMatchObject({ approval: days });
});

test('nothing counts for what was decided before, and a day has one version of a subject', async () => {
  const [today, taken] = [uuidv7(), uuidv7()];
  await ask(today, '2026-03-02');
  expect(await decide(today, decider)).toBe(CHECK);
  expect(await decide(today, decider, 'REJECTED')).toBe('accepted');
  await ask(taken, '2026-04-01');
  expect(await decide(taken, decider)).toBe(UNIQUE);
});

test('what was asked for never changes', async () => {
  const id = uuidv7();
  await ask(id, '2026-08-01');
  const change = `UPDATE own_rules SET value = '{"maximumDelegationDays": 300}' WHERE id = '${id}'`;
  expect(await attempt(database.owner, change)).toBe(CHECK);
  expect(await attempt(database.api, change)).toBe(DENIED);
  expect(await attempt(database.owner, `DELETE FROM own_rules WHERE id = '${id}'`)).toBe(CHECK);
});

test('the facts of a preview can be read where there are none', async () => {
  expect(await routedLastQuarter(database.api, institutionId)).toEqual([]);
  expect(await tasksLastQuarter(database.api, institutionId)).toEqual([]);
  expect(await readLastQuarter(database.api, institutionId)).toEqual([]);
});
