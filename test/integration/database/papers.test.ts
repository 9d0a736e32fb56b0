import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { createColumnCipher } from '../../../gateways/crypto';
import { type Database, databaseOn } from '../../../gateways/database/client';
import { recordLoanEvents } from '../../../gateways/database/loans';
import {
  createPaperStore,
  findPaper,
  findPaperByHash,
  listPapers,
  type NewPaper,
  readPaperFile,
  writePaper,
} from '../../../gateways/database/papers';
import { PAPER_EXAMPLES } from '../../support/papers';
import { attempt, CHECK, DENIED } from './support/attempt';
import {
  type Case,
  calendar,
  disburse,
  institutionId,
  makeCase,
  markDays,
  otherInstitutionId,
  received,
  setClock,
  staffOf,
  termsOf,
  withoutLaw,
} from './support/cases';
import { payIn } from './support/money';
import { untilWaiting } from './support/waiting';

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 1).toString('base64')}`);
const FILE = Buffer.from('%PDF- a file');
const hash = createHash('sha256').update(FILE).digest('hex');

let database: TestDatabase;
let api: Database;
let at: Case;
beforeAll(async () => {
  database = await startDatabase();
  // Receipts bounce here without the change that says so.
  await withoutLaw(database.owner, 'loan_event', 'judge_contract_event');
  await setClock(database.owner, '2026-02-10T10:00:00+08:00');
  api = databaseOn(database.api);
  at = await makeCase(database.owner);
  await disburse(database.worker, at, termsOf(at.loanId));
});
afterAll(() => database.stop());

const letter = (of: Case = at, changes: Partial<NewPaper<'COLLECTION_LETTER'>> = {}) => ({
  ...{ institutionId: of.institutionId, enterpriseId: of.enterpriseId, caseType: 'LOAN' as const },
  ...{ caseId: of.loanId, issuedOn: isoDate('2026-02-10'), fact: `loan/${of.loanId}/letter/${uuidv7()}` },
  ...{ kind: 'COLLECTION_LETTER' as const, language: 'zh-CN' as const },
  values: PAPER_EXAMPLES.COLLECTION_LETTER,
  ...changes,
});
const of = (kind: 'REPAYMENT_RECEIPT' | 'CLOSING_CERTIFICATE', loan: Case, eventSequence?: number) => ({
  ...letter(loan),
  ...{ kind, values: PAPER_EXAMPLES[kind] as never },
  ...(eventSequence === undefined ? {} : { eventSequence }),
});
const store = (render: Parameters<typeof createPaperStore>[2] = async () => FILE) =>
  createPaperStore(database.worker, cipher, render);
const refusal = (write: Promise<unknown>): Promise<string | undefined> =>
  write.then(
    () => undefined,
    (error: { readonly code?: string }) => error.code,
  );
const withdrawn = async (id: string) =>
  (await findPaper(api.prisma, { institutionId }, id))?.withdrawnOn ?? null;
const record = async (loan: Case, event: Parameters<typeof recordLoanEvents>[2][number]) => {
  const recorded = await recordLoanEvents(database.worker, loan.loanId, [event], calendar);
  if (!recorded.ok) throw new Error(JSON.stringify(recorded.refusal));
};

test('a paper is made from its row, and lies sealed as its values do', async () => {
  const { id } = await writePaper(database.worker, cipher, letter());
  expect(await readPaperFile(database.api, cipher, id)).toBeNull();
  expect(await store().make(id)).toBe('made');
  expect(await readPaperFile(database.api, cipher, id)).toEqual(FILE);
  expect(await findPaper(api.prisma, { institutionId }, id)).toMatchObject({ status: 'READY', sha256: hash });
  const { rows } = await database.owner.query('SELECT * FROM paper WHERE id = $1', [id]);
  expect(
    JSON.stringify(rows[0], (_, cell) => (Buffer.isBuffer(cell) ? cell.toString('latin1') : cell)),
  ).not.toMatch(/daysPastDue|%PDF/);
});

test('what is to be rendered names both sides and is told by number and code', async () => {
  const { id } = await writePaper(database.worker, cipher, { ...letter(), language: 'en' });
  let seen: unknown;
  await store(async (paper) => {
    seen = paper;
    return FILE;
  }).make(id);
  expect(seen).toMatchObject({
    language: 'en',
    number: expect.stringMatching(/^CS20260210-[0-9A-F]{10}$/),
    values: { enterpriseName: 'Test', institutionName: expect.stringMatching(/^[ -~]+$/) },
  });
});

test('one fact has one paper in a language, made once', async () => {
  const paper = letter();
  const first = await writePaper(database.worker, cipher, paper);
  expect(await writePaper(database.api, cipher, paper)).toEqual(first);
  expect(await writePaper(database.worker, cipher, { ...paper, language: 'en' })).not.toEqual(first);
  await store().make(first.id);
  expect(await store().make(first.id)).toBe('settled');
  expect(await store().make(uuidv7())).toBe('missing');
});

test('two who ask for one at the same moment get the same paper', async () => {
  const paper = letter();
  const client = await database.worker.connect();
  await client.query('BEGIN');
  const first = await writePaper(client, cipher, paper);
  const second = writePaper(database.api, cipher, paper);
  await untilWaiting(database.owner);
  await client.query('COMMIT');
  client.release();
  expect(await second).toEqual(first);
  expect(await findPaper(api.prisma, { institutionId }, first.id)).not.toBeNull();
});

test('it is gone with the fact that was taken back', async () => {
  const paper = letter();
  const client = await database.worker.connect();
  await client.query('BEGIN');
  const { id } = await writePaper(client, cipher, paper);
  await client.query('ROLLBACK');
  client.release();
  expect(await store().make(id)).toBe('missing');
});

test('the sweeper is told of one without a file, and of the fault that kept it', async () => {
  const { id } = await writePaper(database.worker, cipher, letter());
  const broken = store(async () => {
    throw new TypeError('a name that nobody shall read');
  });
  await expect(broken.make(id)).rejects.toThrow(TypeError);
  expect((await store().findUnqueued(0, 500)).map((row) => row.id)).toContain(id);
  await store().note(id, 'TypeError');
  const { rows } = await database.owner.query('SELECT attempts, last_error FROM paper WHERE id = $1', [id]);
  expect(rows[0]).toEqual({ attempts: 1, last_error: 'TypeError' });
  expect((await store().findUnqueued(60_000, 500)).map((row) => row.id)).not.toContain(id);
});

test('it is found by the own institution and enterprise, by its case; and by anybody who has its hash', async () => {
  const { id } = await writePaper(database.worker, cipher, letter());
  const file = Buffer.from('another file');
  await store(async () => file).make(id);
  const own = { institutionId, enterpriseId: at.enterpriseId };
  expect(await findPaper(api.prisma, own, id)).not.toBeNull();
  expect(await findPaper(api.prisma, { institutionId: otherInstitutionId }, id)).toBeNull();
  expect(await findPaper(api.prisma, { institutionId, enterpriseId: uuidv7() }, id)).toBeNull();
  const page = await listPapers(
    api.prisma,
    own,
    { caseId: at.loanId, kind: 'COLLECTION_LETTER' },
    { pageSize: 1 },
  );
  expect(page).toMatchObject({ items: [{ id }], next: expect.any(String) });
  const sha256 = createHash('sha256').update(file).digest('hex');
  const byFile = await findPaperByHash(api.prisma, sha256);
  expect(byFile).toMatchObject({ kind: 'COLLECTION_LETTER', issuedOn: '2026-02-10', withdrawnOn: null });
  expect(Object.keys(byFile ?? {})).not.toContain('enterpriseId');
  const { fingerprint } = (await findPaper(api.prisma, own, id)) ?? { fingerprint: '' };
  expect(await findPaperByHash(api.prisma, fingerprint)).toEqual(byFile);
  expect(await findPaperByHash(api.prisma, '0'.repeat(64))).toBeNull();
});

describe('the database', () => {
  test('refuses a paper to somebody whose loan it is not', async () => {
    const other = await makeCase(database.owner, otherInstitutionId);
    const foreign = letter({ ...at, enterpriseId: other.enterpriseId });
    expect(await refusal(writePaper(database.api, cipher, foreign))).toBe(CHECK);
    const elsewhere = letter({ ...at, institutionId: otherInstitutionId });
    expect(await refusal(writePaper(database.worker, cipher, elsewhere))).toBe(CHECK);
  });

  test('certifies no loan as closed that is not, and takes the certificate back when it lives again', async () => {
    const loan = await makeCase(database.owner);
    await disburse(database.worker, loan, termsOf(loan.loanId));
    expect(await refusal(writePaper(database.worker, cipher, of('CLOSING_CERTIFICATE', loan)))).toBe(CHECK);
    await database.owner.query(`UPDATE loan SET status = 'CLOSED' WHERE id = $1`, [loan.loanId]);
    const { id } = await writePaper(database.worker, cipher, of('CLOSING_CERTIFICATE', loan));
    await store().make(id);
    expect(await withdrawn(id)).toBeNull();
    await database.owner.query(`UPDATE loan SET status = 'REPAYING' WHERE id = $1`, [loan.loanId]);
    expect(await withdrawn(id)).toBe('2026-02-10');
  });

  test('gives no receipt for money that did not come, and takes it back when it did not stay', async () => {
    const loan = await makeCase(database.owner);
    await disburse(database.worker, loan, termsOf(loan.loanId));
    const money = received(loan.loanId, isoDate('2026-02-10'), 10_000, 'paid');
    await payIn(database.worker, loan.loanId, money);
    expect(await refusal(writePaper(database.api, cipher, of('REPAYMENT_RECEIPT', loan, 1)))).toBe(CHECK);
    expect(await refusal(writePaper(database.api, cipher, of('REPAYMENT_RECEIPT', loan)))).toBe(CHECK);
    const { id } = await writePaper(database.api, cipher, of('REPAYMENT_RECEIPT', loan, 2));
    await record(loan, {
      ...{ kind: 'REVERSED', reverses: 2, reason: 'bounced', businessKey: `loan/${loan.loanId}/bounced` },
      ...{ effectiveDate: isoDate('2026-02-11'), recordedOn: isoDate('2026-02-11') },
    });
    expect(await withdrawn(id)).toBe('2026-02-11');
    expect(await refusal(writePaper(database.api, cipher, of('REPAYMENT_RECEIPT', loan, 2)))).toBe(CHECK);
  });

  test('issues no report of a month but what finance and risk have signed, in its own name', async () => {
    const signed = async (kind: 'RISK' | 'FUND') => {
      const id = uuidv7();
      await database.owner.query(
        `INSERT INTO month_report (id, institution_id, month, kind, figures) VALUES ($1, $2, '2026-01', $3, '{}')`,
        [id, institutionId, kind],
      );
      return id;
    };
    await markDays(database.owner, '2026-01-01', '2026-01-31');
    await database.owner.query(
      `INSERT INTO accounting_period (institution_id, month, closed_at, closed_by) VALUES ($1, '2026-01', now(), 'finance')`,
      [institutionId],
    );
    const id = await signed('FUND');
    const report = (fact: string, changes: Partial<NewPaper<'FUND_REPORT'>> = {}) =>
      writePaper(database.api, cipher, {
        ...{ institutionId, enterpriseId: null, caseType: 'INSTITUTION', caseId: institutionId },
        ...{ issuedOn: isoDate('2026-02-10'), fact, kind: 'FUND_REPORT', language: 'zh-CN' },
        values: PAPER_EXAMPLES.FUND_REPORT,
        ...changes,
      });
    const sign = async (role: 'finance' | 'risk') =>
      database.owner.query(
        `UPDATE month_report SET ${role}_by = $2, ${role}_on = '2026-02-10' WHERE id = $1`,
        [...[id, await staffOf(database.owner, institutionId, role)]],
      );
    expect(await refusal(report('report/of nothing'))).toBe(CHECK);
    await sign('finance');
    expect(await refusal(report(`report/${id}`))).toBe(CHECK);
    await sign('risk');
    expect(await refusal(report(`report/${await signed('RISK')}`))).toBe(CHECK);
    expect(await refusal(report(`report/${id}`, { institutionId: otherInstitutionId }))).toBe(CHECK);
    expect(await refusal(report(`report/${id}`, { enterpriseId: at.enterpriseId }))).toBe(CHECK);
    const paper = await report(`report/${id}`);
    expect(await findPaper(api.prisma, { institutionId }, paper.id)).toMatchObject({ enterpriseId: null });
    const toOthers = { institutionId, enterpriseId: { not: null } } as const;
    expect(await findPaper(api.prisma, toOthers, paper.id)).toBeNull();
    const page = await listPapers(api.prisma, toOthers, {}, { pageSize: 200 });
    expect(page.items.map((row) => row.id)).not.toContain(paper.id);
    expect(page.items).not.toHaveLength(0);
  });

  test('keeps what was issued as it was issued', async () => {
    const { id } = await writePaper(database.worker, cipher, letter());
    await store().make(id);
    for (const change of [
      `content_cipher = '\\x00'`,
      `sha256 = '${'0'.repeat(64)}'`,
      `status = 'REQUESTED', sha256 = NULL, content_cipher = NULL, ready_at = NULL`,
    ])
      expect(await attempt(database.worker, `UPDATE paper SET ${change} WHERE id = '${id}'`)).toBe(CHECK);
    for (const role of [database.api, database.worker]) {
      expect(await attempt(role, 'DELETE FROM paper')).toBe(DENIED);
      expect(await attempt(role, `UPDATE paper SET values_cipher = ''`)).toBe(DENIED);
      expect(await attempt(role, 'UPDATE paper SET withdrawn_on = NULL')).toBe(DENIED);
      expect(await attempt(role, `UPDATE paper SET number = 'JQ1'`)).toBe(DENIED);
    }
    expect(await attempt(database.api, `UPDATE paper SET content_cipher = ''`)).toBe(DENIED);
  });
});
