import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { postEntry } from '../../../gateways/database/ledger';
import { attempt, CHECK, DENIED, FOREIGN_KEY, UNIQUE } from './support/attempt';
import { closePeriod, reverseEntry } from './support/books';
import {
  type Case,
  disburse,
  institutionId,
  makeCase,
  markDays,
  setClock,
  termsOf,
  withoutLaw,
} from './support/cases';

type Role = 'owner' | 'worker' | 'api' | 'auditor';
const ROLES: readonly Role[] = ['owner', 'worker', 'api', 'auditor'];

let database: TestDatabase;
let at: Case;
beforeAll(async () => {
  database = await startDatabase();
  // Of the entries alone: what brings the money of one is another law.
  await withoutLaw(database.owner, 'journal_entry', 'judge_house_entry');
  at = await makeCase(database.owner);
  await disburse(database.worker, at, termsOf(at.loanId));
});
afterAll(() => database.stop());

let entries = 0;
/** Statements that make an entry by hand: [account, debit, credit, currency?]. */
function entryOf(
  lines: readonly (readonly [string, number, number, string?])[],
  columns = '',
  values = '',
): string[] {
  entries += 1;
  const key = `hand/${entries}`;
  return [
    `INSERT INTO journal_entry (institution_id, business_key, event, entry_date${columns})
       VALUES ('${institutionId}', '${key}', 'HAND', '2026-03-01'${values})`,
    ...lines.map(
      ([account, debit, credit, currency = 'CNY'], index) =>
        `INSERT INTO posting (entry_id, line, account_code, debit_fen, credit_fen, currency)
           SELECT id, ${index + 1}, '${account}', ${debit}, ${credit}, '${currency}'
             FROM journal_entry WHERE business_key = '${key}'`,
    ),
  ];
}

describe('the ledger refuses', () => {
  it.each<[string, string[], string]>([
    [
      'what is right is taken',
      entryOf([
        ['1002', 5, 0],
        ['6021', 0, 5],
      ]),
      'accepted',
    ],
    ['an entry without postings', entryOf([]), CHECK],
    ['a single posting', entryOf([['1002', 5, 0]]), CHECK],
    [
      'unequal sides',
      entryOf([
        ['1002', 5, 0],
        ['6021', 0, 4],
      ]),
      CHECK,
    ],
    [
      'both sides in one posting',
      entryOf([
        ['1002', 5, 5],
        ['6021', 5, 5],
      ]),
      CHECK,
    ],
    [
      'a posting of nothing',
      entryOf([
        ['1002', 0, 0],
        ['6021', 0, 0],
      ]),
      CHECK,
    ],
    [
      'negative amounts',
      entryOf([
        ['1002', -5, 0],
        ['6021', 0, -5],
      ]),
      CHECK,
    ],
    [
      'amounts beyond a fen',
      entryOf([
        ['1002', 1e15 + 1, 0],
        ['6021', 0, 1e15 + 1],
      ]),
      CHECK,
    ],
    [
      'an unknown account',
      entryOf([
        ['9999', 5, 0],
        ['6021', 0, 5],
      ]),
      FOREIGN_KEY,
    ],
    [
      'a group of accounts',
      entryOf([
        ['1303', 5, 0],
        ['6021', 0, 5],
      ]),
      CHECK,
    ],
    [
      'a memorandum among postings',
      entryOf([
        ['OB.01', 5, 0],
        ['6021', 0, 5],
      ]),
      CHECK,
    ],
    [
      'another currency',
      entryOf([
        ['1002', 5, 0, 'USD'],
        ['6021', 0, 5, 'USD'],
      ]),
      FOREIGN_KEY,
    ],
    [
      'a mixed currency',
      entryOf([
        ['1002', 5, 0],
        ['6021', 0, 5, 'USD'],
      ]),
      FOREIGN_KEY,
    ],
    [
      'an entry of another currency',
      entryOf(
        [
          ['1002', 5, 0, 'USD'],
          ['6021', 0, 5, 'USD'],
        ],
        ', currency',
        ", 'USD'",
      ),
      CHECK,
    ],
  ])('%s', async (_case, statements, code) => {
    expect(await attempt(database.owner, ...statements)).toBe(code);
  });

  it.each(['infinity', '-infinity', '0044-03-15 BC', '99999-01-01'])('the date %s', async (date) => {
    const dated = entryOf([
      ['1002', 5, 0],
      ['6021', 0, 5],
    ]).map((sql) => sql.replace('2026-03-01', date));
    expect(await attempt(database.owner, ...dated)).toBe(CHECK);
  });

  it.each([
    ['another currency', "1, '1002', 5, 0, 'USD'", "2, '6021', 0, 5, 'USD'"],
    ['an unknown account beside a balanced pair', "1, '1002', 5, 0, 'CNY'", "2, '6021', 0, 5, 'CNY'"],
  ])('%s, also where foreign keys are not asked', async (what, first, second) => {
    const [entry = ''] = entryOf([]);
    const key = /'(hand\/\d+)'/.exec(entry)?.[1];
    const add = (values: string) =>
      `INSERT INTO posting (entry_id, line, account_code, debit_fen, credit_fen, currency)
         SELECT id, ${values} FROM journal_entry WHERE business_key = '${key}'`;
    const unknown = what.startsWith('an unknown') ? [add("3, '9999', 7, 0, 'CNY'")] : [];
    const replica = 'SET LOCAL session_replication_role = replica';
    expect(await attempt(database.owner, replica, entry, add(first), add(second), ...unknown)).toBe(CHECK);
  });

  it('a memorandum on a group of accounts', async () => {
    await database.owner.query(
      `INSERT INTO account (code, name_zh, name_en, kind, off_balance, postable)
         VALUES ('OB', '表外', 'Off balance', 'OFF_BALANCE', true, false) ON CONFLICT DO NOTHING`,
    );
    const made = entryOf([
      ['1002', 5, 0],
      ['6021', 0, 5],
    ]);
    const key = /'(hand\/\d+)'/.exec(made[0] ?? '')?.[1];
    const memo = `INSERT INTO off_balance_posting (entry_id, line, account_code, direction, amount_fen)
      SELECT id, 1, 'OB', 'IN', 5 FROM journal_entry WHERE business_key = '${key}'`;
    expect(await attempt(database.owner, ...made, memo)).toBe(CHECK);
  });

  it('an entry that reverses itself', async () => {
    const own = `INSERT INTO journal_entry (id, institution_id, business_key, event, entry_date, reverses)
      OVERRIDING SYSTEM VALUE VALUES (999999, '${institutionId}', 'own', 'HAND', '2026-03-01', 999999)`;
    const lines = `INSERT INTO posting (entry_id, line, account_code, debit_fen, credit_fen)
      VALUES (999999, 1, '1002', 5, 0), (999999, 2, '1002', 0, 5)`;
    expect(await attempt(database.owner, own, lines)).toBe(CHECK);
  });

  it('a second entry for the same business key', async () => {
    const [first = ''] = entryOf([]);
    expect(await attempt(database.owner, first, first)).toBe(UNIQUE);
  });

  it('postings added later, also after an early look at the constraints and under a forged origin', async () => {
    const [, key] = /'(hand\/\d+)'/.exec(entryOf([])[0] ?? '') ?? [];
    const made = entryOf([
      ['1002', 7, 0],
      ['6021', 0, 7],
    ]);
    expect(await attempt(database.owner, ...made)).toBe('accepted');
    const madeKey = /'(hand\/\d+)'/.exec(made[0] ?? '')?.[1];
    const add = (account: string, line: number, debit: number, credit: number) =>
      `INSERT INTO posting (entry_id, line, account_code, debit_fen, credit_fen)
         SELECT id, ${line}, '${account}', ${debit}, ${credit} FROM journal_entry WHERE business_key = '${madeKey}'`;
    expect(key).not.toBe(madeKey);
    expect(await attempt(database.owner, add('1002', 3, 9, 0), add('6021', 4, 0, 9))).toBe(CHECK);
    const early = entryOf([
      ['1002', 7, 0],
      ['6021', 0, 7],
    ]);
    const earlyKey = /'(hand\/\d+)'/.exec(early[0] ?? '')?.[1];
    expect(
      await attempt(
        database.owner,
        ...early,
        'SET CONSTRAINTS ALL IMMEDIATE',
        `INSERT INTO posting (entry_id, line, account_code, debit_fen, credit_fen)
           SELECT id, 3, '1002', 9, 0 FROM journal_entry WHERE business_key = '${earlyKey}'`,
      ),
    ).toBe(CHECK);
    const forged = entryOf(
      [
        ['1002', 7, 0],
        ['6021', 0, 7],
      ],
      ', made_by_transaction',
      ', 1',
    );
    expect(await attempt(database.owner, ...forged)).toBe('accepted');
    const memo = `INSERT INTO off_balance_posting (entry_id, line, account_code, direction, amount_fen)
      SELECT id, 1, 'OB.01', 'IN', 5 FROM journal_entry WHERE business_key = '${madeKey}'`;
    expect(await attempt(database.owner, memo)).toBe(CHECK);
  });

  it('a snapshot in which a closed month could be missed', async () => {
    const statements = entryOf([
      ['1002', 5, 0],
      ['6021', 0, 5],
    ]);
    expect(
      await attempt(database.owner, 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ', ...statements),
    ).toBe(CHECK);
  });

  it('a reversal that is not the mirror, and a second reversal', async () => {
    const original = {
      businessKey: 'manual/1',
      event: 'UNIDENTIFIED_RECEIPT' as const,
      date: isoDate('2026-03-02'),
    };
    const lines = [
      { account: '1002', debitFen: 333_333, creditFen: 0 },
      { account: '2241.02', debitFen: 0, creditFen: 333_333 },
    ];
    const entry = { ...original, postings: lines, offBalance: [] } as unknown as Parameters<
      typeof postEntry
    >[2];
    expect(await postEntry(database.worker, institutionId, entry)).toBe('appended');
    expect(await postEntry(database.worker, institutionId, entry)).toBe('already');
    const reverses = ", (SELECT id FROM journal_entry WHERE business_key = 'manual/1')";
    const side = (account: string, debit: number, credit: number) => [account, debit, credit] as const;
    for (const wrong of [
      [side('1002', 333_333, 0), side('2241.02', 0, 333_333)],
      [side('1002', 0, 333_332), side('2241.02', 333_332, 0)],
      [side('1012', 0, 333_333), side('2241.02', 333_333, 0)],
    ]) {
      expect(await attempt(database.owner, ...entryOf(wrong, ', reverses', reverses))).toBe(CHECK);
    }
    const of = { originalKey: 'manual/1', mirrorKey: 'manual/1/reversed', date: isoDate('2026-03-03') };
    // Asked for an earlier day, it is booked on the day of what it takes back.
    const tooEarly = { ...of, date: isoDate('2026-03-01') };
    expect(await reverseEntry(database.owner, institutionId, tooEarly)).toBe('appended');
    const { rows } = await database.owner.query(
      `SELECT entry_date, value_date FROM journal_entry WHERE business_key = $1`,
      [of.mirrorKey],
    );
    expect(rows).toEqual([{ entry_date: '2026-03-02', value_date: '2026-03-01' }]);
    expect(await reverseEntry(database.owner, institutionId, of)).toBe('already');
    await expect(
      reverseEntry(database.owner, institutionId, { ...of, mirrorKey: 'manual/1/again' }),
    ).rejects.toMatchObject({ code: UNIQUE });
    await expect(
      reverseEntry(database.owner, institutionId, {
        ...of,
        originalKey: 'manual/1/reversed',
        mirrorKey: 'manual/1/reversed twice',
      }),
    ).rejects.toMatchObject({ code: CHECK });
    const unknown = { ...entry, businessKey: 'manual/2', reverses: 'nowhere' };
    await expect(postEntry(database.worker, institutionId, unknown)).rejects.toMatchObject({ code: 'P0002' });
    await expect(
      reverseEntry(database.owner, institutionId, {
        ...of,
        originalKey: `loan/${at.loanId}/disburse/DISBURSE`,
      }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/P0002|23514/) });
  });

  it('the closing of a month that is not over', async () => {
    await setClock(database.owner, '2025-11-30T23:59:00+08:00');
    const of = { month: '2025-11', closedBy: 'finance' };
    await expect(closePeriod(database.owner, institutionId, of)).rejects.toMatchObject({ code: CHECK });
  });

  it('postings into a closed month, and a second closing changes nothing', async () => {
    await setClock(database.owner, '2026-01-05T10:00:00+08:00');
    const of = { month: '2025-12', closedBy: 'finance' };
    await expect(closePeriod(database.owner, institutionId, of)).rejects.toMatchObject({ code: CHECK });
    await markDays(database.owner, '2025-12-31', '2025-12-31');
    expect(await closePeriod(database.owner, institutionId, of)).toBe('closed');
    expect(await closePeriod(database.owner, institutionId, of)).toBe('already');
    for (const date of ['2025-12-31', '2025-01-01']) {
      const late = entryOf([
        ['1002', 5, 0],
        ['6021', 0, 5],
      ]).map((sql) => sql.replace('2026-03-01', date));
      expect(await attempt(database.owner, ...late)).toBe(CHECK);
    }
    const next = entryOf([
      ['1002', 5, 0],
      ['6021', 0, 5],
    ]).map((sql) => sql.replace('2026-03-01', '2026-01-01'));
    expect(await attempt(database.owner, ...next)).toBe('accepted');
    // Nor is a month closed behind a closed one, or given totals afterwards.
    const earlier = `INSERT INTO accounting_period VALUES ('${institutionId}', '2025-10', '2026-01-05', 'f')`;
    expect(await attempt(database.owner, earlier)).toBe(CHECK);
    const totals = `INSERT INTO period_balance VALUES ('${institutionId}', '2025-12', '6421', 5, 5)`;
    expect(await attempt(database.owner, totals)).toBe(CHECK);
  });
});

describe('nobody changes what is written', () => {
  const tables = [
    ['loan_event', 'business_key'],
    ['journal_entry', 'event'],
    ['posting', 'account_code'],
    ['off_balance_posting', 'account_code'],
    ['audit_record', 'action'],
    ['audit_seal', 'hash'],
    ['decision', 'reason'],
    ['case_actor', 'step'],
    ['accounting_period', 'closed_by'],
    ['period_balance', 'account_code'],
    ['loan_day', 'risk_class'],
    ['day_batch', 'loans'],
    ['day_close', 'step'],
    ['facility', 'limit_fen'],
    ['drawdown', 'account_index'],
  ] as const;
  beforeAll(async () => {
    await database.owner.query(
      `INSERT INTO audit_record (action, outcome, detail) VALUES ('TEST', 'DONE', '{}')`,
    );
    await closePeriod(database.owner, institutionId, {
      month: '2025-12',
      closedBy: 'f',
    });
  });

  it.each(ROLES.flatMap((role) => tables.map(([table, column]) => [role, table, column] as const)))(
    '%s: %s',
    async (role, table, column) => {
      const pool = database[role];
      const { rows } = await database.owner.query(`SELECT count(*) AS rows FROM ${table}`);
      const isEmpty = rows[0]?.rows === 0;
      const refused = role === 'owner' ? CHECK : DENIED;
      // A row trigger has nothing to refuse where there is no row.
      const ofRows = role === 'owner' && isEmpty ? 'accepted' : refused;
      expect(await attempt(pool, `UPDATE ${table} SET ${column} = ${column}`)).toBe(ofRows);
      expect(await attempt(pool, `DELETE FROM ${table}`)).toBe(ofRows);
      expect(await attempt(pool, `TRUNCATE ${table} CASCADE`)).toBe(refused);
      if (role === 'owner') {
        const replica = 'SET LOCAL session_replication_role = replica';
        expect(await attempt(pool, replica, `DELETE FROM ${table}`)).toBe(ofRows);
      }
    },
  );

  it('only the worker may post, only by the functions; the auditor only reads', async () => {
    const { 0: entry = '' } = entryOf([]);
    for (const role of ['worker', 'api', 'auditor'] as const) {
      expect(await attempt(database[role], entry)).toBe(DENIED);
      expect(await attempt(database[role], `UPDATE loan SET status = 'CLOSED'`)).toBe(DENIED);
      expect(await attempt(database[role], 'DROP TABLE posting')).toBe(DENIED);
      expect(await attempt(database[role], 'ALTER TABLE posting DISABLE TRIGGER ALL')).toBe(DENIED);
      expect(await attempt(database[role], 'SET session_replication_role = replica')).toBe(DENIED);
    }
    for (const role of ['api', 'auditor'] as const) {
      expect(await attempt(database[role], `SELECT post_loan_events('{}')`)).toBe(DENIED);
      expect(await attempt(database[role], `SELECT write_entries('${institutionId}', NULL, '[]')`)).toBe(
        DENIED,
      );
    }
    expect(await attempt(database.worker, `SELECT write_entries('${institutionId}', NULL, '[]')`)).toBe(
      DENIED,
    );
    expect(await attempt(database.auditor, 'SELECT * FROM posting, loan, audit_record LIMIT 1')).toBe(
      'accepted',
    );
    expect(await attempt(database.auditor, 'SELECT password FROM auth_account')).toBe(DENIED);
    expect(await attempt(database.auditor, 'SELECT mobile_cipher FROM enterprise')).toBe(DENIED);
    expect(await attempt(database.worker, 'SELECT token FROM session')).toBe(DENIED);
  });
});
