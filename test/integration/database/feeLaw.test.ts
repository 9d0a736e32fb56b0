import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import { recordFeeStep } from '../../../activities/feeBooks';
import { chargeLoan } from '../../../activities/feeCharges';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import type { ChargeStep } from '../../../domain/fees/charge';
import { fen } from '../../../domain/money/fen';
import { readFee, readPoints } from '../../../gateways/database/fees';
import { inTransaction, type Queryable } from '../../../gateways/database/transaction';
import { attempt, CHECK, DENIED, UNIQUE } from './support/attempt';
import { decide, institutionId, makeUser, setClock, staffOf } from './support/cases';
import { agreeOnFee, askOfFee, carriedOut, grantedOfFee, orderFee, resolveOfFee } from './support/charges';
import { chargedOf, lendWithFees, PLATFORM, personOf } from './support/loanFees';

/** What people granted, and who agreed to a price, holds for every role: also for the one that carries processes. */

const AT = '2026-03-02T01:00:00Z';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, AT);
});
afterAll(() => database.stop());

/** Why the database refuses, in its words; '' when it doesn't. Nothing is left behind. */
async function whyNot(sql: Pool, act: (client: Queryable) => Promise<unknown>): Promise<string> {
  const client = await sql.connect();
  try {
    await client.query('BEGIN');
    await act(client);
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    return '';
  } catch (fault) {
    return (fault as Error).message;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** A fee of 5,000 yuan for the term of a loan, of which so much was paid. */
async function charge(paidFen = 0): Promise<{ readonly feeId: string; readonly enterpriseId: string }> {
  const { at } = await lendWithFees(database);
  await chargeLoan(database.worker, at.loanId, isoDate('2026-01-15'));
  const [service] = await chargedOf(database, at, 'PRODUCT-1');
  if (service === undefined) throw new Error('not charged');
  const feeId = service.id;
  await taken(feeId, { type: 'INVOICE', key: `fee/${feeId}/invoice` });
  if (paidFen > 0) await paid(feeId, paidFen, 1);
  return { feeId, enterpriseId: at.enterpriseId };
}

async function paid(feeId: string, amountFen: number, n: number): Promise<void> {
  const key = `fee/${feeId}/collect/${n}`;
  await orderFee(database.worker, { feeId, key, amountFen });
  await taken(feeId, { type: 'COLLECT', key, amountFen: fen(amountFen) });
}

async function step(client: Queryable, feeId: string, step: ChargeStep, requestId?: string, by?: string) {
  const head = { at: AT, actorId: by ?? null, requestId };
  const recorded = await recordFeeStep(client, feeId, step, head);
  if (!recorded.ok) throw new Error(recorded.refusal.code);
}

async function taken(feeId: string, of: ChargeStep, requestId?: string, by?: string): Promise<void> {
  await inTransaction(database.worker, async (client) => {
    await step(client, feeId, of, requestId, by);
    await carriedOut(client, of.key);
  });
}

const waive = (feeId: string, amountFen: number, key = 'waive'): ChargeStep => ({
  ...{ type: 'WAIVE', key: `fee/${feeId}/${key}`, amountFen: fen(amountFen) },
});

describe('what is given up or back', () => {
  it('names a request about this very fee that was granted, of its kind and as much', async () => {
    const { feeId } = await charge();
    const granted = await grantedOfFee(database, { feeId, kind: 'WAIVE', amountFen: 1_000 });
    const open = await askOfFee(database, { feeId, kind: 'WAIVE', amountFen: 1_000 });
    const { feeId: other } = await charge();
    const back = await grantedOfFee(database, { feeId: other, kind: 'WAIVE', amountFen: 1_000 });
    const tried = (amountFen: number, requestId?: string) =>
      whyNot(database.worker, (client) => step(client, feeId, waive(feeId, amountFen), requestId));
    expect(await tried(1_000)).toMatch(/nobody was granted/);
    for (const request of [open, back]) expect(await tried(1_000, request)).toMatch(/nobody was granted/);
    expect(await tried(1_001, granted)).toMatch(/nobody was granted a WAIVE of 1001/);
    expect(await tried(1_000, granted)).toBe('');
  });

  it('is no more in its parts than was granted', async () => {
    const { feeId } = await charge(200_000);
    const granted = await grantedOfFee(database, { feeId, kind: 'WAIVE', amountFen: 1_000 });
    await taken(feeId, waive(feeId, 400), granted);
    const again = waive(feeId, 601, 'again');
    expect(await whyNot(database.worker, (client) => step(client, feeId, again, granted))).toMatch(
      /nobody was granted a WAIVE of 601/,
    );
    const key = `fee/${feeId}/refund/1`;
    // What was to be given up is not given back.
    const asMoney: ChargeStep = { type: 'REFUND', key, amountFen: fen(600) };
    expect(await whyNot(database.worker, (client) => step(client, feeId, asMoney, granted))).toMatch(
      /nobody was granted a REFUND/,
    );
    const done = `UPDATE fee_request SET status = 'DONE' WHERE id = '${granted}'`;
    expect(await attempt(database.worker, done)).toBe(CHECK);
    expect(await whyNot(database.worker, (client) => client.query(done))).toMatch(/is not done/);
    expect(await attempt(database.api, done)).toBe(DENIED);
  });

  it('goes back in money that the bank moved, for this request', async () => {
    const { feeId } = await charge(200_000);
    const granted = await grantedOfFee(database, { feeId, kind: 'REFUND', amountFen: 700 });
    const key = `fee/${feeId}/refund/1`;
    const refund: ChargeStep = { type: 'REFUND', key, amountFen: fen(700) };
    const tried = (isCarriedOut: boolean) =>
      whyNot(database.worker, async (client) => {
        await orderFee(client, { feeId, key, requestId: granted, amountFen: 700 });
        await step(client, feeId, refund, granted);
        if (isCarriedOut) await carriedOut(client, key);
      });
    expect(await tried(false)).toMatch(/no money moved/);
    expect(await tried(true)).toBe('');
  });

  it('ends a dispute with what both people found, whoever writes it', async () => {
    const { feeId, enterpriseId } = await charge();
    const person = await personOf(database, enterpriseId);
    const dispute = await askOfFee(database, { feeId, kind: 'DISPUTE' }, person);
    const disputed: ChargeStep = { type: 'DISPUTE', key: `fee/${feeId}/dispute/${dispute}` };
    // Nobody else disputes it for them.
    expect(await whyNot(database.worker, (client) => step(client, feeId, disputed, dispute))).toMatch(
      /nobody was granted a DISPUTE/,
    );
    await taken(feeId, disputed, dispute, person);
    const resolve = (upheldFen: number): ChargeStep => ({
      ...{ type: 'RESOLVE', key: `fee/${feeId}/resolve`, upheldFen: fen(upheldFen) },
    });
    const tried = (upheldFen: number) =>
      whyNot(database.worker, (client) => step(client, feeId, resolve(upheldFen), dispute));
    expect(await tried(0)).toMatch(/nobody was granted a RESOLVE/);
    const decided = (grantedFen: number, first: string, second: string) =>
      `UPDATE fee_request SET status = 'APPROVED', granted_fen = ${grantedFen}, proposed_by = '${first}',
         decided_by = '${second}', decided_at = now() WHERE id = '${dispute}'`;
    // The second one alone has agreed: nobody has found it.
    const finder = await staffOf(database.owner, institutionId, 'finance');
    const second = await agreeOnFee(database, { feeId, requestId: dispute, amountFen: 900 });
    expect(await attempt(database.worker, decided(900, finder, second))).toBe(CHECK);
    const [first] = await resolveOfFee(database, { feeId, requestId: dispute, amountFen: 900 });
    expect(await attempt(database.worker, decided(901, first, second))).toBe(CHECK);
    expect(await attempt(database.worker, decided(900, first, second))).toBe('accepted');
    for (const upheldFen of [0, 899, 901]) expect(await tried(upheldFen)).toMatch(/nobody was granted/);
    await taken(feeId, resolve(900), dispute);
    expect(await readFee(database.api, feeId)).toMatchObject({ status: 'INVOICED', outstandingFen: 499_100 });
  });

  it('is turned down by the task about this very dispute', async () => {
    const { feeId, enterpriseId } = await charge();
    const person = await personOf(database, enterpriseId);
    const dispute = await askOfFee(database, { feeId, kind: 'DISPUTE' }, person);
    const actor = await staffOf(database.owner, institutionId, 'finance');
    const reject = `UPDATE fee_request SET status = 'REJECTED', granted_fen = 0, proposed_by = '${actor}',
      decided_at = now() WHERE id = '${dispute}'`;
    expect(await attempt(database.worker, reject)).toBe(CHECK);
    const said = (request: string) =>
      decide(database.owner, {
        ...{ caseType: 'FEE', caseId: feeId, institution: institutionId, actor, step: 'RESOLVE' },
        ...{ kind: 'RESOLVE_FEE_DISPUTE', role: 'finance', decision: 'REJECT', about: { request } },
      });
    await said(uuidv7());
    expect(await attempt(database.worker, reject)).toBe(CHECK);
    await said(dispute);
    expect(await attempt(database.worker, reject)).toBe('accepted');
  });

  it('falls away by a prepayment of a fee for time alone, of a period that was not over', async () => {
    const { at } = await lendWithFees(database);
    await chargeLoan(database.worker, at.loanId, isoDate('2026-03-15'));
    const source = `loan/${at.loanId}/prepay/1`;
    const asked = async (rule: string, period: string, amountFen: number) => {
      const charges = await chargedOf(database, at, rule);
      const id = charges.find((one) => one.period === period)?.id;
      return await whyNot(database.owner, async (client) => {
        // A prepayment of the tenth of February, which the loan takes no notice of.
        await client.query('ALTER TABLE loan_event DISABLE TRIGGER USER');
        await client.query(
          `INSERT INTO loan_event (loan_id, sequence, kind, effective_date, business_key, payload)
             SELECT $1, max(sequence) + 1, 'PREPAID', '2026-02-10', $2, '{}' FROM loan_event WHERE loan_id = $1`,
          [at.loanId, source],
        );
        await client.query(
          `INSERT INTO fee_request (id, fee_id, institution_id, enterprise_id, kind, amount_fen, reason, source)
             VALUES ($1, $2, $3, $4, 'PREPAYMENT', $5, 'x', $6)`,
          [uuidv7(), id, institutionId, at.enterpriseId, amountFen, source],
        );
      });
    };
    expect(await asked('PRODUCT-1', 'PROJECT', 500_000)).toBe('');
    expect(await asked('PRODUCT-1', 'PROJECT', 500_001)).toMatch(/lets no 500001/);
    // Work that was done comes back for nobody.
    expect(await asked('PRODUCT-2', '1', 1)).toMatch(/lets no/);
    expect(await asked('PLATFORM', '2026-01', 1)).toMatch(/lets no/);
    expect(await asked('PLATFORM', '2026-02', 1)).toBe('');
    expect(await asked('PLATFORM', '2026-03', 30_000)).toBe('');
  });
});

describe('a case that was open before tasks named their requests', () => {
  const FILLED = join(
    __dirname,
    '../../../prisma/migrations/20261201010400_fee_tasks_of_before/migration.sql',
  );
  const upgrade = () => database.owner.query(readFileSync(FILLED, 'utf8'));
  const said = async (feeId: string, kind: string, decision: string, amountFen: number, which = 'first') => {
    const actor = await staffOf(database.owner, institutionId, 'finance', which);
    await decide(database.owner, {
      ...{
        caseType: 'FEE',
        caseId: feeId,
        institution: institutionId,
        actor,
        role: 'finance',
        kind,
        decision,
      },
      ...{ step: kind === 'RESOLVE_FEE_DISPUTE' ? 'RESOLVE' : 'CONFIRM', about: { amountFen } },
    });
    return actor;
  };

  it('comes to its end by what its people say of it, and by nothing that they said of another', async () => {
    const { feeId } = await charge();
    await said(feeId, 'CONFIRM_FEE_RELIEF', 'CONFIRM', 5_000, 'second');
    const settled = await grantedOfFee(database, { feeId, kind: 'WAIVE', amountFen: 5_000 });
    await taken(feeId, waive(feeId, 5_000), settled);
    const open = await askOfFee(database, { feeId, kind: 'WAIVE', amountFen: 1_000 });
    const by = await staffOf(database.owner, institutionId, 'finance', 'second');
    const granted = `UPDATE fee_request SET status = 'APPROVED', granted_fen = amount_fen, decided_by = '${by}',
      decided_at = now() WHERE id = '${open}'`;
    await upgrade();
    expect(await attempt(database.worker, granted)).toBe(CHECK);
    await said(feeId, 'CONFIRM_FEE_RELIEF', 'CONFIRM', 1_000, 'second');
    expect(await attempt(database.worker, granted)).toBe(CHECK);
    await upgrade();
    await upgrade();
    expect(await attempt(database.worker, granted)).toBe('accepted');
  });

  it('ends a dispute with what both people found, no more', async () => {
    const { feeId, enterpriseId } = await charge();
    const person = await personOf(database, enterpriseId);
    const dispute = await askOfFee(database, { feeId, kind: 'DISPUTE' }, person);
    await taken(feeId, { type: 'DISPUTE', key: `fee/${feeId}/dispute/${dispute}` }, dispute, person);
    const first = await said(feeId, 'RESOLVE_FEE_DISPUTE', 'GRANT', 500_000);
    const second = await said(feeId, 'CONFIRM_FEE_RELIEF', 'CONFIRM', 900, 'second');
    const found = (grantedFen: number) =>
      `UPDATE fee_request SET status = 'APPROVED', granted_fen = ${grantedFen}, proposed_by = '${first}',
         decided_by = '${second}', decided_at = now() WHERE id = '${dispute}'`;
    expect(await attempt(database.worker, found(900))).toBe(CHECK);
    await upgrade();
    expect(await attempt(database.worker, found(901))).toBe(CHECK);
    expect(await attempt(database.worker, found(900))).toBe('accepted');
  });
});

test('nothing is paid of a fee by nobody', async () => {
  const { feeId } = await charge();
  const key = `fee/${feeId}/collect/1`;
  const collect: ChargeStep = { type: 'COLLECT', key, amountFen: fen(300) };
  const tried = (amountFen: number | null) =>
    whyNot(database.worker, async (client) => {
      if (amountFen !== null) await orderFee(client, { feeId, key, amountFen });
      await step(client, feeId, collect);
      await carriedOut(client, key);
    });
  expect(await tried(null)).toMatch(/no money moved/);
  expect(await tried(299)).toMatch(/no money moved/);
  expect(await tried(300)).toBe('');
});

describe('points', () => {
  it('are those of the events, and nobody writes them', async () => {
    const { feeId, enterpriseId } = await charge(200_000);
    expect(await readPoints(database.api, enterpriseId)).toBe(2_000);
    const one = (payer = enterpriseId, points = 1) =>
      `INSERT INTO fee_points (fee_id, number, enterprise_id, points) SELECT '${feeId}', events, '${payer}', ${points}
         FROM fee WHERE id = '${feeId}'`;
    for (const role of [database.worker, database.api, database.auditor]) {
      expect(await attempt(role, one())).toBe(DENIED);
    }
    const { enterpriseId: stranger } = await charge();
    for (const owned of [one(), one(stranger), one(enterpriseId, -2_000)]) {
      expect([CHECK, UNIQUE]).toContain(await attempt(database.owner, owned));
    }
    const granted = await grantedOfFee(database, { feeId, kind: 'REFUND', amountFen: 150_000 });
    const key = `fee/${feeId}/refund/1`;
    await orderFee(database.worker, { feeId, key, requestId: granted, amountFen: 150_000 });
    await taken(feeId, { type: 'REFUND', key, amountFen: fen(150_000) }, granted);
    expect(await readPoints(database.api, enterpriseId)).toBe(500);
  });

  it('are not spent by whoever has none of them, nor on what was agreed to with a loan', async () => {
    const { at } = await lendWithFees(database);
    const spent = `WITH charged AS (
        INSERT INTO fee (id, institution_id, enterprise_id, loan_id, rule, kind, period, price_fen, charged_on, valid_until,
            settlement, tariff, shown)
          SELECT gen_random_uuid(), institution_id, enterprise_id, loan_id, rule, kind, 'PROJECT', price_fen, '2026-01-15',
                 '2026-01-15', 'ONLINE', tariff, shown FROM fee_agreement WHERE loan_id = '${at.loanId}' AND rule = 'PRODUCT-1'
          RETURNING id)
      INSERT INTO fee_event (fee_id, number, key, type, counts_on, points_used, at)
        SELECT id, 1, 'fee/' || id || '/consent', 'CONSENT', '2026-01-15', 1, business_now() FROM charged`;
    expect(await attempt(database.worker, spent)).toBe(CHECK);
    expect(
      await attempt(
        database.worker,
        spent.replace("'CONSENT', '2026-01-15', 1", "'CONSENT', '2026-01-15', 0"),
      ),
    ).toBe('accepted');
  });
});

describe('points that are set against the fees of an offer', () => {
  /** An enterprise with 5,000 points. */
  const wealthy = async () => {
    const { enterpriseId } = await charge(500_000);
    return enterpriseId;
  };
  const signed = (enterpriseId: string, points: number) =>
    lendWithFees(database, undefined, undefined, { enterpriseId, points });

  it('are set aside for nothing else, and there again when the loan is not paid out', async () => {
    const enterpriseId = await wealthy();
    const { at } = await signed(enterpriseId, 4_000);
    expect(await readPoints(database.api, enterpriseId)).toBe(1_000);
    await expect(signed(enterpriseId, 1_001)).rejects.toThrow('POINTS_ABOVE_LIMIT');
    await database.owner.query(`UPDATE application SET stage = 'WITHDRAWN' WHERE id = $1`, [at.loanId]);
    expect(await readPoints(database.api, enterpriseId)).toBe(5_000);
  });

  it('are as many as were shown, of a fee that is charged once, and there', async () => {
    const enterpriseId = await wealthy();
    const { at } = await signed(enterpriseId, 4_000);
    const person = await personOf(database, enterpriseId);
    const tried = (changes: Readonly<Record<string, string>>) =>
      whyNot(database.owner, async (client) => {
        await client.query('ALTER TABLE fee_agreement DISABLE TRIGGER append_only');
        const { rows } = await client.query<{ line: object }>(
          'DELETE FROM fee_agreement WHERE loan_id = $1 RETURNING to_jsonb(fee_agreement) AS line',
          [at.loanId],
        );
        await client.query('ALTER TABLE fee_agreement ENABLE ALWAYS TRIGGER append_only');
        const lines = rows.map(({ line }) => ({
          ...line,
          ...('points_used' in line && line.points_used ? changes : {}),
        }));
        await client.query(
          `INSERT INTO fee_agreement (loan_id, rule, effective_from, institution_id, enterprise_id, kind, timing, price_fen,
               tariff, shown, agreed_at, agreed_by, listed_from, points_used)
             SELECT l.loan_id, l.rule, l.effective_from, l.institution_id, l.enterprise_id, l.kind, l.timing, l.price_fen,
                    l.tariff, l.shown, l.agreed_at, l.agreed_by, l.listed_from, l.points_used
               FROM jsonb_populate_recordset(NULL::fee_agreement, $1) l`,
          [JSON.stringify(lines)],
        );
      });
    expect(await tried({})).toBe('');
    expect(await tried({ points_used: '3999' })).toMatch(/fee_agreement_points/);
    expect(await tried({ points_used: '5001' })).toMatch(/there are not so many points/);
    expect(await tried({ agreed_by: 'a stranger' })).toMatch(/nobody has agreed/);
    expect(person).toBe(`applicant of ${enterpriseId}`);
  });

  it('are spent with the charge whatever went back meanwhile, and no others are', async () => {
    const { feeId, enterpriseId } = await charge(500_000);
    const { at } = await signed(enterpriseId, 4_000);
    const granted = await grantedOfFee(database, { feeId, kind: 'REFUND', amountFen: 300_000 });
    const key = `fee/${feeId}/refund/1`;
    await orderFee(database.worker, { feeId, key, requestId: granted, amountFen: 300_000 });
    await taken(feeId, { type: 'REFUND', key, amountFen: fen(300_000) }, granted);
    // 2,000 are left of what was paid, and 4,000 are promised.
    expect(await readPoints(database.api, enterpriseId)).toBe(-2_000);
    await chargeLoan(database.worker, at.loanId, isoDate('2026-01-15'));
    const [service] = await chargedOf(database, at, 'PRODUCT-1');
    expect(await readFee(database.api, service?.id ?? '')).toMatchObject({
      pointsUsed: 4_000,
      status: 'CONSENTED',
    });
    expect(await readPoints(database.api, enterpriseId)).toBe(-2_000);
  });
});

describe('what was agreed about the fees of a loan', () => {
  const line = (
    loanId: string,
    of: {
      readonly rule?: string;
      readonly priceFen?: number;
      readonly by?: string | null;
      readonly from?: string;
    },
  ) => {
    const { rule = 'OTHER', priceFen = 1, by = null, from = '2026-05-01' } = of;
    const person = by === null ? 'NULL' : `'${by}'`;
    return `INSERT INTO fee_agreement (loan_id, rule, effective_from, institution_id, enterprise_id, kind, timing, price_fen,
        tariff, listed_from, shown, agreed_at, agreed_by)
      SELECT id, '${rule}', '${from}', institution_id, enterprise_id, 'PERIODIC', 'MONTHLY', ${priceFen}, 'fees/1', '${from}',
             '{}', agreed_at, ${person} FROM drawdown WHERE id = '${loanId}'`;
  };

  it('is a line of the offer that somebody of the enterprise accepted', async () => {
    const { at } = await lendWithFees(database);
    const person = await personOf(database, at.enterpriseId);
    const from = '2026-01-15';
    for (const role of [database.worker, database.owner]) {
      expect(await attempt(role, line(at.loanId, { by: person, from }))).toBe(CHECK);
      expect(
        await attempt(role, line(at.loanId, { rule: 'PLATFORM', priceFen: 29_999, by: person, from })),
      ).toBe(CHECK);
    }
    expect(await attempt(database.api, line(at.loanId, { by: person, from }))).toBe(DENIED);
    const { rows } = await database.owner.query(
      'SELECT DISTINCT agreed_by FROM fee_agreement WHERE loan_id = $1',
      [at.loanId],
    );
    expect(rows).toEqual([{ agreed_by: person }]);
  });

  it('is agreed to by nobody who is not of the enterprise, and by who has left it since', async () => {
    const { at } = await lendWithFees(database);
    const stranger = 'a stranger to them';
    await makeUser(database.owner, stranger);
    const person = await personOf(database, at.enterpriseId);
    // The same line once more, as nobody has written it yet.
    const agreedBy = (by: string | null) =>
      whyNot(database.owner, async (client) => {
        await client.query('ALTER TABLE fee_agreement DISABLE TRIGGER append_only');
        await client.query(`DELETE FROM fee_agreement WHERE loan_id = $1 AND rule = 'PLATFORM'`, [at.loanId]);
        await client.query('ALTER TABLE fee_agreement ENABLE ALWAYS TRIGGER append_only');
        await client.query(line(at.loanId, { rule: 'PLATFORM', priceFen: 30_000, by, from: '2026-01-15' }));
      });
    for (const by of [null, stranger, await staffOf(database.owner, institutionId, 'finance')]) {
      expect(await agreedBy(by)).toMatch(/nobody has agreed/);
    }
    expect(await agreedBy(person)).toBe('');
    await database.owner.query('DELETE FROM membership WHERE user_id = $1', [person]);
    expect(await agreedBy(person)).toBe('');
  });

  it('is charged for periods that the line has, by the price that counts on the day', async () => {
    const { at } = await lendWithFees(database);
    const charged = (rule: string, kind: string, period: string, priceFen: number, on: IsoDate) =>
      attempt(
        database.worker,
        `INSERT INTO fee (id, institution_id, enterprise_id, loan_id, rule, kind, period, price_fen, charged_on, valid_until,
             settlement, tariff, shown) VALUES (gen_random_uuid(), '${institutionId}', '${at.enterpriseId}', '${at.loanId}',
             '${rule}', '${kind}', '${period}', ${priceFen}, '${on}', '${on}', 'ONLINE', 'fees/1', '{}')`,
      );
    const day = isoDate('2026-04-01');
    expect(PLATFORM.code).toBe('PLATFORM');
    expect(await charged('PLATFORM', 'PERIODIC', '2026-05', 30_000, day)).toBe(CHECK);
    expect(await charged('PLATFORM', 'PERIODIC', 'PROJECT', 30_000, day)).toBe(CHECK);
    expect(await charged('PLATFORM', 'PERIODIC', '2026-04', 30_001, day)).toBe(CHECK);
    expect(await charged('PRODUCT-1', 'LOAN_SERVICE', 'PROJECT', 499_999, day)).toBe(CHECK);
    expect(await charged('PRODUCT-2', 'TRANSACTION', '13', 10_000, day)).toBe(CHECK);
    expect(await charged('PRODUCT-2', 'TRANSACTION', '12', 10_000, day)).toBe('accepted');
    expect(await charged('PLATFORM', 'PERIODIC', '2026-04', 30_000, day)).toBe('accepted');
  });
});
