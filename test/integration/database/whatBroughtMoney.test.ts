import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import type { LoanEventBody, NewLoanEvent } from '../../../domain/loan/events';
import { fen } from '../../../domain/money/fen';
import { postLoanEvents, readLoan, recordLoanEvents } from '../../../gateways/database/loans';
import { inTransaction, type Queryable } from '../../../gateways/database/transaction';
import { attempt, CHECK, DENIED } from './support/attempt';
import {
  booksDiffer,
  type Case,
  calendar,
  disburse,
  institutionId,
  makeCase,
  otherInstitutionId,
  received,
  termsOf,
} from './support/cases';
import { holdMovement, payIn, showMovement } from './support/money';

const DATE = '2026-02-10';
const day = isoDate(DATE);
const FEN = 30_000;

let database: TestDatabase;
let at: Case;
let other: Case;
let elsewhere: Case;
beforeAll(async () => {
  database = await startDatabase();
  at = await lent();
  other = await lent();
  elsewhere = await lent(otherInstitutionId);
});
afterAll(() => database.stop());

async function lent(institution = institutionId): Promise<Case> {
  const made = await makeCase(database.owner, institution);
  await disburse(database.worker, made, termsOf(made.loanId));
  return made;
}

/** SQLSTATE, or what the work says. */
async function outcomeOf(work: Promise<{ readonly ok: boolean }>): Promise<string> {
  try {
    return (await work).ok ? 'accepted' : 'refused';
  } catch (fault) {
    return (fault as { readonly code?: string }).code ?? String(fault);
  }
}

const money = (key: string, amountFen = FEN, body: object = {}): NewLoanEvent =>
  ({
    ...{ kind: 'RECEIVED', amountFen: fen(amountFen), into: 'BANK', ...body },
    ...{ effectiveDate: day, recordedOn: day, businessKey: key },
  }) as NewLoanEvent;

const books = ({ loanId }: Case, event: NewLoanEvent, sql: Queryable = database.worker) =>
  outcomeOf(recordLoanEvents(sql, loanId, [event], calendar));

const transfer = ({ loanId }: Case, reference: string, amountFen = FEN) =>
  money(`loan/${loanId}/transfer/${DATE}/${reference}`, amountFen);

let movements = 0;
/** A movement of the bank's file, under a reference of its own. */
async function shown(more: Partial<Parameters<typeof showMovement>[1]> = {}): Promise<string> {
  movements += 1;
  const bankReference = more.bankReference ?? `B${movements}`;
  await showMovement(database.owner, { date: DATE, amountFen: FEN, ...more, bankReference });
  return bankReference;
}

const receiptRow = (reference: string, amountFen = FEN, institution = institutionId) =>
  `INSERT INTO unidentified_receipt (institution_id, bank_date, bank_reference, amount_fen, reason, told_cipher)
     VALUES ('${institution}', '${DATE}', '${reference}', ${amountFen}, 'UNKNOWN_PAYER', '')`;

const claim = (receiptId: string, { loanId }: Case) =>
  `UPDATE unidentified_receipt SET status = 'CLAIMED', claimed_fen = amount_fen, loan_id = '${loanId}',
     settled_at = now() WHERE id = '${receiptId}'`;

/** A receipt that is claimed for one loan and booked on another, or the same, in one step. */
const claims = (receiptId: string, on: Case, amountFen = FEN, claimedFor = on) =>
  outcomeOf(
    inTransaction(database.worker, async (client) => {
      await client.query(claim(receiptId, claimedFor));
      const key = `loan/${on.loanId}/receipt/${receiptId}`;
      return recordLoanEvents(client, on.loanId, [money(key, amountFen, { into: 'UNIDENTIFIED' })], calendar);
    }),
  );

describe('money on a loan', () => {
  it.each<[string, (loanId: string) => string, object]>([
    ['nothing', (id) => `loan/${id}/repay/1`, {}],
    ['a movement that is in no file', (id) => `loan/${id}/transfer/${DATE}/none`, {}],
    ['a movement of no day', (id) => `loan/${id}/transfer/none`, {}],
    ['a receipt that is not there', (id) => `loan/${id}/receipt/${uuidv7()}`, { into: 'UNIDENTIFIED' }],
    ['what nobody named', (id) => `loan/${id}/receipt`, { into: 'UNIDENTIFIED' }],
    ['nothing, prepaid', (id) => `loan/${id}/prepay/1`, { kind: 'PREPAID', principalFen: 10_000 }],
    ['nothing, recovered', (id) => `loan/${id}/recover`, { kind: 'RECOVERED' }],
    ['people, recovered', (id) => `loan/${id}/change/${uuidv7()}`, { kind: 'RECOVERED', into: 'CHANNEL' }],
    [
      'a fee that is paid aside',
      (id) => `loan/${id}/fee`,
      { kind: 'FEE_CHARGED', feeKind: 'CONSULTING', settlement: 'PAID' },
    ],
    [
      'a fee that is given back aside',
      (id) => `loan/${id}/fee/back`,
      { kind: 'FEE_REFUNDED', feeKind: 'CONSULTING' },
    ],
    ['a fee that is paid over aside', (id) => `loan/${id}/fee/over`, { kind: 'FEE_PAID_OVER' }],
  ])('is not taken from %s, whoever writes', async (_what, keyOf, body) => {
    const key = keyOf(at.loanId);
    const { kind, ...payload } = { kind: 'RECEIVED', amountFen: FEN, into: 'BANK', ...body };
    const row = `INSERT INTO loan_event (loan_id, sequence, kind, effective_date, payload, business_key)
      SELECT id, event_count + 1, '${kind}', '${DATE}', '${JSON.stringify(payload)}', '${key}' FROM loan
        WHERE id = '${at.loanId}'`;
    expect(await attempt(database.owner, row)).toBe(CHECK);
    for (const role of ['worker', 'api', 'auditor'] as const)
      expect(await attempt(database[role], row)).toBe(DENIED);
    // By the worker's own door; a loan that doesn't take such an event at all refuses it before.
    expect([CHECK, 'refused']).toContain(await books(at, money(key, FEN, body)));
  });

  it('is one movement of the file: all of it, once, on a loan of its institution', async () => {
    const reference = await shown();
    for (const amountFen of [FEN - 1, FEN + 1, FEN / 2, 2 * FEN])
      expect(await books(at, transfer(at, reference, amountFen))).toBe(CHECK);
    expect(await books(elsewhere, transfer(elsewhere, reference))).toBe(CHECK);
    // Under the key of another loan it is not that loan's.
    expect(await books(other, transfer(at, reference))).toBe(CHECK);
    expect(await books(at, transfer(at, reference))).toBe('accepted');
    expect(await books(at, transfer(at, reference))).toBe('accepted');
    expect(await books(other, transfer(other, reference))).toBe(CHECK);
    // By another name it is the same movement.
    expect(await books(at, transfer(at, `${reference}/${movements}`))).toBe(CHECK);
    expect(await attempt(database.worker, receiptRow(reference))).toBe(CHECK);
    const { rows } = await database.auditor.query('SELECT used_by FROM movement_use WHERE used_by LIKE $1', [
      `loan/${at.loanId}/%`,
    ]);
    expect(rows).toEqual([{ used_by: transfer(at, reference).businessKey }]);
  });

  it('is no money that went out, and none that an order of ours brings', async () => {
    const out = await shown({ direction: 'DEBIT' });
    expect(await books(at, transfer(at, out))).toBe(CHECK);
    expect(await attempt(database.worker, receiptRow(out))).toBe(CHECK);
    const paid = received(at.loanId, day, 700, 'ordered');
    expect(await outcomeOf(payIn(database.worker, at.loanId, paid))).toBe('accepted');
    const ordered = await shown({ key: paid.businessKey, amountFen: 700 });
    expect(await books(at, transfer(at, ordered, 700))).toBe(CHECK);
    // The payer's own word is no order of ours.
    expect(await books(at, transfer(at, await shown({ key: 'my invoice 7' })))).toBe('accepted');
    expect(await booksDiffer(database.worker)).toEqual([]);
  });

  it('comes twice where the bank has it twice under one reference of a day', async () => {
    const reference = await shown();
    const place = await showMovement(database.owner, { date: DATE, bankReference: reference, amountFen: 99 });
    expect(await books(at, transfer(at, `${reference}/${place}`, 99))).toBe('accepted');
    expect(await books(other, transfer(other, reference))).toBe('accepted');
    expect(await books(other, transfer(other, `${reference}/${place}`, 99))).toBe(CHECK);
  });

  it('is one loan’s where two take it at once: the second waits, and is refused', async () => {
    const reference = await shown();
    const first = await database.worker.connect();
    try {
      await first.query('BEGIN');
      expect(await books(at, transfer(at, reference), first)).toBe('accepted');
      const second = books(other, transfer(other, reference));
      const asReceipt = attempt(database.worker, receiptRow(reference));
      await first.query('COMMIT');
      expect([await second, await asReceipt]).toEqual([CHECK, CHECK]);
    } finally {
      first.release();
    }
    expect(await booksDiffer(database.worker)).toEqual([]);
  });

  it('is free again where it was not booked after all', async () => {
    const reference = await shown();
    const first = await database.worker.connect();
    try {
      await first.query('BEGIN');
      expect(await books(at, transfer(at, reference), first)).toBe('accepted');
      await first.query('ROLLBACK');
    } finally {
      first.release();
    }
    expect(await books(other, transfer(other, reference))).toBe('accepted');
  });

  it('is an order’s on a loan or aside, never both', async () => {
    const key = `loan/${at.loanId}/repay/both`;
    const paid = money(key);
    expect(await outcomeOf(payIn(database.worker, at.loanId, paid as never))).toBe('accepted');
    expect(
      await attempt(
        database.worker,
        entry(key, [
          ['1002', FEN],
          ['2241.02', -FEN],
        ]),
      ),
    ).toBe(CHECK);
  });
});

describe('a receipt', () => {
  it('is a movement of the file, all of it, and once', async () => {
    const reference = await shown();
    expect(await attempt(database.worker, receiptRow('no such'))).toBe(CHECK);
    expect(await attempt(database.worker, receiptRow(reference, FEN - 1))).toBe(CHECK);
    expect(await attempt(database.worker, receiptRow(reference, FEN, otherInstitutionId))).toBe(CHECK);
    for (const role of ['api', 'auditor'] as const)
      expect(await attempt(database[role], receiptRow(reference))).toBe(DENIED);
    expect(await attempt(database.worker, receiptRow(reference))).toBe('accepted');
    expect(await attempt(database.owner, receiptRow(`${reference}/${movements}`))).toBe(CHECK);
    expect(await books(at, transfer(at, reference))).toBe(CHECK);
  });

  it('is what a movement brings above its order, or a second movement of it', async () => {
    const paid = received(at.loanId, day, 800, 'twice');
    expect(await outcomeOf(payIn(database.worker, at.loanId, paid))).toBe('accepted');
    const first = await shown({ key: paid.businessKey, amountFen: 1_000 });
    // It is the order's: what is above it is nobody's, and all of it is not.
    expect(await attempt(database.worker, receiptRow(first, 1_000))).toBe(CHECK);
    const second = await shown({ key: paid.businessKey, amountFen: 800 });
    // One of the two is left for the order.
    const both = [receiptRow(first, 1_000), receiptRow(second, 800)];
    expect(await attempt(database.worker, ...both)).toBe(CHECK);
    expect(await attempt(database.worker, receiptRow(first, 200), receiptRow(second, 800))).toBe('accepted');
  });

  it('is booked on the loan that it is claimed for, all of it', async () => {
    const hold = async () =>
      await holdMovement(database.owner, { date: DATE, bankReference: uuidv7(), amountFen: FEN });
    const id = await hold();
    expect(await claims(id, at, FEN - 1)).toBe(CHECK);
    expect(await claims(id, at, FEN, other)).toBe(CHECK);
    expect(await claims(id, elsewhere)).toBe(CHECK);
    const key = `loan/${at.loanId}/receipt/${id}`;
    expect(await books(at, money(key, FEN, { into: 'UNIDENTIFIED' }))).toBe(CHECK);
    expect(await books(at, money(key))).toBe(CHECK);
    expect(await claims(id, at)).toBe('accepted');
    expect(await claims(id, other)).toBe(CHECK);
  });

  it('goes to one of two who claim it at once', async () => {
    const movement = { date: DATE, bankReference: uuidv7(), amountFen: FEN };
    const id = await holdMovement(database.owner, movement);
    const outcomes = await Promise.all([claims(id, at), claims(id, other)]);
    expect(outcomes.sort()).toEqual([CHECK, 'accepted']);
  });
});

type Lines = readonly (readonly [account: string, fen: number])[];

/** An entry of the institution's own books: debits above zero. */
function entry(businessKey: string, lines: Lines): string {
  const postings = lines.map(([account, amount]) => ({
    account,
    ...{ debitFen: Math.max(amount, 0), creditFen: Math.max(-amount, 0) },
  }));
  const written = { businessKey, event: 'UNIDENTIFIED_RECEIPT', date: DATE, offBalance: [], postings };
  return `SELECT post_entry('${institutionId}', '${JSON.stringify(written)}')`;
}

const HELD: Lines = [
  ['1002', FEN],
  ['2241.02', -FEN],
];
const INCOME: Lines = [
  ['2241.02', FEN],
  ['6301', -FEN],
];

describe('an entry of no loan', () => {
  it.each<[string, string, Lines]>([
    ['nothing', 'by hand', HELD],
    [
      'nothing, in transit',
      'by hand',
      [
        ['1012', FEN],
        ['2241.02', -FEN],
      ],
    ],
    ['what is nobody’s, as income', 'by hand', INCOME],
    [
      'an opening balance that the owner did not write',
      `opening/${institutionId}`,
      [
        ['1002', FEN],
        ['4001', -FEN],
      ],
    ],
    ['a file without such a row', `recon/${institutionId}/${DATE}/none`, HELD],
    [
      'a receipt that is not there',
      `receipt/${uuidv7()}/capital`,
      [
        ['2241.02', FEN],
        ['4001', -FEN],
      ],
    ],
    ['an order that is not there', `loan/${uuidv7()}/repay/1`, HELD],
    [
      'what never was in transit',
      `loan/${uuidv7()}/change/${uuidv7()}/cleared`,
      [
        ['1002', FEN],
        ['1012', -FEN],
      ],
    ],
    [
      'a receipt that nobody reversed',
      `loan/${uuidv7()}/change/${uuidv7()}/bounced`,
      [
        ['1002', FEN],
        ['1221', -FEN],
      ],
    ],
  ])('is not taken from %s', async (_what, key, lines) => {
    expect(await attempt(database.worker, entry(key, lines))).toBe(CHECK);
    for (const role of ['api', 'auditor'] as const)
      expect(await attempt(database[role], entry(key, lines))).toBe(DENIED);
  });

  it('holds a movement of the file, to the fen, and gives it to whom people said', async () => {
    const reference = await shown();
    const key = `recon/${institutionId}/${DATE}/${reference}`;
    expect(await attempt(database.worker, entry(key, HELD))).toBe(CHECK);
    const twice: Lines = [
      ['1002', 2 * FEN],
      ['2241.02', -2 * FEN],
    ];
    expect(await attempt(database.worker, receiptRow(reference), entry(key, twice))).toBe(CHECK);
    expect(await attempt(database.worker, receiptRow(reference), entry(key, HELD))).toBe('accepted');
    const { rows } = await database.owner.query<{ id: string }>(
      'SELECT id FROM unidentified_receipt WHERE bank_reference = $1',
      [reference],
    );
    const capital = `receipt/${rows[0]?.id}/capital`;
    const owners: Lines = [
      ['2241.02', FEN],
      ['4001', -FEN],
    ];
    const settle = `UPDATE unidentified_receipt SET status = 'CAPITAL', capital_fen = amount_fen, settled_at = now()
      WHERE id = '${rows[0]?.id}'`;
    expect(await attempt(database.worker, entry(capital, owners))).toBe(CHECK);
    expect(await attempt(database.worker, entry(capital, owners), settle)).toBe('accepted');
  });
});

test('entries of a loan move the money that its events tell of, and no other', async () => {
  const loan = await readLoan(database.worker, at.loanId);
  const { rows } = await database.owner.query(
    `SELECT event_count, status, json_build_object('principalNormalFen', principal_normal_fen,
        'principalOverdueFen', principal_overdue_fen, 'principalNonAccrualFen', principal_non_accrual_fen,
        'interestReceivableFen', interest_receivable_fen, 'deferredVatFen', deferred_vat_fen,
        'feesReceivableFen', fees_receivable_fen, 'suspenseFen', suspense_fen, 'agencyPayableFen', agency_payable_fen,
        'allowanceFen', provision_fen, 'vatReceivableFen', vat_receivable_fen,
        'offBalanceInterestFen', off_balance_interest_fen, 'writtenOffPrincipalFen', written_off_principal_fen,
        'offBalancePenaltyFen', off_balance_penalty_fen) AS books FROM loan WHERE id = $1`,
    [at.loanId],
  );
  const { event_count: expectedSequence, status, books: own } = rows[0];
  const post = (body: LoanEventBody, lines: Lines) => {
    const businessKey = `loan/${at.loanId}/forged`;
    const postings = lines.map(([account, amount]) => ({
      account,
      ...{ debitFen: Math.max(amount, 0), creditFen: Math.max(-amount, 0) },
    }));
    const { kind, ...payload } = body;
    return outcomeOf(
      postLoanEvents(database.worker, {
        ...{ loanId: at.loanId, expectedSequence, instalments: [] },
        events: [{ kind, effectiveDate: day, payload, businessKey }],
        entries: [
          { businessKey: `${businessKey}/x`, event: 'BY_HAND', date: day, postings, offBalance: [] } as never,
        ],
        state: {
          ...{ status, daysPastDue: 0, riskClass: 'NORMAL', riskFloor: 'NORMAL', riskFloorUntil: null },
          ...{
            accrual: 'ACCRUAL',
            nextDueDate: null,
            accruedThrough: loan?.accruedThrough ?? null,
            books: own,
          },
        },
      } as never).then((outcome) => ({ ok: outcome === 'appended' })),
    );
  };
  for (const account of ['1002', '1012', '2241.02'])
    expect(
      await post({ kind: 'ACCRUED' }, [
        [account, 5],
        ['6301', -5],
      ]),
    ).toBe(CHECK);
  expect(
    await post({ kind: 'ACCRUED' }, [
      ['1221', 5],
      ['1221', -5],
    ]),
  ).toBe('accepted');
});

test('nobody says what a movement became but the laws', async () => {
  const forged = `INSERT INTO movement_use (institution_id, bank_date, sequence, used_by)
    SELECT institution_id, date, sequence, 'mine' FROM statement_row`;
  for (const role of ['worker', 'api', 'auditor'] as const)
    expect(await attempt(database[role], forged)).toBe(DENIED);
  for (const change of ['DELETE FROM movement_use', `UPDATE movement_use SET used_by = 'mine'`])
    expect(await attempt(database.owner, change)).toBe(CHECK);
});
