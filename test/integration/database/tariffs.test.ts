import { chargeEnded, chargeLoan } from '../../../activities/feeCharges';
import { takeTariffs } from '../../../activities/feeTariffs';
import { isoDate } from '../../../domain/calendar/isoDate';
import { feesOfLoan } from '../../../domain/fees/loanFees';
import { prepaymentOptions } from '../../../domain/loan/quote';
import { fen } from '../../../domain/money/fen';
import { type ShownTariff, shownFee } from '../../../gateways/database/feeAgreements';
import { readLoan } from '../../../gateways/database/loans';
import { tariffsToCome, writeNotices } from '../../../gateways/database/tariffs';
import { inTransaction } from '../../../gateways/database/transaction';
import { attempt, CHECK } from './support/attempt';
import { type Case, calendar, institutionId, otherInstitutionId, setClock } from './support/cases';
import { lendWithFees, PLATFORM, policy } from './support/loanFees';
import { payIn } from './support/money';
import {
  agreesTo,
  charged,
  database,
  evening,
  liveByEvenings,
  monthly,
  noticesOf,
  priceList,
  pricesOf,
  reachable,
} from './support/tariffs';

liveByEvenings();

const lend = () => lendWithFees(database);

type Line = ShownTariff['lines'][number];

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
  await writeNotices(database.worker, [
    {
      ...{ tariff, loanId, enterpriseId, institutionId, sentOn: '2026-03-02', effectiveFrom },
      isFavourable: thenFen < 30_000,
      shown: { effectiveFrom, lines: [line, ...more] },
    },
  ]);
  return line;
}

test('other prices count from their day for who agreed in time, and for nobody else', async () => {
  const [agreed, silent] = [(await lend()).at, (await lend()).at];
  const tariff = await priceList('2026-05-01');
  for (const at of [agreed, silent]) await tell(at, tariff, '2026-05-01', 40_000);
  const answer = (at: Case, by: string, hash = 'n.shown_sha256', on = 'business_today()') =>
    `INSERT INTO tariff_answer (id, tariff, loan_id, enterprise_id, answered_on, answer, shown_sha256, answered_by)
       SELECT gen_random_uuid(), n.tariff, n.loan_id, n.enterprise_id, ${on}, 'CONSENT', ${hash}, '${by}'
         FROM tariff_notice n WHERE n.tariff = '${tariff}' AND n.loan_id = '${at.loanId}'`;
  expect(await attempt(database.api, answer(agreed, 'a stranger'))).toBe(CHECK);
  const person = `applicant of ${agreed.enterpriseId}`;
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
  await tell(at, await priceList('2026-04-20'), '2026-04-20', 24_000);
  await tell(at, await priceList('2026-06-01'), '2026-06-01', 27_000);
  await takeTariffs({ sql: database.worker }, institutionId, isoDate('2026-06-02'));
  await chargeLoan(database.worker, at.loanId, isoDate('2026-06-15'));
  expect((await pricesOf(at)).slice(-3)).toEqual(['2026-04 30000', '2026-05 24000', '2026-06 24000']);
});

test('nor later, where another one that costs more was agreed to since: its day is over', async () => {
  const { at } = await lend();
  await tell(at, await priceList('2026-04-21'), '2026-04-21', 24_000);
  await tell(at, await priceList('2026-06-02'), '2026-06-02', 27_000);
  const dearer = await priceList('2026-07-01');
  await tell(at, dearer, '2026-07-01', 40_000);
  await agreesTo(at, dearer);
  for (const on of ['2026-04-21', '2026-06-02', '2026-07-01', '2026-07-02'])
    await takeTariffs({ sql: database.worker }, institutionId, isoDate(on));
  await chargeLoan(database.worker, at.loanId, isoDate('2026-07-15'));
  expect((await pricesOf(at)).slice(-3)).toEqual(['2026-05 24000', '2026-06 24000', '2026-07 40000']);
});

test('a list that was told too late does not come after a later one that counts already', async () => {
  const [late, later] = [await priceList('2026-03-10'), await priceList('2026-03-20')];
  const [onTheDays, atOnce, alone] = [(await lend()).at, (await lend()).at, (await lend()).at];
  for (const at of [onTheDays, atOnce, alone]) {
    await tell(at, late, '2026-03-10', 40_000);
    await database.api.query(
      `INSERT INTO tariff_answer (id, tariff, loan_id, enterprise_id, answered_on, answer, shown_sha256, answered_by)
         SELECT gen_random_uuid(), tariff, loan_id, enterprise_id, business_today(), 'CONSENT', shown_sha256, $3
           FROM tariff_notice WHERE tariff = $1 AND loan_id = $2`,
      [late, at.loanId, `applicant of ${at.enterpriseId}`],
    );
  }
  await tell(onTheDays, later, '2026-03-20', 27_000);
  await takeTariffs({ sql: database.worker }, institutionId, isoDate('2026-03-20'));
  await tell(atOnce, later, '2026-03-20', 27_000);
  await takeTariffs({ sql: database.worker }, institutionId, isoDate('2026-04-02'));
  for (const { loanId } of [onTheDays, atOnce, alone])
    await chargeLoan(database.worker, loanId, isoDate('2026-05-15'));
  for (const at of [onTheDays, atOnce])
    expect((await pricesOf(at)).slice(-2)).toEqual(['2026-04 27000', '2026-05 27000']);
  expect((await pricesOf(alone)).slice(-2)).toEqual(['2026-04 40000', '2026-05 40000']);
});

test('a list that was approved for tomorrow is told when it has begun, until another one has', async () => {
  const [first, second] = [
    await priceList('2026-03-05', [], otherInstitutionId),
    await priceList('2026-03-10', [], otherInstitutionId),
  ];
  const toTell = async (on: string, since: string) => {
    const days = { on: isoDate(on), since: isoDate(since) };
    return (await tariffsToCome(database.worker, otherInstitutionId, days)).map(({ id }) => id);
  };
  expect(await toTell('2026-03-04', '2026-02-04')).toEqual([first, second]);
  expect(await toTell('2026-03-05', '2026-02-05')).toEqual([first, second]);
  expect(await toTell('2026-03-10', '2026-02-10')).toEqual([second]);
  expect(await toTell('2026-04-20', '2026-03-20')).toEqual([]);
});

describe('a price list to come', () => {
  it('is told once to each loan that pays by it, with what it would pay, and in as many statements for many', async () => {
    const list = await priceList('2026-05-02', [monthly(40_000)]);
    const first = await reachable();
    await evening('2026-03-03');
    const alone = await evening('2026-03-04');
    const [told] = await noticesOf(first, list);
    expect(told).toMatchObject({
      ...{ is_favourable: false, sent_on: '2026-03-03' },
      lines: [{ rule: 'PLATFORM', timing: 'MONTHLY', nowFen: 30_000, thenFen: 40_000 }],
    });
    expect(await noticesOf(first, list)).toHaveLength(1);
    const { rows } = await database.owner.query(
      `SELECT (SELECT count(*)::int FROM message WHERE case_id = $1 AND dedupe_key LIKE 'tariff/' || $2 || '/%') AS letters,
              (SELECT count(*)::int FROM audit_record WHERE case_id = $1 AND action = 'TARIFF_NOTICE_SENT' AND outcome = $2)
                AS audits`,
      [first.loanId, list],
    );
    expect(rows).toEqual([{ letters: 1, audits: 1 }]);
    // BEGIN, what they are told, the audit trail, their letters and COMMIT: whether one loan is told or four are.
    const one = await reachable();
    const forOne = (await evening('2026-03-05')) - alone;
    const others = await Promise.all([reachable(), reachable(), reachable(), reachable()]);
    expect((await evening('2026-03-06')) - alone).toBe(forOne);
    for (const at of [one, ...others]) expect(await noticesOf(at, list)).toHaveLength(1);
  });

  it('that begins in the middle of a period stands for nobody who has not agreed, and for who has from the next', async () => {
    const [agreed, silent, refused] = [await reachable(), await reachable(), await reachable()];
    const list = await priceList('2026-06-15', [monthly(40_000)]);
    await evening('2026-03-02');
    await agreesTo(agreed, list);
    await agreesTo(refused, list);
    await agreesTo(refused, list, 'REFUSE');
    for (const on of ['2026-06-14', '2026-06-15', '2026-06-16']) await evening(on);
    for (const { loanId } of [agreed, silent, refused]) {
      await chargeLoan(database.worker, loanId, isoDate('2026-07-31'));
    }
    // June was charged before: nobody pays it twice, and nobody another price for its second half.
    expect((await pricesOf(agreed)).slice(-3)).toEqual(['2026-05 30000', '2026-06 30000', '2026-07 40000']);
    for (const at of [silent, refused]) {
      expect((await pricesOf(at)).slice(-3)).toEqual(['2026-05 30000', '2026-06 30000', '2026-07 30000']);
    }
  });

  it('that charges a line in another rhythm needs consent, and begins where periods of both do', async () => {
    const [agreed, silent] = [await reachable(), await reachable()];
    const list = await priceList('2026-08-10', [monthly(60_000, { timing: 'QUARTERLY' })]);
    await evening('2026-03-02');
    // Two thirds of the price: it is no advantage by itself to pay a quarter ahead.
    expect(await noticesOf(silent, list)).toMatchObject([
      { is_favourable: false, lines: [{ timing: 'MONTHLY', nowFen: 30_000, thenFen: 60_000 }] },
    ]);
    await agreesTo(agreed, list);
    await evening('2026-08-10');
    for (const { loanId } of [agreed, silent]) {
      await chargeLoan(database.worker, loanId, isoDate('2026-10-31'));
    }
    expect((await pricesOf(agreed)).slice(-4)).toEqual([
      ...['2026-07 30000', '2026-08 30000', '2026-09 30000', '2026-Q4 60000'],
    ]);
    expect((await pricesOf(silent)).slice(-3)).toEqual(['2026-08 30000', '2026-09 30000', '2026-10 30000']);
  });

  it('and another one, which both go over on one day: the later one counts, and no day is paid twice', async () => {
    const at = await reachable();
    const first = await priceList('2026-08-12', [monthly(60_000, { timing: 'QUARTERLY' })]);
    const later = await priceList('2026-09-14', [monthly(66_000, { timing: 'QUARTERLY' })]);
    await evening('2026-03-02');
    for (const list of [first, later]) await agreesTo(at, list);
    await evening('2026-08-12');
    await evening('2026-09-14');
    const { rows } = await database.owner.query(
      `SELECT price_fen::int, effective_from::text, agreed_by FROM fee_agreement
         WHERE loan_id = $1 AND timing = 'QUARTERLY' ORDER BY listed_from`,
      [at.loanId],
    );
    const agreedBy = `applicant of ${at.enterpriseId}`;
    const agreed = { effective_from: '2026-10-01', agreed_by: agreedBy };
    expect(rows).toEqual([60_000, 66_000].map((price_fen) => ({ price_fen, ...agreed })));
    await chargeLoan(database.worker, at.loanId, isoDate('2026-10-31'));
    expect((await pricesOf(at)).slice(-2)).toEqual(['2026-09 30000', '2026-Q4 66000']);
  });

  it('that has a line once or on request leaves it to loans that pay it again and again, and one without it ends it', async () => {
    const at = await reachable();
    const once = await priceList('2026-09-05', [monthly(90_000, { timing: 'PER_PROJECT' })]);
    await evening('2026-03-02');
    expect(await noticesOf(at, once)).toEqual([]);
    const none = await priceList('2026-10-05', []);
    await evening('2026-03-02');
    expect(await noticesOf(at, none)).toMatchObject([{ is_favourable: true, lines: [{ thenFen: 0 }] }]);
    await evening('2026-10-05');
    await chargeLoan(database.worker, at.loanId, isoDate('2026-12-31'));
    expect((await pricesOf(at)).slice(-2)).toEqual(['2026-09 30000', '2026-10 30000']);
  });

  it('with which a loan would cost more than the law allows is not offered to it', async () => {
    const at = await reachable('0.13');
    const list = await priceList('2026-11-05', [monthly(9_000_000)]);
    await evening('2026-03-02');
    expect(await noticesOf(at, list)).toEqual([]);
  });
});

// Near the last: what it leaves behind can't be taken.
test('a list that changes nothing is told where an earlier one would count after it, and keeps the price', async () => {
  const at = await reachable();
  const dearer = await priceList('2026-03-12', [monthly(40_000)]);
  await tell(at, dearer, '2026-03-12', 40_000);
  await agreesTo(at, dearer);
  const asBefore = await priceList('2026-03-15', [monthly(30_000)]);
  await evening('2026-03-13');
  expect(await noticesOf(at, asBefore)).toMatchObject([
    { is_favourable: true, lines: [{ nowFen: 30_000, thenFen: 30_000 }] },
  ]);
  await evening('2026-03-15');
  await evening('2026-04-20');
  await chargeLoan(database.worker, at.loanId, isoDate('2026-05-15'));
  expect((await pricesOf(at)).slice(-2)).toEqual(['2026-04 30000', '2026-05 30000']);
});

test('all lines of a price list are agreed to, or none', async () => {
  const { at } = await lend();
  const tariff = await priceList('2026-05-03');
  const broken = { ...(await tell(at, await priceList('2026-09-01'), '2026-09-01', 29_000)), thenFen: -1 };
  await tell(at, tariff, '2026-05-03', 24_000, [{ ...broken, rule: 'OTHER' }]);
  const taken = takeTariffs({ sql: database.worker }, institutionId, isoDate('2026-05-03'));
  await expect(taken).rejects.toMatchObject({ code: CHECK });
  const { rows } = await database.owner.query(
    'SELECT rule FROM fee_agreement WHERE loan_id = $1 AND tariff = $2',
    [at.loanId, tariff],
  );
  expect(rows).toEqual([]);
});

/** Ends a loan by what its people pay on a day, and charges for it what had begun, as closing it does. */
async function end({ loanId }: Case, on: string): Promise<void> {
  const day = isoDate(on);
  const read = async () => {
    const record = await readLoan(database.worker, loanId);
    if (record === null) throw new Error('no loan');
    return record;
  };
  const quoted = prepaymentOptions(await read(), day, 'ALL', calendar);
  if (!quoted.ok) throw new Error(quoted.refusal.code);
  const { cashFen, mode, principalPrepaidFen: principalFen } = quoted.value.shortenTerm;
  const paid = await payIn(database.worker, loanId, {
    ...{ kind: 'PREPAID', principalFen, mode, amountFen: cashFen, into: 'BANK' },
    ...{ effectiveDate: day, recordedOn: day, businessKey: `loan/${loanId}/prepay/1` },
  });
  expect(paid.ok).toBe(true);
  const record = await read();
  for (const _ of [1, 2])
    await inTransaction(database.worker, (client) => chargeEnded(client, record, calendar));
}

test('a list that late evenings would have taken counts for a loan that ended before they came', async () => {
  const [told, untold, before] = [await reachable(), await reachable(), await reachable()];
  for (const { loanId } of [told, untold, before])
    await chargeLoan(database.worker, loanId, isoDate('2026-01-31'));
  await setClock(database.owner, '2026-01-20T01:00:00Z');
  const dearer = await priceList('2026-01-25', [monthly(40_000)]);
  const cheaper = await priceList('2026-02-01', [monthly(24_000)]);
  await tell(told, cheaper, '2026-02-01', 24_000);
  await end(told, '2026-02-10');
  await end(untold, '2026-02-10');
  // The list begins after it.
  await end(before, '2026-01-30');
  await setClock(database.owner, '2026-03-02T01:00:00Z');
  for (const at of [told, untold]) expect((await pricesOf(at)).slice(1)).toEqual(['2026-02 24000']);
  expect(await pricesOf(before)).toHaveLength(1);
  expect(await noticesOf(untold, dearer)).toEqual([]);
  expect(await noticesOf(untold, cheaper)).toMatchObject([{ is_favourable: true }]);
  const { rows } = await database.owner.query('SELECT FROM message WHERE case_id = $1', [untold.loanId]);
  expect(rows).toEqual([]);
});
