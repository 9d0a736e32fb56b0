import { uuidv7 } from 'uuidv7';
import { PROCESS_ACT_KINDS, PROCESS_ACT_STATUSES, type ProcessActKind } from '../../../contracts/processActs';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { type Database, databaseOn } from '../../../gateways/database/client';
import {
  decideAct,
  findAct,
  findUndoneActs,
  findUnmovedActs,
  noteDone,
  noteMoved,
  writeAct,
} from '../../../gateways/database/processActs';
import { attempt, CHECK, DENIED } from './support/attempt';
import { institutionId, staffOf } from './support/cases';

let database: TestDatabase;
let prisma: Database['prisma'];
let ada: string;
let rita: string;
let fred: string;

beforeAll(async () => {
  database = await startDatabase();
  prisma = databaseOn(database.api).prisma;
  ada = await staffOf(database.owner, institutionId, 'admin');
  rita = await staffOf(database.owner, institutionId, 'risk');
  fred = await staffOf(database.owner, institutionId, 'finance');
});
afterAll(() => database.stop());

async function ask(kind: ProcessActKind, askedBy = ada, status: 'ASKED' | 'APPROVED' = 'ASKED') {
  const id = uuidv7();
  const about = { caseType: 'LOAN', caseId: id, workflowId: `loan/${id}`, runId: 'run' } as const;
  await writeAct(prisma, { id, institutionId, ...about, kind, status, askedBy, reason: 'because' });
  return id;
}

const approve = (id: string, decidedBy: string) =>
  decideAct(database.api, { id, status: 'APPROVED', decidedBy, reason: '' });
const statusOf = async (id: string) => (await findAct(prisma, institutionId, id))?.status;
const set = (id: string, what: string) => `UPDATE process_act SET ${what} WHERE id = '${id}'`;

describe('acts on processes', () => {
  it('that can do harm need a second person who may, and what was decided stays', async () => {
    await expect(ask('SET_BACK', fred)).rejects.toThrow();
    await expect(ask('END', ada, 'APPROVED')).rejects.toThrow();
    const id = await ask('SET_BACK');
    expect(await attempt(database.api, set(id, `status = 'APPROVED'`))).toBe(CHECK);
    await expect(approve(id, ada)).rejects.toThrow();
    await expect(approve(id, fred)).rejects.toThrow();
    expect(await approve(id, rita)).toBe(true);
    expect(await approve(id, rita)).toBe(false);
    expect(await attempt(database.api, set(id, `decision_reason = 'other'`))).toBe(CHECK);
    expect(await attempt(database.api, set(id, `reason = 'other'`))).toBe(DENIED);
    expect(await attempt(database.owner, set(id, `kind = 'END'`))).toBe(CHECK);
    expect(await attempt(database.owner, `DELETE FROM process_act WHERE id = '${id}'`)).toBe(CHECK);
  });

  it('are accepted, then moved, once each, and audited each time', async () => {
    const id = await ask('RETRY_NOW', ada, 'APPROVED');
    // Whoever asked died before it was done: a worker finds it.
    expect(await findUndoneActs(database.worker, 10)).toEqual([]);
    await noteDone(database.api, id, { code: null, historyLength: 7 });
    await noteDone(database.worker, id, { code: 'PROCESS_ENDED', historyLength: 9 });
    expect(await statusOf(id)).toBe('ACCEPTED');
    const unmoved = await findUnmovedActs(database.worker, 10);
    expect(unmoved).toMatchObject([{ id, historyLength: 7, kind: 'RETRY_NOW' }]);
    expect(await attempt(database.api, set(id, `status = 'MOVED', moved_at = now()`))).toBe(DENIED);
    await noteMoved(database.worker, [id]);
    await noteMoved(database.worker, [id]);
    expect(await statusOf(id)).toBe('MOVED');
    const { rows } = await database.owner.query<{ outcome: string }>(
      `SELECT outcome FROM audit_record WHERE action = 'PROCESS_ACT' AND case_id = $1 ORDER BY id`,
      [id],
    );
    expect(rows.map(({ outcome }) => outcome)).toEqual(['ACCEPTED', 'MOVED']);
  });

  it.each([
    ['process_act_kind', PROCESS_ACT_KINDS],
    ['process_act_status', PROCESS_ACT_STATUSES],
  ] as const)('the database knows the same words: %s', async (constraint, words) => {
    const { rows } = await database.owner.query<{ definition: string }>(
      'SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = $1',
      [constraint],
    );
    const known = [...(rows[0]?.definition ?? '').matchAll(/'([A-Z_]+)'/g)].map(([, word]) => word);
    expect(known.toSorted()).toEqual([...words].toSorted());
  });
});
