import { uuidv7 } from 'uuidv7';
import { recordFeeStep } from '../../../activities/feeBooks';
import { chargeLoan, chargeLoans, giveBackOnPrepayment } from '../../../activities/feeCharges';
import { takeTariffs } from '../../../activities/feeTariffs';
import { useHeldMoney } from '../../../activities/loanBooks';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import type { ChargeStep } from '../../../domain/fees/charge';
import { feesOfLoan } from '../../../domain/fees/loanFees';
import type { FeeRule } from '../../../domain/fees/rule';
import { prepaymentOptions } from '../../../domain/loan/quote';
import { settlementBy } from '../../../domain/loan/settlement';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { costedLoan } from '../../../domain/offer/costedLoan';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { agreeOnFees, shownFee } from '../../../gateways/database/feeAgreements';
import { readLoan, recordLoanEvents } from '../../../gateways/database/loans';
import { writeSettlementQuote } from '../../../gateways/database/settlementQuotes';
import { tariffsToCome, writeNotice } from '../../../gateways/database/tariffs';
import { inTransaction } from '../../../gateways/database/transaction';
import { attempt, CHECK } from './support/attempt';
import {
  type Case,
  calendar,
  disburse,
  institutionId,
  makeCase,
  makeUser,
  otherInstitutionId,
  received,
  setClock,
  staffOf,
  termsOf,
} from './support/cases';

jest.setTimeout(120_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-03-02T01:00:00Z');
});
afterAll(() => database.stop());

const { fees: house } = parametersAt(PARAMETERS_BEGIN);
const policy = { pointsShare: house.pointsShare, vatRate: rate('0.06') };
const PLATFORM: FeeRule = {
  ...{
    code: 'PLATFORM',
    kind: 'PERIODIC',
    timing: 'MONTHLY',
    basis: { kind: 'FLAT', amountFen: fen(30_000) },
  },
  ...{ gradeDiscounts: {}, loyaltyDiscounts: [], maximumDiscount: rate('0') },
};

/** A loan that was paid out as an offer with fees showed it. */
async function lend() {
  const at = await makeCase(database.owner);
  const terms = termsOf(at.loanId);
  const product = [
    { kind: 'LOAN_SERVICE', rate: rate('0.005'), when: 'AT_DISBURSEMENT' },
    { kind: 'TRANSACTION', rate: rate('0.0001'), when: 'WITH_EACH_INSTALMENT' },
  ] as const;
  const { principalFen: amountFen, termMonths } = terms;
  const subject = { amountFen, termMonths, grade: 'A', loansRepaid: 0 };
  const fees = feesOfLoan({ product, list: [PLATFORM] }, subject, policy);
  const costed = costedLoan({
    ...{ ...terms, fees, vatRate: terms.vatRate, feeCaps: house.caps, capRate: rate('0.24') },
  });
  if (!costed.ok) throw new Error(costed.refusal.code);
  const { cost } = costed.value;
  const offer = { terms, fees, tariff: 'fees/1', annualCost: { effectiveRate: cost.xirr } };
  await database.owner.query('UPDATE application SET offer = $2 WHERE id = $1', [
    at.loanId,
    JSON.stringify(offer),
  ]);
  const paidOut = await disburse(database.worker, at, terms);
  expect(paidOut.ok).toBe(true);
  await agreeOnFees(database.worker, at.loanId);
  return { at, terms, cost };
}

const charged = async ({ loanId }: Case, rule?: string) => {
  const { rows } = await database.owner.query<{
    id: string;
    kind: string;
    rule: string;
    period: string;
    price_fen: number;
    tariff: string;
  }>(
    `SELECT id, kind, rule, period, price_fen::int, tariff FROM fee WHERE loan_id = $1 ORDER BY rule, charged_on`,
    [loanId],
  );
  return rows.filter((row) => rule === undefined || row.rule === rule);
};

test('what an offer shows is what is charged, to the fen, and once', async () => {
  const { at, cost } = await lend();
  await chargeLoan(database.worker, at.loanId, isoDate('2026-01-15'));
  expect((await charged(at)).map(({ rule, period }) => `${rule} ${period}`)).toEqual([
    'PLATFORM 2026-01',
    'PRODUCT-1 PROJECT',
  ]);
  await chargeLoans(database.worker, institutionId, isoDate('2026-06-30'), () => undefined);
  await Promise.all([1, 2, 3].map(() => chargeLoan(database.worker, at.loanId, isoDate('2027-01-15'))));
  const sums = new Map<string, number>();
  for (const { kind, price_fen } of await charged(at)) sums.set(kind, (sums.get(kind) ?? 0) + price_fen);
  const offered = cost.items.filter(({ code }) => code !== 'INTEREST');
  expect(Object.fromEntries(sums)).toEqual(
    Object.fromEntries(offered.map(({ code, amountFen }) => [code, amountFen])),
  );
  expect(offered).toHaveLength(3);
});

test('what was shown is kept with its hash, and nobody is charged more than was agreed', async () => {
  const { at } = await lend();
  const { rows } = await database.owner.query(
    `SELECT shown_sha256 = sha256_of(shown) AS whole, shown -> 'words' ->> 'en' AS words FROM fee_agreement
       WHERE loan_id = $1 AND rule = 'PLATFORM'`,
    [at.loanId],
  );
  expect(rows).toEqual([{ whole: true, words: 'Periodic fee' }]);
  const dearer = `INSERT INTO fee (id, institution_id, enterprise_id, loan_id, rule, kind, period, price_fen, charged_on,
      valid_until, settlement, tariff, shown)
    VALUES (gen_random_uuid(), '${institutionId}', '${at.enterpriseId}', '${at.loanId}', 'PLATFORM', 'PERIODIC', '2026-02',
      30001, '2026-02-01', '2026-02-01', 'ONLINE', 'fees/1', '{}')`;
  expect(await attempt(database.worker, dearer)).toBe(CHECK);
});

async function collect(feeId: string, amountFen: number): Promise<void> {
  const steps: ChargeStep[] = [
    { type: 'INVOICE', key: `fee/${feeId}/invoice` },
    { type: 'COLLECT', key: `fee/${feeId}/collect/1`, amountFen: fen(amountFen) },
  ];
  for (const step of steps) {
    await inTransaction(database.worker, (client) =>
      recordFeeStep(client, feeId, step, { at: '2026-01-15T02:00:00Z', actorId: null }),
    );
  }
}

test('a prepayment asks for its part of a fee for the term back, once', async () => {
  const { at } = await lend();
  await chargeLoan(database.worker, at.loanId, isoDate('2026-01-15'));
  const [service] = await charged(at, 'PRODUCT-1');
  if (service === undefined) throw new Error('not charged');
  await collect(service.id, service.price_fen);
  const loan = await readLoan(database.worker, at.loanId);
  if (loan === null) throw new Error('no loan');
  const on = isoDate('2026-01-25');
  const principalFen = fen(50_000_000);
  const quoted = prepaymentOptions(loan, on, principalFen, calendar);
  if (!quoted.ok) throw new Error(quoted.refusal.code);
  const amountFen = quoted.value.shortenTerm.cashFen;
  const recorded = await recordLoanEvents(
    database.worker,
    at.loanId,
    [
      {
        ...{ kind: 'PREPAID', principalFen, mode: 'SHORTEN_TERM', amountFen, into: 'BANK' },
        ...{ effectiveDate: on, recordedOn: on, businessKey: `loan/${at.loanId}/prepay/1` },
      },
    ],
    calendar,
  );
  expect(recorded.ok).toBe(true);
  await giveBackOnPrepayment(database.worker, at.loanId);
  await giveBackOnPrepayment(database.worker, at.loanId);
  const { rows } = await database.owner.query(
    `SELECT kind, amount_fen::int, source FROM fee_request WHERE fee_id = $1`,
    [service.id],
  );
  // 500,000 fen for 365 days; 355 of them are left, and half of the balance is paid.
  expect(rows).toEqual([
    {
      kind: 'PREPAYMENT',
      amount_fen: Math.round((500_000 * 355) / 365 / 2),
      source: `loan/${at.loanId}/prepay/1`,
    },
  ]);
});

test('a loan that ends on the first day of a month gets all of it back, whoever ends it', async () => {
  const { at } = await lend();
  await chargeLoan(database.worker, at.loanId, isoDate('2026-02-01'));
  const on = isoDate('2026-02-01');
  const record = await readLoan(database.worker, at.loanId);
  if (record === null) throw new Error('no loan');
  const payoff = settlementBy(record, on, on, calendar, 30);
  if (!payoff.ok) throw new Error(payoff.refusal.code);
  const { totalFen: amountFen, dueFen, prepaymentFen } = payoff.value;
  await setClock(database.owner, '2026-02-01T01:00:00Z');
  await writeSettlementQuote(database.api, {
    ...{ id: uuidv7(), loanId: at.loanId, institutionId, quotedOn: on, validThrough: on },
    ...{ amountFen, dueFen, prepaymentFen, askedBy: await staffOf(database.owner, institutionId, 'finance') },
  });
  await inTransaction(database.worker, async (client) => {
    await recordLoanEvents(client, at.loanId, [received(at.loanId, on, amountFen, uuidv7())], calendar);
    await useHeldMoney(client, at.loanId, on);
  });
  await setClock(database.owner, '2026-03-02T01:00:00Z');
  const { rows } = await database.owner.query(
    `SELECT f.period, q.amount_fen::int FROM fee_request q JOIN fee f ON f.id = q.fee_id
       WHERE f.loan_id = $1 AND f.rule = 'PLATFORM' ORDER BY 1`,
    [at.loanId],
  );
  expect(rows).toEqual([{ period: '2026-02', amount_fen: 30_000 }]);
});

/** A price list that somebody of an institution asked for. */
async function wantedList(effectiveFrom: string, institution = institutionId): Promise<string> {
  const tariff = uuidv7();
  await database.owner.query(
    `INSERT INTO own_rules (id, institution_id, subject, effective_from, value, reason, status, requested_by)
       VALUES ($1, $2, 'fees', $3, '{"rules": []}', 'other prices', 'REQUESTED', $4)`,
    [tariff, institution, effectiveFrom, await staffOf(database.owner, institution, 'risk')],
  );
  return tariff;
}

type Line = Parameters<typeof writeNotice>[1]['shown']['lines'][number];

/** Tells a loan, which pays 300 yuan a month, that it will pay another price. */
async function tell(
  { loanId, enterpriseId }: Case,
  tariff: string,
  effectiveFrom: string,
  thenFen: number,
  more: readonly Line[] = [],
): Promise<Line> {
  const [then] = feesOfLoan(
    { product: [], list: [{ ...PLATFORM, basis: { kind: 'FLAT', amountFen: fen(thenFen) } }] },
    { amountFen: fen(100_000_000), termMonths: 12, grade: 'A', loansRepaid: 0 },
    policy,
  );
  if (then === undefined) throw new Error('no fee');
  const { words } = shownFee(then);
  const line: Line = {
    ...{ rule: 'PLATFORM', kind: 'PERIODIC', timing: 'MONTHLY', words, nowFen: 30_000, thenFen, then },
  };
  await writeNotice(database.worker, {
    ...{ tariff, loanId, enterpriseId, institutionId, sentOn: '2026-03-02', effectiveFrom },
    isFavourable: thenFen < 30_000,
    shown: { effectiveFrom, lines: [line, ...more] },
  });
  return line;
}

const pricesOf = async (at: Case) =>
  (await charged(at, 'PLATFORM')).map(({ period, price_fen }) => `${period} ${price_fen}`);

test('other prices count from their day for who agreed in time, and for nobody else', async () => {
  const [agreed, silent] = [(await lend()).at, (await lend()).at];
  const tariff = await wantedList('2026-05-01');
  for (const at of [agreed, silent]) await tell(at, tariff, '2026-05-01', 40_000);
  const answer = (at: Case, by: string, hash = 'n.shown_sha256', on = 'business_today()') =>
    `INSERT INTO tariff_answer (id, tariff, loan_id, enterprise_id, answered_on, answer, shown_sha256, answered_by)
       SELECT gen_random_uuid(), n.tariff, n.loan_id, n.enterprise_id, ${on}, 'CONSENT', ${hash}, '${by}'
         FROM tariff_notice n WHERE n.tariff = '${tariff}' AND n.loan_id = '${at.loanId}'`;
  const person = `applicant of ${agreed.enterpriseId}`;
  expect(await attempt(database.api, answer(agreed, person))).toBe(CHECK);
  await makeUser(database.owner, person);
  await database.owner.query(
    `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES ($1, $2, 'applicant', $3)`,
    [uuidv7(), person, agreed.enterpriseId],
  );
  expect(await attempt(database.api, answer(agreed, person, `'${'0'.repeat(64)}'`))).toBe(CHECK);
  expect(await attempt(database.api, answer(agreed, person, 'n.shown_sha256', `'2026-02-01'`))).toBe(CHECK);
  expect(await attempt(database.api, answer(silent, person))).toBe(CHECK);
  expect(await attempt(database.api, answer(agreed, person))).toBe('accepted');

  await takeTariffs({ sql: database.worker }, institutionId, isoDate('2026-04-30'));
  await takeTariffs({ sql: database.worker }, institutionId, isoDate('2026-05-01'));
  for (const { loanId } of [agreed, silent]) await chargeLoan(database.worker, loanId, isoDate('2026-06-01'));
  expect((await pricesOf(agreed)).slice(-3)).toEqual(['2026-04 30000', '2026-05 40000', '2026-06 40000']);
  expect((await pricesOf(silent)).slice(-3)).toEqual(['2026-04 30000', '2026-05 30000', '2026-06 30000']);
  expect((await charged(agreed, 'PLATFORM')).at(-1)?.tariff).toBe(tariff);
});

test('what was told as cheaper is not taken by itself where it is dearer than what came between', async () => {
  const { at } = await lend();
  await tell(at, await wantedList('2026-05-01'), '2026-05-01', 24_000);
  await tell(at, await wantedList('2026-06-01'), '2026-06-01', 27_000);
  await takeTariffs({ sql: database.worker }, institutionId, isoDate('2026-06-02'));
  await chargeLoan(database.worker, at.loanId, isoDate('2026-06-15'));
  expect((await pricesOf(at)).slice(-3)).toEqual(['2026-04 30000', '2026-05 24000', '2026-06 24000']);
});

test('a list that was approved for tomorrow is told when it has begun, until another one has', async () => {
  const approved = async (effectiveFrom: string) => {
    const id = await wantedList(effectiveFrom, otherInstitutionId);
    await database.owner.query(
      `UPDATE own_rules SET status = 'APPROVED', decided_by = $2, decided_at = now() WHERE id = $1`,
      [id, await staffOf(database.owner, otherInstitutionId, 'admin')],
    );
    return id;
  };
  const [first, second] = [await approved('2026-03-05'), await approved('2026-03-10')];
  const toTell = async (on: string, since: string) => {
    const days = { on: isoDate(on), since: isoDate(since) };
    return (await tariffsToCome(database.worker, otherInstitutionId, days)).map(({ id }) => id);
  };
  expect(await toTell('2026-03-04', '2026-02-04')).toEqual([first, second]);
  expect(await toTell('2026-03-05', '2026-02-05')).toEqual([first, second]);
  expect(await toTell('2026-03-10', '2026-02-10')).toEqual([second]);
  expect(await toTell('2026-04-20', '2026-03-20')).toEqual([]);
});

// The last one: what it leaves behind can't be taken.
test('all lines of a price list are agreed to, or none', async () => {
  const { at } = await lend();
  const tariff = await wantedList('2026-05-01');
  const broken = { ...(await tell(at, await wantedList('2026-09-01'), '2026-09-01', 29_000)), thenFen: -1 };
  await tell(at, tariff, '2026-05-01', 24_000, [{ ...broken, rule: 'OTHER' }]);
  const taken = takeTariffs({ sql: database.worker }, institutionId, isoDate('2026-05-01'));
  await expect(taken).rejects.toMatchObject({ code: CHECK });
  const { rows } = await database.owner.query(
    'SELECT rule FROM fee_agreement WHERE loan_id = $1 AND tariff = $2',
    [at.loanId, tariff],
  );
  expect(rows).toEqual([]);
});
