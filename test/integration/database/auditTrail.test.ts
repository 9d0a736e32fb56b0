import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { auditHeadsFile, keepAuditHead, readAuditHeads } from '../../../gateways/auditHeads';
import { createColumnCipher } from '../../../gateways/crypto';
import { addAuditRecord } from '../../../gateways/database/audit';
import { type AuditHead, sealAudit, verifyAudit } from '../../../gateways/database/auditSeals';
import { databaseOn } from '../../../gateways/database/client';
import { renderMail } from '../../../gateways/mail';
import { auditHeadMail } from '../../../worker/auditHeadMail';
import { attempt, CHECK, DENIED } from './support/attempt';

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 1).toString('base64')}`);

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

const RECORD = `INSERT INTO audit_record (action, outcome, detail) SELECT 'TEST', 'DONE', jsonb_build_object('n', n)`;

const TRIGGERS = [
  ...['append_only', 'append_only_truncate', 'judge_audit_date'].map((name) => ['audit_record', name]),
  ...['append_only', 'append_only_truncate'].map((name) => ['audit_seal', name]),
];
const triggers = (how: string) =>
  TRIGGERS.map(([table, name]) => `ALTER TABLE ${table} ${how} TRIGGER ${name}`);

/** What nobody but a superuser can do, and only by going round the laws. */
const asOwner = (...statements: string[]) =>
  attempt(
    database.owner,
    ...triggers('DISABLE'),
    // Foreign keys too.
    'SET LOCAL session_replication_role = replica',
    ...statements,
    ...triggers('ENABLE ALWAYS'),
  );

async function seal(): Promise<AuditHead> {
  const head = await sealAudit(database.worker);
  if (head === null) throw new Error('nothing was sealed');
  return head;
}

const write = (records: number) =>
  database.worker.query(`${RECORD} FROM generate_series(1, ${records}) n`).then(seal);

const verify = (outside: readonly AuditHead[] = []) => verifyAudit(database.auditor, outside);

/** The record with its link at a place of the chain. */
async function recordAt(number: number): Promise<number> {
  const { rows } = await database.owner.query('SELECT record_id FROM audit_seal WHERE number = $1', [number]);
  return rows[0]?.record_id;
}

/** Does something to the trail as its owner, looks, and puts the trail back as it was. */
async function tampered(statements: readonly string[], outside: readonly AuditHead[] = []) {
  await database.owner.query('CREATE TABLE kept_record AS TABLE audit_record');
  await database.owner.query('CREATE TABLE kept_seal AS TABLE audit_seal');
  try {
    expect(await asOwner(...statements)).toBe('accepted');
    return await verify(outside);
  } finally {
    await asOwner(
      'DELETE FROM audit_seal',
      'DELETE FROM audit_record',
      'INSERT INTO audit_record OVERRIDING SYSTEM VALUE SELECT * FROM kept_record',
      'INSERT INTO audit_seal SELECT * FROM kept_seal',
    );
    await database.owner.query('DROP TABLE kept_record, kept_seal');
    expect((await verify(outside)).faults).toEqual([]);
  }
}

describe('the audit trail', () => {
  let early: AuditHead;
  let head: AuditHead;
  beforeAll(async () => {
    early = await write(3);
    head = await write(4);
  });

  it('is whole as it was sealed, and says how much waits for its seal', async () => {
    expect(head.number).toBe(early.number + 4);
    await database.api.query(`${RECORD} FROM generate_series(1, 2) n`);
    expect(await verify([early, head])).toEqual({ sealed: head.number, unsealed: 2, faults: [] });
    head = await seal();
    expect(await verify([early, head])).toEqual({ sealed: head.number, unsealed: 0, faults: [] });
    expect(await seal()).toEqual(head);
  });

  it.each([
    `action = 'OTHER'`,
    `outcome = 'OTHER'`,
    `actor_id = 'somebody'`,
    `case_id = 'x'`,
    `case_type = 'LOAN'`,
    `detail = '{"n": 17}'`,
    `at = at - interval '1 day'`,
    'institution_id = (SELECT id FROM institution LIMIT 1)',
  ])('names a record that its owner changed: %s', async (change) => {
    const recordId = await recordAt(5);
    const { faults } = await tampered([`UPDATE audit_record SET ${change} WHERE id = ${recordId}`]);
    expect(faults).toEqual([{ what: 'TOUCHED', recordId, afterRecordId: await recordAt(4) }]);
  });

  it('names a record that was removed, with its link or without', async () => {
    const [recordId, before] = [await recordAt(5), await recordAt(4)];
    const record = `DELETE FROM audit_record WHERE id = ${recordId}`;
    expect((await tampered([record])).faults).toEqual([{ what: 'REMOVED', recordId, afterRecordId: before }]);
    const link = 'DELETE FROM audit_seal WHERE number = 5';
    expect((await tampered([link, record])).faults).toEqual([
      { what: 'REMOVED', recordId: null, afterRecordId: before },
    ]);
  });

  it('tells by a head outside that the newest records were cut off', async () => {
    const [recordId, before] = [await recordAt(head.number), await recordAt(head.number - 1)];
    const cut = [
      `DELETE FROM audit_seal WHERE number = ${head.number}`,
      `DELETE FROM audit_record WHERE id = ${recordId}`,
    ];
    expect((await tampered(cut)).faults).toEqual([]);
    expect((await tampered(cut, [early, head])).faults).toEqual([
      { what: 'CUT_OFF', recordId, afterRecordId: before },
    ]);
    // Nor does it help to let new ones take their place.
    await database.owner.query('CREATE TABLE kept_seal AS TABLE audit_seal');
    await database.owner.query('CREATE TABLE kept_record AS TABLE audit_record');
    await asOwner(...cut);
    await write(1);
    expect((await verify([early, head])).faults).toEqual([
      { what: 'REWRITTEN', recordId: null, afterRecordId: await recordAt(early.number) },
    ]);
    await asOwner(
      'DELETE FROM audit_seal',
      'DELETE FROM audit_record',
      'INSERT INTO audit_record OVERRIDING SYSTEM VALUE SELECT * FROM kept_record',
      'INSERT INTO audit_seal SELECT * FROM kept_seal',
    );
    await database.owner.query('DROP TABLE kept_record, kept_seal');
  });

  it('names a record that was slipped in under another date, before it and after a new seal', async () => {
    const slip = (id: number, at: string) =>
      `INSERT INTO audit_record (id, at, action, outcome, detail) OVERRIDING SYSTEM VALUE
         VALUES (${id}, now() + interval '${at}', 'TEST', 'DONE', '{}')`;
    expect((await tampered([slip(900_001, '-1 day')])).faults).toEqual([
      { what: 'INSERTED', recordId: 900_001, afterRecordId: null },
    ]);
    expect((await tampered([slip(-5, '1 day')])).faults).toEqual([
      { what: 'INSERTED', recordId: -5, afterRecordId: null },
    ]);
    await asOwner(slip(900_002, '-1 day'));
    await seal();
    expect((await verify()).faults).toMatchObject([{ what: 'INSERTED', recordId: 900_002 }]);
    await asOwner('DELETE FROM audit_record WHERE id = 900002');
  });

  it('is sealed by one at a time', async () => {
    await database.api.query(`${RECORD} FROM generate_series(1, 500) n`);
    await Promise.all(Array.from({ length: 8 }, () => sealAudit(database.worker)));
    head = await seal();
    expect(await verify([early, head])).toEqual({ sealed: head.number, unsealed: 0, faults: [] });
  });

  it('seals a record of a transaction that ended late', async () => {
    const late = await database.worker.connect();
    await late.query('BEGIN');
    await late.query(`${RECORD} FROM generate_series(1, 1) n`);
    await write(1);
    await late.query('COMMIT');
    late.release();
    expect(await verify()).toMatchObject({ unsealed: 1, faults: [] });
    head = await seal();
    expect(await verify([early, head])).toEqual({ sealed: head.number, unsealed: 0, faults: [] });
  });

  it.each(['api', 'worker'] as const)('takes number and date from the database: %s', async (role) => {
    const pool = database[role];
    const row = (column: string, value: string) =>
      `INSERT INTO audit_record (${column}, action, outcome, detail) OVERRIDING SYSTEM VALUE
         VALUES (${value}, 'TEST', 'DONE', '{}')`;
    expect(await attempt(pool, row('id', '7'))).toBe(DENIED);
    expect(await attempt(pool, row('at', 'now()'))).toBe(DENIED);
    expect(await attempt(database.owner, row('at', `now() - interval '1 hour'`))).toBe(CHECK);
    expect(await attempt(pool, 'UPDATE audit_seal SET number = number')).toBe(DENIED);
    expect(await attempt(pool, 'DELETE FROM audit_seal')).toBe(DENIED);
    const link = `INSERT INTO audit_seal (number, record_id, hash) VALUES (1, 1, sha256('x'))`;
    if (role === 'api') expect(await attempt(pool, link)).toBe(DENIED);
    await addAuditRecord(databaseOn(database.api).prisma, {
      ...{ actorId: null, institutionId: null, action: 'bank.notice', caseType: null, caseId: null },
      ...{ outcome: 'DONE', detail: {} },
    });
  });

  it('is verified in seconds', async () => {
    head = await write(100_000);
    const begunMs = Date.now();
    expect(await verify([early, head])).toEqual({ sealed: head.number, unsealed: 0, faults: [] });
    expect(Date.now() - begunMs).toBeLessThan(30_000);
  });
});

it('keeps heads in a file, and reads them from a log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lending-heads-'));
  try {
    const file = auditHeadsFile(folder);
    expect(await readAuditHeads(file)).toEqual([]);
    const head = { number: 2, recordId: 3, hash: 'ab'.repeat(32) };
    await keepAuditHead(file, head);
    await keepAuditHead(file, { ...head, number: 3 });
    expect(await readAuditHeads(file)).toEqual([head, { ...head, number: 3 }]);
    const log = join(folder, 'worker.log');
    writeFileSync(
      log,
      `{"msg":"working"}\n{"level":30,"auditHead":${JSON.stringify(head)}}\n{"auditHead":{"numb`,
    );
    expect(await readAuditHeads(log)).toEqual([head]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('is mailed to who keeps it, once a day and when it was touched, in the words that the comparison reads', async () => {
  const queued: string[] = [];
  const queues = { enqueue: async ({ dedupeKey }: { readonly dedupeKey: string }) => queued.push(dedupeKey) };
  const parts = { sql: database.worker, cipher, queues } as unknown as Parameters<typeof auditHeadMail>[0];
  const head = { number: 2, recordId: 3, hash: 'ab'.repeat(32) };
  await auditHeadMail(parts)(head, 0);
  expect(queued).toEqual([]);
  const tell = auditHeadMail({ ...parts, auditHeadsTo: 'auditor@lender.example' });
  await tell(head, 0);
  await tell({ ...head, number: 4 }, 0);
  await tell(head, 1);
  const { rows } = await database.owner.query(
    `SELECT id, template, values_cipher AS "valuesCipher" FROM message WHERE dedupe_key LIKE 'audit-head/%' ORDER BY dedupe_key`,
  );
  expect(new Set(queued).size).toBe(2);
  const told = rows.map(({ id, valuesCipher }) =>
    JSON.parse(cipher.decrypt(valuesCipher, { table: 'message', column: 'values_cipher', id })),
  );
  expect(told).toMatchObject([
    { ...head, faults: 0 },
    { ...head, faults: 1 },
  ]);
  const mail = renderMail('AUDIT_HEAD', told[0], 'en');
  if (!mail.ok) throw new Error(mail.refusal.code);
  const folder = mkdtempSync(join(tmpdir(), 'lending-heads-'));
  try {
    const kept = join(folder, 'mail.txt');
    writeFileSync(kept, mail.value.text.replace(/.*(?=\{"auditHead")/g, ''));
    // In both languages.
    expect(await readAuditHeads(kept)).toEqual([head, head]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
