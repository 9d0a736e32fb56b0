import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { signInName } from '../../../gateways/auth/signInName';
import { createBlindIndex, createColumnCipher, SealError } from '../../../gateways/crypto';
import { databaseOn } from '../../../gateways/database/client';
import { readAgreedAccount } from '../../../gateways/database/facilities';
import { beginTotpFactor, findTotpFactors } from '../../../gateways/database/factors';
import { openAccount, sealAccount } from '../../../gateways/database/loanChanges';
import { writeMessage } from '../../../gateways/database/messages';
import { openNotice, storeNotice } from '../../../gateways/database/notices';
import { knownName } from '../../../gateways/database/people';
import { openPersonalData, sealPerson, sealPersonalData } from '../../../gateways/database/personalData';
import { keepReceipts, readPayerAccount } from '../../../gateways/database/receipts';
import { reseal } from '../../../gateways/database/reseal';
import { SEALED_TABLES } from '../../../gateways/database/sealedColumns';
import { writeStaffChange } from '../../../gateways/database/staff';
import { writeStatement } from '../../../gateways/database/statements';
import { inTransaction } from '../../../gateways/database/transaction';
import { attempt, CHECK, DENIED } from './support/attempt';
import { type Case, institutionId, makeCase, staffOf } from './support/cases';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const keysOf = (dataKeys: string, blindIndexKey: string) => ({
  cipher: createColumnCipher(dataKeys),
  blindIndex: createBlindIndex(blindIndexKey),
});
const before = keysOf(`k1:${key(1)}`, key(3));
const during = keysOf(`k2:${key(2)},k1:${key(1)}`, `${key(4)},${key(3)}`);
const afterwards = keysOf(`k2:${key(2)}`, key(4));

const ACCOUNT = '6222020200112230';
const DATA = {
  mobile: '+8613812345678',
  mail: 'wang@company.example',
  legalPerson: { name: '王小明', residentId: '110101199003078515' },
  bankAccountNo: ACCOUNT,
};
const SECRET = 'GEZDGNBVGY3TQOJQ';
const PERSON = { name: '周军', mail: 'zhou@lender.example' };

let database: TestDatabase;
let at: Case;
const ids = {
  user: uuidv7(),
  notice: uuidv7(),
  payment: uuidv7(),
  change: uuidv7(),
  factor: uuidv7(),
  receipt: '',
};

beforeAll(async () => {
  database = await startDatabase();
  const { owner } = database;
  at = await makeCase(owner);
  const { cipher, blindIndex } = before;
  const index = blindIndex('bank_account', ACCOUNT);
  const sealed = sealPersonalData(cipher, at.enterpriseId, DATA);
  await owner.query(
    `UPDATE enterprise SET mobile_cipher = $2, mobile_index = $3, mail_cipher = $4, mail_index = $5,
         legal_person_cipher = $6, bank_account_cipher = $7, bank_account_index = $8 WHERE id = $1`,
    [
      at.enterpriseId,
      ...[
        sealed.mobileCipher,
        blindIndex('mobile', DATA.mobile),
        sealed.mailCipher,
        blindIndex('mail', DATA.mail),
      ],
      ...[sealed.legalPersonCipher, sealed.bankAccountCipher, index],
    ],
  );
  await owner.query('INSERT INTO "user" (id, person_cipher, email) VALUES ($1, $2, $3)', [
    ids.user,
    sealPerson(cipher, ids.user, PERSON),
    signInName(blindIndex, PERSON.mail),
  ]);
  await beginTotpFactor(owner, cipher, { id: ids.factor, userId: ids.user, name: 'phone', secret: SECRET });
  await sealMoney(index);
  await sealWhatWasTold(index);
});
/** The account of what was agreed, and of an order. */
async function sealMoney(index: string): Promise<void> {
  const { owner } = database;
  const { cipher } = before;
  await owner.query(
    `WITH agreed AS (
       INSERT INTO facility (id, institution_id, enterprise_id, application_id, limit_fen, agreed_at)
         VALUES ($1, $2, $3, $1, 100, now()) RETURNING *
     )
     INSERT INTO drawdown (id, facility_id, institution_id, enterprise_id, number, amount_fen, terms, account_cipher,
         account_index, agreed_at)
       SELECT id, id, institution_id, enterprise_id, 1, limit_fen, '{}', $4, $5, agreed_at FROM agreed`,
    [
      ...[at.loanId, institutionId, at.enterpriseId],
      ...[cipher.encrypt(ACCOUNT, { table: 'drawdown', column: 'account_cipher', id: at.loanId }), index],
    ],
  );
  await owner.query(
    `INSERT INTO payment (id, institution_id, subject_type, subject_id, enterprise_id, key, purpose, mandate_type,
         mandate_id, status, amount_fen, value_date, debit_account_cipher, debit_account_index, credit_account_cipher,
         credit_account_index)
       VALUES ($1, $2, 'LOAN', $3, $4, 'rotated', 'COLLECTION', 'CONTRACT', 'c', 'CREATED', 100, '2026-03-01', $5, $6,
         $7, $6)`,
    [
      ...[ids.payment, institutionId, at.loanId, at.enterpriseId],
      cipher.encrypt(ACCOUNT, { table: 'payment', column: 'debit_account_cipher', id: ids.payment }),
      index,
      cipher.encrypt(ACCOUNT, { table: 'payment', column: 'credit_account_cipher', id: ids.payment }),
    ],
  );
}

/** A notice of the bank, a row of its file, a receipt and a message. */
async function sealWhatWasTold(index: string): Promise<void> {
  const { owner, worker } = database;
  const { cipher } = before;
  await storeNotice(databaseOn(database.api).prisma, cipher, {
    ...{ id: ids.notice, kind: 'INCOMING', key: null, payload: { payer: DATA.legalPerson.name } },
  });
  const file: Parameters<typeof writeStatement>[2] = {
    institutionId,
    date: '2026-03-01',
    entries: [
      {
        ...{
          sequence: 1,
          bankReference: 'r1',
          key: '',
          direction: 'CREDIT',
          amountFen: 5,
          balanceAfterFen: 5,
        },
        ...{ counterparty: ACCOUNT, memo: 'rent' },
      },
    ] as unknown as Parameters<typeof writeStatement>[2]['entries'],
  };
  await inTransaction(owner, (client) => writeStatement(client, before, file));
  const told = { counterparty: ACCOUNT, memo: 'rent' };
  const [receiptId = ''] = await keepReceipts(worker, cipher, [
    {
      ...{ institutionId, bankDate: '2026-03-01', bankReference: 'r1', amountFen: 5 },
      ...{ reason: 'UNKNOWN_PAYER', told, payerIndex: index, suggestions: [] },
    } as unknown as Parameters<typeof keepReceipts>[2][number],
  ]);
  ids.receipt = receiptId;
  await writeStaffChange(owner, cipher, {
    ...{ id: uuidv7(), institutionId, kind: 'INVITE', userId: null, role: 'finance', invited: PERSON },
    ...{ reason: 'x', status: 'APPROVED', requestedBy: null },
  });
  await writeMessage(worker, cipher, {
    ...{ channel: 'EMAIL', dedupeKey: 'rotated', kind: 'ACTIVATION', locale: 'en', recipient: DATA.mail },
    ...{ values: { name: DATA.legalPerson.name }, caseType: 'ONBOARDING', caseId: at.enterpriseId },
  } as unknown as Parameters<typeof writeMessage>[2]);
}
afterAll(() => database.stop());

it('knows every column that holds something sealed', async () => {
  const { rows } = await database.owner.query<{ place: string }>(
    `SELECT table_name || '.' || column_name AS place FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type = 'bytea'`,
  );
  const known = SEALED_TABLES.flatMap(({ table, columns }) =>
    columns.map(({ column }) => `${table}.${column}`),
  );
  // What a link of the audit trail's chain is, is no secret.
  const wanted = rows.map(({ place }) => place).filter((place) => place !== 'audit_seal.hash');
  expect(known.sort()).toEqual(wanted.sort());
  const indexes = SEALED_TABLES.flatMap(({ table, columns }) =>
    columns.flatMap(({ index }) => (index === undefined ? [] : [`${table}.${index.column}`])),
  );
  const { rows: found } = await database.owner.query<{ place: string }>(
    `SELECT table_name || '.' || column_name AS place FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name LIKE '%\\_index'`,
  );
  expect(indexes).toEqual(expect.arrayContaining(found.map(({ place }) => place)));
});

describe('what never changes', () => {
  const rotating = `SET LOCAL lending.key_rotation = 'on'`;
  const cipher = `UPDATE drawdown SET account_cipher = account_cipher || 'x'`;

  it('is sealed anew by the owner alone, who says so, and changes in nothing else', async () => {
    expect(await attempt(database.owner, cipher)).toBe(CHECK);
    expect(await attempt(database.owner, rotating, cipher, 'ROLLBACK; BEGIN')).toBe('accepted');
    for (const change of [
      'UPDATE drawdown SET amount_fen = 1',
      `UPDATE drawdown SET account_cipher = '', terms = '{"x": 1}'`,
      'DELETE FROM drawdown',
      'UPDATE payment SET amount_fen = 1',
      `UPDATE payment SET status = 'SUCCEEDED', credit_account_cipher = ''`,
      `UPDATE audit_record SET outcome = 'OTHER'`,
      `UPDATE unidentified_receipt SET amount_fen = 6`,
    ]) {
      if (change.includes('audit_record'))
        await database.owner.query(
          `INSERT INTO audit_record (action, outcome, detail) VALUES ('T', 'DONE', '{}')`,
        );
      expect([change, await attempt(database.owner, rotating, change)]).toEqual([change, CHECK]);
    }
    for (const role of ['api', 'worker', 'auditor'] as const) {
      expect(await attempt(database[role], rotating, cipher)).toBe(DENIED);
      expect(await attempt(database[role], rotating, `UPDATE payment SET credit_account_cipher = ''`)).toBe(
        DENIED,
      );
    }
  });
});

describe('a rotation of keys', () => {
  it('may be broken off and begun again', async () => {
    const breakOff = reseal(database.owner, during, ({ table }) => {
      if (table === 'enterprise') throw new Error('killed');
    });
    await expect(breakOff).rejects.toThrow('killed');
    // Meanwhile everything is read by whoever knows both keys.
    const { rows } = await database.owner.query('SELECT bank_account_cipher FROM enterprise WHERE id = $1', [
      at.enterpriseId,
    ]);
    const place = { table: 'enterprise', column: 'bank_account_cipher', id: at.enterpriseId };
    expect(during.cipher.decrypt(rows[0].bank_account_cipher, place)).toBe(ACCOUNT);

    const done = await reseal(database.owner, during);
    expect(done.flatMap(({ unreadable }) => unreadable)).toEqual([]);
    expect(done.filter(({ left }) => left > 0)).toEqual([]);
    expect(done.find(({ table }) => table === 'drawdown')).toMatchObject({ rows: 1, written: 1 });
  });

  it('finds nothing more to do', async () => {
    const again = await reseal(database.owner, during);
    expect(again.filter(({ written }) => written > 0)).toEqual([]);
    expect(again.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(7);
  });

  it('leaves nothing that needs the older keys, and every index says the same value', async () => {
    const { cipher, blindIndex } = afterwards;
    const { prisma } = databaseOn(database.owner);
    const index = blindIndex('bank_account', ACCOUNT);
    const enterprise = await prisma.enterprise.findUniqueOrThrow({ where: { id: at.enterpriseId } });
    expect(openPersonalData(cipher, at.enterpriseId, enterprise)).toEqual(DATA);
    expect(enterprise).toMatchObject({
      mobileIndex: blindIndex('mobile', DATA.mobile),
      mailIndex: blindIndex('mail', DATA.mail),
      bankAccountIndex: index,
    });
    const user = await prisma.user.findUniqueOrThrow({ where: { id: ids.user } });
    expect(user.email).toBe(await knownName(prisma, [signInName(blindIndex, PERSON.mail)]));
    expect(await findTotpFactors(prisma, cipher, { userId: ids.user, isConfirmed: false })).toEqual([
      { id: ids.factor, secret: SECRET },
    ]);
    expect(await readAgreedAccount(prisma, cipher, at.loanId)).toEqual({
      accountNo: ACCOUNT,
      accountIndex: index,
    });
    const payment = await prisma.payment.findUniqueOrThrow({ where: { id: ids.payment } });
    expect(payment).toMatchObject({ debitAccountIndex: index, creditAccountIndex: index });
    const notice = await prisma.bankNotice.findUniqueOrThrow({ where: { id: ids.notice } });
    expect(openNotice(cipher, ids.notice, notice.payloadCipher)).toEqual({ payer: DATA.legalPerson.name });
    expect(() => openNotice(before.cipher, ids.notice, notice.payloadCipher)).toThrow(SealError);
    expect(await readPayerAccount(prisma, cipher, ids.receipt)).toBe(ACCOUNT);
    const [row] = await prisma.statementRow.findMany();
    expect(row?.payerIndex).toBe(index);
  });

  it('takes requests along, whose account stands inside JSON', async () => {
    const asker = await staffOf(database.owner, institutionId, 'finance');
    const payload = sealAccount(before.cipher, ids.change, {
      accountNo: ACCOUNT,
      accountIndex: before.blindIndex('bank_account', ACCOUNT),
    });
    // A request about a loan that was never paid out: foreign keys are not what this is about.
    const insert = `INSERT INTO loan_change (id, loan_id, institution_id, kind, payload, status, requested_by, reason)
      VALUES ('${ids.change}', '${at.loanId}', '${institutionId}', 'BIND_ACCOUNT', '${JSON.stringify(payload)}',
        'REQUESTED', '${asker}', 'x')`;
    expect(await attempt(database.owner, 'SET LOCAL session_replication_role = replica', insert)).toBe(
      'accepted',
    );
    const done = await reseal(database.owner, during);
    expect(done.find(({ table }) => table === 'loan_change')).toMatchObject({
      rows: 1,
      written: 1,
      unreadable: [],
    });
    const { rows } = await database.owner.query('SELECT payload FROM loan_change WHERE id = $1', [
      ids.change,
    ]);
    expect(openAccount(afterwards.cipher, ids.change, rows[0].payload)).toEqual({
      accountNo: ACCOUNT,
      accountIndex: afterwards.blindIndex('bank_account', ACCOUNT),
    });
    expect(rows[0].payload.ending).toBe(ACCOUNT.slice(-4));
  });

  it('names what no known key opens, and goes on with the rest', async () => {
    const done = await reseal(database.owner, keysOf(`k9:${key(9)}`, key(4)));
    expect(done.find(({ table }) => table === 'drawdown')).toMatchObject({
      unreadable: [at.loanId],
      written: 0,
    });
    expect(done.length).toBe(SEALED_TABLES.length + 1);
  });
});
