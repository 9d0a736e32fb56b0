import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { readDifferences } from '../../../gateways/database/caseFacts';
import { findTask } from '../../../gateways/database/tasks';
import { attempt, CHECK, DENIED } from './support/attempt';
import { type Case, institutionId, makeCase, staffOf } from './support/cases';

let database: TestDatabase;
let of: Case;
let taskId: string;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());
beforeEach(async () => {
  of = await makeCase(database.owner);
  taskId = of.releaseTaskId;
});

const aCase = () => ({ caseType: 'APPLICATION', caseId: of.loanId }) as const;
const version = async () => (await findTask(database.api, institutionId, taskId))?.caseVersion ?? -1;
const since = (seen: number, reader = 'ann') => readDifferences(database.api, aCase(), seen, reader);
const change = (what: string) =>
  database.owner.query(`UPDATE application SET ${what} WHERE id = $1`, [of.loanId]);

async function attach(author: string): Promise<string> {
  const id = uuidv7();
  await database.api.query(
    `INSERT INTO case_attachment (id, institution_id, case_type, case_id, task_id, name, media_type, bytes, sha256,
         content_cipher, author_id) VALUES ($1, $2, 'APPLICATION', $3, $4, 'licence.pdf', 'application/pdf', 1, 'x', '', $5)`,
    [id, institutionId, of.loanId, taskId, author],
  );
  return id;
}

describe('what a case is decided by', () => {
  it('has a version that grows with each fact that changes, and with no other change', async () => {
    expect(await version()).toBe(0);
    await change(`stage = 'IN_REVIEW', stage_since = now()`);
    expect(await version()).toBe(0);
    await change(
      `profile = '{"staff": 4, "rent": 1}', assessment = '{"risk": {"grade": "BB", "pd": "0.1"}}'`,
    );
    const first = await version();
    expect(first).toBeGreaterThan(0);
    await change(`assessment = '{"risk": {"grade": "BB", "pd": "0.2"}}'`);
    expect(await version()).toBe(first);
    await change(`profile = '{"staff": 5, "rent": 1}'`);
    expect(await version()).toBeGreaterThan(first);
  });

  it('says of each fact what was seen and what it is now, however often it changed', async () => {
    await change(`profile = '{"staff": 4}', purpose = 'stock'`);
    const seen = await version();
    await change(`profile = '{"staff": 5}', amount_fen = 70000000`);
    await change(`profile = '{"staff": 6, "rent": 2}'`);
    await database.worker.query(`UPDATE enterprise SET registry_result = '{"found": true}' WHERE id = $1`, [
      of.enterpriseId,
    ]);
    await database.owner.query(`UPDATE enterprise SET bank_account_index = 'other' WHERE id = $1`, [
      of.enterpriseId,
    ]);
    expect(await since(seen)).toEqual([
      { field: 'amountFen', before: 100_000_000, after: 70_000_000 },
      { field: 'bankAccount', before: null, after: null },
      { field: 'profile.rent', before: null, after: 2 },
      { field: 'profile.staff', before: 4, after: 6 },
      { field: 'registry.found', before: null, after: true },
    ]);
    await change(`profile = '{"staff": 4}', amount_fen = 100000000`);
    expect((await since(seen)).map(({ field }) => field)).toEqual(['bankAccount', 'registry.found']);
    expect(await since(await version())).toEqual([]);
  });

  it('counts a paper, which is no news to who put it there', async () => {
    const ann = await staffOf(database.owner, institutionId, 'reviewer', 'ann');
    const id = await attach(ann);
    expect(await since(0, ann)).toEqual([]);
    expect(await since(0, 'bob')).toEqual([
      { field: `attachments.${id}`, before: null, after: 'licence.pdf' },
    ]);
  });

  it('is another enterprise’s and another application’s own', async () => {
    await change(`purpose = 'a roof'`);
    const seen = await version();
    const [sister, stranger] = [
      await makeCase(database.owner, institutionId, of.enterpriseId),
      await makeCase(database.owner),
    ];
    for (const { loanId } of [sister, stranger]) {
      await database.owner.query(`UPDATE application SET purpose = 'a car' WHERE id = $1`, [loanId]);
    }
    expect(await version()).toBe(seen);
    expect(await since(0)).toMatchObject([{ field: 'purpose', after: 'a roof' }]);
  });

  it('numbers changes of one enterprise in the order in which they come to light', async () => {
    const [slow, quick] = [await database.owner.connect(), await database.owner.connect()];
    try {
      await slow.query('BEGIN');
      await slow.query(`UPDATE enterprise SET risk_grade = 'HIGH' WHERE id = $1`, [of.enterpriseId]);
      // Else it would be seen with the larger number, and the one below it never.
      const waits = quick.query(`UPDATE application SET purpose = 'a car' WHERE id = $1`, [of.loanId]);
      expect(await version()).toBe(0);
      await slow.query('COMMIT');
      await waits;
    } finally {
      slow.release();
      quick.release();
    }
    const { rows } = await database.owner.query(
      'SELECT field FROM case_fact_change WHERE enterprise_id = $1 ORDER BY version',
      [of.enterpriseId],
    );
    expect(rows.map(({ field }) => field)).toEqual(['riskGrade', 'purpose']);
  });

  it('can’t be made up, nor taken back', async () => {
    await change(`purpose = 'a car'`);
    const forged = `INSERT INTO case_fact_change (institution_id, enterprise_id, field)
      VALUES ('${institutionId}', '${of.enterpriseId}', 'x')`;
    for (const role of [database.api, database.worker]) {
      expect(await attempt(role, forged)).toBe(DENIED);
      expect(await attempt(role, 'DELETE FROM case_fact_change')).toBe(DENIED);
    }
    expect(await attempt(database.owner, 'DELETE FROM case_fact_change')).toBe(CHECK);
  });
});
