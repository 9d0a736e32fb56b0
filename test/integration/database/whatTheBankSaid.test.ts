import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { attempt, CHECK, DENIED } from './support/attempt';
import { type Case, disburse, institutionId, makeCase, received, setClock, termsOf } from './support/cases';
import { payIn, showMovement } from './support/money';

/** What the bank said is said once, and nobody says it in its place without being found out. */

const DATE = '2026-02-10';
const day = isoDate(DATE);
const FEN = 30_000;
const ROLES = ['worker', 'owner', 'api', 'auditor'] as const;

let database: TestDatabase;
let at: Case;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-02-11T02:00:00Z');
  at = await makeCase(database.owner);
  await disburse(database.worker, at, termsOf(at.loanId));
});
afterAll(() => database.stop());

let days = 0;
/** A day of which there is no file yet. */
function freshDay(): string {
  days += 1;
  return new Date(Date.UTC(2025, 0, days)).toISOString().slice(0, 10);
}

type Row = readonly [direction: 'CREDIT' | 'DEBIT', fen: number, key?: string];

const fileOf = (date: string, rows: readonly Row[]) => {
  const sum = (way: string) => rows.reduce((total, [each, fen]) => (each === way ? total + fen : total), 0);
  return `INSERT INTO statement_file (institution_id, date, entries, credit_fen, debit_fen, closing_fen)
    VALUES ('${institutionId}', '${date}', ${rows.length}, ${sum('CREDIT')}, ${sum('DEBIT')},
      ${rows.length === 0 ? 'NULL' : 1})`;
};
const rowsOf = (date: string, rows: readonly Row[], from = 1) =>
  `INSERT INTO statement_row (institution_id, date, sequence, bank_reference, key, direction, amount_fen,
       balance_after_fen)
     VALUES ${rows
       .map(
         ([way, fen, key = ''], n) =>
           `('${institutionId}', '${date}', ${from + n}, '${date}/${from + n}', '${key}', '${way}', ${fen}, 1)`,
       )
       .join(', ')}`;

describe('a file of the bank', () => {
  const ROWS: readonly Row[] = [
    ['CREDIT', 700],
    ['DEBIT', 300],
    ['CREDIT', 5],
  ];

  it('comes with its rows, and takes no other one later, whoever writes', async () => {
    const date = freshDay();
    expect(await attempt(database.worker, fileOf(date, ROWS), rowsOf(date, ROWS))).toBe('accepted');
    const later = rowsOf(date, [['CREDIT', 1]], 9);
    for (const role of ROLES)
      expect(await attempt(database[role], later)).toBe(
        role === 'api' || role === 'auditor' ? DENIED : CHECK,
      );
    const empty = freshDay();
    expect(await attempt(database.worker, fileOf(empty, []))).toBe('accepted');
    expect(await attempt(database.worker, rowsOf(empty, [['CREDIT', 1]]))).toBe(CHECK);
  });

  it('is as much as it adds up to', async () => {
    const date = freshDay();
    const file = fileOf(date, ROWS);
    for (const rows of [
      ROWS.slice(1),
      [...ROWS, ROWS[0] as Row],
      [...ROWS.slice(1), ['CREDIT', 701] as const],
    ])
      expect(await attempt(database.worker, file, rowsOf(date, rows))).toBe(CHECK);
    expect(await attempt(database.worker, file)).toBe(CHECK);
    const turned = ROWS.map(([way, fen]): Row => [way === 'DEBIT' ? 'CREDIT' : 'DEBIT', fen]);
    expect(await attempt(database.worker, file, rowsOf(date, turned))).toBe(CHECK);
  });

  it('is not made another one', async () => {
    for (const role of ['worker', 'api', 'auditor'] as const)
      for (const change of [
        'UPDATE statement_file SET entries = 9',
        'UPDATE statement_row SET amount_fen = 9',
      ])
        expect(await attempt(database[role], change)).toBe(DENIED);
  });
});

let orders = 0;
/** An order of which the worker says that it was carried out. @returns its key */
async function succeeded(amountFen = FEN): Promise<string> {
  orders += 1;
  const paid = received(at.loanId, day, amountFen, `o${orders}`);
  expect((await payIn(database.worker, at.loanId, paid)).ok).toBe(true);
  return paid.businessKey;
}

const judged = (key: string, as: string | null, on: string | null = DATE) =>
  `UPDATE payment SET reconciled_on = ${on === null ? 'NULL' : `'${on}'`},
     reconciled_as = ${as === null ? 'NULL' : `'${as}'`} WHERE key = '${key}'`;
const missing = (key: string) =>
  `INSERT INTO break_case (institution_id, kind, reference, amount_fen) VALUES ('${institutionId}', 'SHORT', '${key}', 1)`;

describe('how an order compares', () => {
  it('is what the file of the day has of it, and nothing that somebody says', async () => {
    const key = await succeeded();
    for (const as of ['MATCH', 'AMOUNT_DIFF', 'SHORT'])
      for (const role of ['worker', 'owner'] as const)
        expect(await attempt(database[role], judged(key, as))).toBe(CHECK);
    for (const role of ['api', 'auditor'] as const)
      expect(await attempt(database[role], judged(key, 'MATCH'))).toBe(DENIED);
    const born = `INSERT INTO payment SELECT (p).* FROM (SELECT jsonb_populate_record(NULL::payment,
      to_jsonb(payment) || '{"id": "${uuidv7()}", "key": "loan/x", "status": "CREATED", "reconciled_as": "MATCH",
        "reconciled_on": "${DATE}"}') AS p FROM payment WHERE key = '${key}') one`;
    expect(await attempt(database.worker, born)).toBe(CHECK);
    await showMovement(database.owner, { date: DATE, bankReference: uuidv7(), amountFen: FEN, key });
    for (const [as, on] of [
      ['AMOUNT_DIFF', DATE],
      ['MATCH', '2026-02-11'],
    ] as const)
      expect(await attempt(database.worker, judged(key, as, on))).toBe(CHECK);
    expect(await attempt(database.worker, missing(key), judged(key, 'SHORT'))).toBe(CHECK);
    expect(await attempt(database.worker, judged(key, 'MATCH'))).toBe('accepted');
    for (const as of [null, 'SHORT', 'AMOUNT_DIFF'])
      expect(await attempt(database.worker, judged(key, as, as === null ? null : DATE))).toBe(CHECK);
  });

  it('is no money that went the other way, nor another amount', async () => {
    const [turned, less] = [await succeeded(), await succeeded()];
    const bankReference = () => uuidv7();
    await showMovement(database.owner, {
      ...{ date: DATE, bankReference: bankReference(), amountFen: FEN, key: turned, direction: 'DEBIT' },
    });
    await showMovement(database.owner, {
      ...{ date: DATE, bankReference: bankReference(), amountFen: FEN - 1, key: less },
    });
    expect(await attempt(database.worker, judged(turned, 'MATCH'))).toBe(CHECK);
    expect(await attempt(database.worker, judged(less, 'MATCH'))).toBe(CHECK);
    expect(await attempt(database.worker, judged(less, 'AMOUNT_DIFF'))).toBe('accepted');
  });

  it('is missing when people see to it, and may come', async () => {
    const key = await succeeded();
    expect(await attempt(database.worker, judged(key, 'SHORT'))).toBe(CHECK);
    expect(await attempt(database.worker, missing(key), judged(key, 'SHORT'))).toBe('accepted');
    expect(await attempt(database.worker, judged(key, 'MATCH', '2026-02-12'))).toBe(CHECK);
    await showMovement(database.owner, {
      ...{ date: '2026-02-12', bankReference: uuidv7(), amountFen: FEN, key },
    });
    expect(await attempt(database.worker, judged(key, 'MATCH', '2026-02-12'))).toBe('accepted');
  });

  it('is known within a month: no order is carried out on a day of which no file tells for long', async () => {
    const order = (bankDate: string) => {
      orders += 1;
      return payIn(database.worker, at.loanId, {
        ...received(at.loanId, day, FEN, `o${orders}`),
        bankDate: isoDate(bankDate),
      });
    };
    await expect(order('2026-03-15')).rejects.toMatchObject({ code: CHECK });
    expect((await order('2026-02-25')).ok).toBe(true);
  });
});

type Lines = readonly (readonly [account: string, fen: number])[];

/** An entry of the institution's own books: debits above zero. */
function entry(businessKey: string, lines: Lines): string {
  const postings = lines.map(([account, amount]) => ({
    account,
    ...{ debitFen: Math.max(amount, 0), creditFen: Math.max(-amount, 0) },
  }));
  const written = { businessKey, event: 'SHORT_ITEM', date: DATE, offBalance: [], postings };
  return `SELECT post_entry('${institutionId}', '${JSON.stringify(written)}')`;
}

const claim = (fen: number, cash = '1002'): Lines => [
  ['1221', fen],
  [cash, -fen],
];
const debt = (fen: number, cash = '1002'): Lines => [
  [cash, fen],
  ['2241.02', -fen],
];
const difference = (name: string, on = DATE) => `recon/${institutionId}/${on}/${name}`;

/** A movement of the bank's file of the day. @returns its reference */
async function shown(way: 'CREDIT' | 'DEBIT', amountFen: number, key = ''): Promise<string> {
  const bankReference = uuidv7();
  await showMovement(database.owner, { date: DATE, bankReference, amountFen, key, direction: way });
  return bankReference;
}

describe('what leaves the bank in an entry of no loan', () => {
  it.each<[string, () => string, Lines]>([
    ['nothing', () => 'by hand', claim(FEN)],
    ['nothing, out of transit', () => 'by hand', claim(FEN, '1012')],
    [
      'nothing, as a cost',
      () => 'by hand',
      [
        ['6421', FEN],
        ['1002', -FEN],
      ],
    ],
    [
      'nothing, as a debt to nobody',
      () => 'by hand',
      [
        ['6421', FEN],
        ['2241.02', -FEN],
      ],
    ],
    ['a file without such a row', () => difference('none'), claim(FEN)],
    ['an order that is not short', () => difference(`loan/${uuidv7()}/repay/1/short`), claim(FEN)],
    ['an order that is not there', () => `loan/${uuidv7()}/refund/1`, claim(FEN)],
  ])('is not gone by %s', async (_what, key, lines) => {
    expect(await attempt(database.worker, entry(key(), lines))).toBe(CHECK);
    expect(await attempt(database.owner, entry(key(), lines))).toBe(CHECK);
    for (const role of ['api', 'auditor'] as const)
      expect(await attempt(database[role], entry(key(), lines))).toBe(DENIED);
  });

  it('is a movement out of the file: all of it, once, by its one name', async () => {
    const reference = await shown('DEBIT', FEN);
    const { rows } = await database.owner.query<{ sequence: number }>(
      'SELECT sequence FROM statement_row WHERE bank_reference = $1',
      [reference],
    );
    for (const fen of [FEN - 1, FEN + 1])
      expect(await attempt(database.worker, entry(difference(reference), claim(fen)))).toBe(CHECK);
    expect(await attempt(database.worker, entry(difference(reference), claim(FEN, '1012')))).toBe(CHECK);
    const [place] = rows;
    expect(
      await attempt(database.worker, entry(difference(`${reference}/${place?.sequence}`), claim(FEN))),
    ).toBe(CHECK);
    expect(await attempt(database.worker, entry(difference(reference), debt(FEN)))).toBe(CHECK);
    expect(await attempt(database.worker, entry(difference(reference), claim(FEN)))).toBe('accepted');
    expect(await attempt(database.worker, entry(difference(await shown('CREDIT', FEN)), claim(FEN)))).toBe(
      CHECK,
    );
  });

  it('is not what an order of ours took', async () => {
    const key = `loan/${at.loanId}/disburse`;
    const { principalFen } = termsOf(at.loanId);
    const own = await shown('DEBIT', principalFen, key);
    expect(await attempt(database.worker, entry(difference(own), claim(principalFen)))).toBe(CHECK);
    const twice = await shown('DEBIT', principalFen, key);
    expect(await attempt(database.worker, entry(difference(twice), claim(principalFen)))).toBe('accepted');
    // One of the two is the order's.
    expect(await attempt(database.worker, entry(difference(own), claim(principalFen)))).toBe(CHECK);
  });

  it('is what the bank has less of an order, as it was found: once, on its day, and as much', async () => {
    const [less, gone, fine] = [await succeeded(), await succeeded(), await succeeded()];
    const part = await shown('CREDIT', FEN - 40, less);
    await shown('CREDIT', FEN, fine);
    const ofPart = entry(difference(part), claim(40));
    expect(await attempt(database.worker, ofPart)).toBe(CHECK);
    expect(
      await attempt(database.worker, judged(less, 'AMOUNT_DIFF'), entry(difference(part), claim(41))),
    ).toBe(CHECK);
    expect(await attempt(database.worker, judged(less, 'AMOUNT_DIFF'), ofPart)).toBe('accepted');
    const short = (key: string, on = DATE) => entry(difference(`${key}/short`, on), claim(FEN));
    expect(await attempt(database.worker, short(gone))).toBe(CHECK);
    expect(await attempt(database.worker, judged(fine, 'MATCH'), short(fine))).toBe(CHECK);
    const isShort = [missing(gone), judged(gone, 'SHORT')];
    expect(await attempt(database.worker, ...isShort, short(gone, '2026-02-11'))).toBe(CHECK);
    expect(await attempt(database.worker, ...isShort, short(gone))).toBe('accepted');
    expect(await attempt(database.worker, short(gone, '2026-02-11'))).toBe(CHECK);
  });
});

test('what is paid less than was ordered is owed by an order that the file has otherwise', async () => {
  const key = `loan/${at.loanId}/disburse`;
  // Nothing says so of an order that the file has.
  const short = entry(difference(`${key}/short`), debt(termsOf(at.loanId).principalFen));
  expect(await attempt(database.worker, short)).toBe(CHECK);
  expect(await attempt(database.worker, missing(key), judged(key, 'SHORT'), short)).toBe(CHECK);
});
