import type { BankEntry } from '../../demo/outside';
import { DEMO_PASSWORD, staffMail } from '../../demo/people';
import { classOf } from '../../domain/overdue/actionClasses';
import { LADDER_ACTIONS } from '../../domain/parameters/collection';
import { INSTITUTIONS } from '../../gateways/database/baseData';
import type { Venue } from './venue';

/** A loan as its row has it. */
export interface LoanRow {
  readonly id: string;
  readonly status: string;
  readonly principalFen: number;
  /** What the applicant accepted. */
  readonly agreedFen: number;
  readonly outstandingFen: number;
  readonly suspenseFen: number;
  /** The day that it counts from. */
  readonly startDate: string;
}

/** An order at the bank as its row has it. */
export interface OrderRow {
  readonly key: string;
  readonly purpose: string;
  readonly status: string;
  readonly amountFen: number;
  readonly bankReference: string | null;
  readonly bankDate: string | null;
}

/** A charge as its row has it, with what the bank moved for it. */
export interface ChargeRow {
  readonly id: string;
  readonly status: string;
  readonly priceFen: number;
  /** What the offer showed; null for what was quoted by itself. */
  readonly agreedFen: number | null;
  readonly pointsUsed: number;
  readonly collectedFen: number;
  readonly heldFen: number;
  readonly waivedFen: number;
  readonly refundedFen: number;
  /** Orders that succeeded. */
  readonly takenFen: number;
  readonly givenBackFen: number;
}

/** What one journal entry moved on the accounts that matter here: debits less credits. */
export interface MoneyEntry {
  readonly businessKey: string;
  readonly loanId: string | null;
  readonly bankFen: number;
  readonly suspenseFen: number;
}

/** An open break; one that came right before its task was opened needs none. */
export interface BreakRow {
  readonly id: string;
  readonly kind: string;
  readonly reference: string;
  readonly tasks: number;
}

/** An institution's account in the two books. */
export interface Balance {
  readonly code: string;
  readonly ledgerFen: number;
  readonly bankFen: number;
}

/** A rung that an overdue loan has reached. */
export interface RungRow {
  readonly loanId: string;
  readonly episode: number;
  /** Days past due that name it. */
  readonly day: number;
  readonly reachedOn: string;
}

/** Somebody talked to a debtor, or wrote to it about what is overdue. */
export interface ContactRow {
  readonly loanId: string;
  readonly enterpriseId: string;
  /** PHONE, VISIT, or what the ladder did. */
  readonly what: string;
  /** Business time, as text with its zone. */
  readonly at: string;
  /** Real time. */
  readonly writtenAt: string;
}

/** A promise to pay, from when it was made until it was kept or broken. */
export interface PromiseRow {
  readonly loanId: string;
  readonly madeAt: string;
  readonly endedAt: string | null;
  /** Real time. */
  readonly writtenAt: string;
}

/** What the two books of a lender hold on its account at the bank when a day is over. */
export interface DayRow {
  readonly account: string;
  readonly day: string;
  readonly ledgerFen: number;
  readonly bankFen: number;
}

/** Everything that the invariants look at, from our database, Temporal and the bank's own book. */
export interface Books {
  readonly loans: readonly LoanRow[];
  readonly orders: readonly OrderRow[];
  readonly charges: readonly ChargeRow[];
  /** Ladders that stand by loans that are closed, promises that outlive their ladder, rungs that came before a lower one. */
  readonly strayLadders: readonly string[];
  /** In the order in which they were reached. */
  readonly rungs: readonly RungRow[];
  readonly contacts: readonly ContactRow[];
  readonly promises: readonly PromiseRow[];
  /** Each day on which one of the two books moved, from that of the first loan on. */
  readonly days: readonly DayRow[];
  /** Days of the ledger whose debits are not their credits. */
  readonly unbalancedDays: readonly string[];
  readonly entries: readonly MoneyEntry[];
  /** What the bank moved on the accounts of the lenders. */
  readonly movements: readonly BankEntry[];
  readonly balances: readonly Balance[];
  readonly breaks: readonly BreakRow[];
  /** Items of reconciliation that wait, and receipts that nobody looks at. */
  readonly strayItems: readonly string[];
  readonly openTasks: readonly string[];
  /** Transfers that were certainly for a loan whose books did not take them: a program was wrong, whoever booked them then. */
  readonly refusedTransfers: readonly string[];
  readonly waitingNotices: readonly string[];
  /** Messages to people that are not with their provider. */
  readonly unsentMessages: readonly string[];
  /** Notices that the bank has not delivered, and requests that it takes its time for. */
  readonly atBank: { readonly noticesOwed: number; readonly underWay: number };
  /** Checks of the ledger that fail, with their institution. */
  readonly failedChecks: readonly string[];
  /** Processes that failed or were ended from outside. */
  readonly failedProcesses: readonly string[];
  /** Days since the last movement of the bank that are not closed, as institution, step and day. */
  readonly openDays: readonly string[];
}

export async function readBooks(venue: Venue): Promise<Books> {
  const { read, stage } = venue;
  const lenders = await stage.bank.lenders();
  const byLender = await Promise.all(
    lenders.map(async ({ no }) => ({ no, moved: await stage.bank.entries(no) })),
  );
  const movements = byLender.flatMap(({ moved }) => moved);
  const lastDay = movements
    .map(({ valueDate }) => valueDate)
    .sort()
    .at(-1);
  return {
    loans: await read<LoanRow>(LOANS),
    orders: await read<OrderRow>(ORDERS),
    charges: await read<ChargeRow>(CHARGES),
    strayLadders: (await read<{ id: string }>(STRAY_LADDERS)).map(({ id }) => id),
    rungs: await read<RungRow>(RUNGS),
    contacts: await read<ContactRow>(CONTACTS, [CONTACT_ACTIONS]),
    promises: await read<PromiseRow>(PROMISES),
    days: daysOf(byLender, await read<LedgerDay>(LEDGER_DAYS)),
    unbalancedDays: (await read<{ day: string }>(UNBALANCED_DAYS)).map(({ day }) => day),
    entries: await read<MoneyEntry>(MONEY_ENTRIES),
    movements,
    balances: await balances(venue, lenders),
    breaks: await read<BreakRow>(BREAKS),
    strayItems: (await read<{ item: string }>(STRAY_ITEMS)).map(({ item }) => item),
    openTasks: (await read<{ task: string }>(OPEN_TASKS)).map(({ task }) => task),
    refusedTransfers: (await read<{ transfer: string }>(REFUSED_TRANSFERS)).map(({ transfer }) => transfer),
    waitingNotices: (await read<{ id: string }>('SELECT id FROM bank_notice WHERE handled_at IS NULL')).map(
      ({ id }) => id,
    ),
    unsentMessages: (await read<{ message: string }>(UNSENT_MESSAGES)).map(({ message }) => message),
    atBank: await stage.bank.pending(),
    failedChecks: await failedChecks(venue),
    failedProcesses: await failedProcesses(venue),
    openDays: (await read<{ day: string }>(OPEN_DAYS, [lastDay ?? '2000-01-01'])).map(({ day }) => day),
  };
}

const LOANS = `
  SELECT l.id, l.status, l.principal_fen AS "principalFen", a.amount_fen AS "agreedFen",
         l.principal_outstanding_fen AS "outstandingFen", l.suspense_fen AS "suspenseFen",
         l.start_date AS "startDate"
    FROM loan l JOIN application a ON a.id = l.id`;

const ORDERS = `
  SELECT key, purpose, status, amount_fen AS "amountFen", bank_reference AS "bankReference",
         bank_date AS "bankDate" FROM payment`;

const CHARGES = `
  SELECT f.id, f.status, f.price_fen AS "priceFen", f.points_used AS "pointsUsed", f.collected_fen AS "collectedFen",
         f.held_fen AS "heldFen", f.waived_fen AS "waivedFen", f.refunded_fen AS "refundedFen",
         (SELECT max(a.price_fen) FROM fee_agreement a WHERE a.loan_id = f.loan_id AND a.rule = f.rule) AS "agreedFen",
         (SELECT coalesce(sum(p.amount_fen), 0)::bigint FROM payment p
            WHERE p.key LIKE 'fee/' || f.id || '/collect/%' AND p.status = 'SUCCEEDED')
           - (SELECT coalesce(sum(b.amount_fen), 0)::bigint FROM fee_event b
             WHERE b.fee_id = f.id AND b.type = 'BOUNCE') AS "takenFen",
         (SELECT coalesce(sum(p.amount_fen), 0)::bigint FROM payment p
            WHERE p.key LIKE 'fee/' || f.id || '/refund/%' AND p.status = 'SUCCEEDED') AS "givenBackFen"
    FROM fee f`;

const STRAY_LADDERS = `
  SELECT e.loan_id || '/' || e.number AS id FROM collection_episode e JOIN loan l ON l.id = e.loan_id
    WHERE e.cured_at IS NULL AND l.status = 'CLOSED'
  UNION ALL
  SELECT 'promise ' || p.id FROM collection_promise p JOIN collection_episode e ON (e.loan_id, e.number) = (p.loan_id, p.episode)
    WHERE p.status = 'OPEN' AND e.cured_at IS NOT NULL
  UNION ALL
  SELECT high.loan_id || '/' || high.episode || ' rung ' || high.day FROM collection_rung high
    JOIN collection_rung low ON (low.loan_id, low.episode) = (high.loan_id, high.episode)
    WHERE low.day < high.day AND low.created_at > high.created_at`;

const RUNGS = `
  SELECT loan_id AS "loanId", episode, day, reached_on AS "reachedOn" FROM collection_rung
    ORDER BY loan_id, episode, created_at, day`;

/** What the ladder does by which the debtor is talked or written to. */
const CONTACT_ACTIONS = LADDER_ACTIONS.filter((action) => classOf(action) === 'CONTACT');

const CONTACTS = `
  SELECT loan_id AS "loanId", enterprise_id AS "enterpriseId", channel AS what, at::text,
         created_at::text AS "writtenAt" FROM collection_contact
  UNION ALL
  SELECT a.loan_id, e.enterprise_id, a.action, a.at::text, a.created_at::text
    FROM collection_action a JOIN collection_episode e ON (e.loan_id, e.number) = (a.loan_id, a.episode)
    WHERE a.outcome = 'DONE' AND a.action = ANY ($1)`;

const PROMISES = `
  SELECT loan_id AS "loanId", made_at::text AS "madeAt", ended_at::text AS "endedAt",
         created_at::text AS "writtenAt" FROM collection_promise`;

interface LedgerDay {
  readonly account: string;
  readonly day: string;
  readonly movedFen: number;
}

const LEDGER_DAYS = `
  SELECT i.bank_account_no AS account, coalesce(e.bank_date, e.value_date) AS day,
         sum(p.debit_fen - p.credit_fen)::bigint AS "movedFen"
    FROM journal_entry e JOIN posting p ON p.entry_id = e.id JOIN institution i ON i.id = e.institution_id
    WHERE p.account_code = '1002' GROUP BY 1, 2`;

const UNBALANCED_DAYS = `
  SELECT i.code || ' ' || e.entry_date AS day
    FROM journal_entry e JOIN posting p ON p.entry_id = e.id JOIN institution i ON i.id = e.institution_id
    GROUP BY i.code, e.entry_date HAVING sum(p.debit_fen) <> sum(p.credit_fen)`;

/** The two books day by day: the ledger by the days on which the bank booked what it tells of. */
function daysOf(
  lenders: readonly { readonly no: string; readonly moved: readonly BankEntry[] }[],
  ledger: readonly LedgerDay[],
): DayRow[] {
  return lenders.flatMap(({ no: account, moved }) => {
    const own = ledger.filter((row) => row.account === account);
    const firstLoan = moved.find(({ direction }) => direction === 'DEBIT')?.valueDate ?? '9999-12-31';
    const days = [...new Set([...own.map(({ day }) => day), ...moved.map(({ valueDate }) => valueDate)])];
    return days
      .filter((day) => day >= firstLoan)
      .map((day) => ({
        ...{ account, day },
        ledgerFen: own.reduce((sum, row) => sum + (row.day <= day ? row.movedFen : 0), 0),
        bankFen: moved.reduce((sum, row) => sum + (row.valueDate <= day ? signed(row) : 0), 0),
      }));
  });
}

/** What a movement of the bank adds to the lender's account. */
export function signed({ amountFen, direction }: BankEntry): number {
  return direction === 'CREDIT' ? amountFen : -amountFen;
}

const MONEY_ENTRIES = `
  SELECT e.business_key AS "businessKey", e.loan_id AS "loanId",
         coalesce(sum(p.debit_fen - p.credit_fen) FILTER (WHERE p.account_code = '1002'), 0)::bigint AS "bankFen",
         coalesce(sum(p.debit_fen - p.credit_fen) FILTER (WHERE p.account_code = '2241.01'), 0)::bigint AS "suspenseFen"
    FROM journal_entry e JOIN posting p ON p.entry_id = e.id
    WHERE p.account_code IN ('1002', '2241.01') GROUP BY e.id`;

const BREAKS = `
  SELECT b.id, b.kind, b.reference,
         (SELECT count(*) FROM human_task t WHERE t.case_id = b.id::text)::int AS tasks
    FROM break_case b WHERE b.status = 'OPEN'`;

/** Differences have an owner by the laws of the database; these wait for a later file, or for nobody. */
const STRAY_ITEMS = `
  SELECT outcome || ' ' || key AS item FROM reconciliation_item
    WHERE resolved_at IS NULL AND outcome IN ('CUTOFF', 'PENDING')
  UNION ALL
  SELECT 'receipt ' || r.id FROM unidentified_receipt r
    WHERE r.status = 'OPEN' AND NOT EXISTS (SELECT FROM human_task t WHERE t.case_id = r.id::text)`;

const REFUSED_TRANSFERS = `
  SELECT reference || ': ' || (detail ->> 'why') AS transfer FROM break_case WHERE kind = 'TRANSFER'`;

const OPEN_TASKS = `
  SELECT concat_ws(' ', kind, reason ->> 'code', case_id, id) AS task FROM human_task WHERE status IN ('OPEN', 'CLAIMED')`;

const UNSENT_MESSAGES = `
  SELECT template || ' ' || dedupe_key || ' ' || status AS message FROM message WHERE status <> 'SENT'`;

const OPEN_DAYS = `
  SELECT i.code || ' ' || wanted || ' done to ' || coalesce(done_to::text, 'no day') AS day
    FROM institution i, unnest(ARRAY['END_OF_DAY', 'RECONCILIATION']) AS wanted,
      LATERAL (SELECT max(business_date) AS done_to FROM day_close d
        WHERE d.institution_id = i.id AND d.step = wanted) AS last
    WHERE EXISTS (SELECT FROM loan l WHERE l.institution_id = i.id) AND coalesce(done_to < $1::date, true)`;

async function balances(
  { read }: Venue,
  lenders: readonly { readonly no: string; readonly balanceFen: number }[],
): Promise<Balance[]> {
  const rows = await read<{ code: string; account: string; ledgerFen: number }>(
    `SELECT i.code, i.bank_account_no AS account, (SELECT coalesce(sum(p.debit_fen - p.credit_fen), 0)::bigint
              FROM journal_entry e JOIN posting p ON p.entry_id = e.id
              WHERE e.institution_id = i.id AND p.account_code = '1002') AS "ledgerFen" FROM institution i`,
  );
  return rows.map(({ account, code, ledgerFen }) => ({
    code,
    ledgerFen,
    bankFen: lenders.find(({ no }) => no === account)?.balanceFen ?? 0,
  }));
}

async function failedChecks({ stage }: Venue): Promise<string[]> {
  const failed: string[] = [];
  for (const { code } of INSTITUTIONS) {
    const finance = await stage.platform.signedIn(staffMail('finance', code), DEMO_PASSWORD);
    const { checks } = await finance.call('getLedgerChecks');
    failed.push(...checks.filter(({ ok }) => !ok).map(({ name }) => `${code} ${name}`));
  }
  return failed;
}

async function failedProcesses({ temporal }: Venue): Promise<string[]> {
  const failed: string[] = [];
  for await (const { status, workflowId } of temporal.workflow.list({ query: FAILED })) {
    failed.push(`${workflowId} ${status.name}`);
  }
  return failed;
}

const FAILED = "ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut', 'Canceled')";
