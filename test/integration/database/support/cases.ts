import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import { type IsoDate, isoDate } from '../../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../../domain/calendar/published';
import type { LoanTerms } from '../../../../domain/loan/terms';
import { fen } from '../../../../domain/money/fen';
import type { Rate } from '../../../../domain/money/rate';
import { INSTITUTIONS, PRODUCTS } from '../../../../gateways/database/baseData';
import { compareSubLedger, type SubLedgerPart } from '../../../../gateways/database/ledger';
import type { SettledPayment } from '../../../../gateways/database/loans';
import { recordLoanEvents, unopenedLoan } from '../../../../gateways/database/loans';

export const calendar = publishedCalendar();
export const institutionId: string = INSTITUTIONS[0].id;
export const otherInstitutionId: string = INSTITUTIONS[1].id;

/** An application that is being paid out: what a loan is made from. */
export interface Case {
  readonly loanId: string;
  readonly enterpriseId: string;
  readonly institutionId: string;
  /** The task by which finance released the money. */
  readonly releaseTaskId: string;
}

/** Writes an application that nobody has decided on, as the owner; and its enterprise, unless there is one. */
export async function makeApplication(
  owner: Pool,
  institution = institutionId,
  enterpriseId = uuidv7(),
): Promise<Omit<Case, 'releaseTaskId'>> {
  const loanId = uuidv7();
  const product = PRODUCTS.find((each) => each.institutionId === institution);
  await owner.query(
    `INSERT INTO enterprise (id, institution_id, uscc, name, stage, mobile_cipher, mobile_index, mail_cipher,
        mail_index, legal_person_cipher, bank_account_cipher, bank_account_index, stage_since)
       VALUES ($1, $2, $3, 'Test', 'ACTIVE', '', '', '', '', '', '', $4, now()) ON CONFLICT DO NOTHING`,
    [enterpriseId, institution, enterpriseId, accountOf({ enterpriseId })],
  );
  await owner.query(
    `INSERT INTO application (id, institution_id, enterprise_id, product_id, amount_fen, term_months, method,
        purpose, statements, profile, stage, stage_since, created_by)
       VALUES ($1, $2, $3, $4, 100000000, 12, 'EQUAL_INSTALMENT', 'stock', '{}', '{}', 'DISBURSING', now(), 'u')`,
    [loanId, institution, enterpriseId, product?.id],
  );
  return { loanId, enterpriseId, institutionId: institution };
}

/** An application that was approved and released. */
export async function makeCase(
  owner: Pool,
  institution = institutionId,
  enterpriseId?: string,
): Promise<Case> {
  const application = await makeApplication(owner, institution, enterpriseId);
  const of = { caseId: application.loanId, institution };
  await decide(owner, { ...of, step: 'APPROVE', kind: 'APPROVE_APPLICATION', role: 'approver' });
  const released = { step: 'RELEASE', kind: 'RELEASE_DISBURSEMENT', role: 'finance' };
  return { ...application, releaseTaskId: await decide(owner, { ...of, ...released }) };
}

/** A person's word on a step of a case (a yes on an application), by a task of the role. @returns the task */
export async function decide(
  owner: Pool,
  of: {
    readonly caseType?: string;
    readonly caseId: string;
    readonly institution: string;
    readonly step: string;
    readonly kind: string;
    readonly role: string;
    readonly actor?: string;
    readonly decision?: string;
    /** By which it approves an application. */
    readonly authority?: string;
    readonly round?: number;
    /** What its task names. */
    readonly about?: object;
  },
): Promise<string> {
  const { caseType = 'APPLICATION', caseId, institution, step, kind, role, decision = 'APPROVE' } = of;
  const { authority = 'CREDIT_MANAGER', round = 1, about = {} } = of;
  const actor = of.actor ?? (await staffOf(owner, institution, role));
  const taskId = uuidv7();
  await owner.query(
    `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at,
         outcome, closed_by, closed_at, round)
       VALUES ($1, $2, $3, $4, $5, lower($4) || '/' || $5::text, $6, 'DONE', $9, now(), $7, $8, now(), $10)`,
    [
      ...[taskId, institution, kind, caseType, caseId, role, decision, actor],
      ...[JSON.stringify({ detail: { authority, ...about } }), round],
    ],
  );
  await owner.query(
    `INSERT INTO decision (id, institution_id, case_type, case_id, step, task_id, actor_id, decision, reason, round,
         decided_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'said', $9, business_now())`,
    [uuidv7(), institution, caseType, caseId, step, taskId, actor, decision, round],
  );
  return taskId;
}

/** A person's yes to each step of a receipt's way back. @returns the task of the second one */
export async function agreeReturn(
  owner: Pool,
  receiptId: string,
  institution = institutionId,
): Promise<string> {
  const of = { caseType: 'RECEIPT', caseId: receiptId, institution, role: 'finance' };
  await decide(owner, { ...of, step: 'RESOLVE', kind: 'IDENTIFY_RECEIPT', decision: 'RETURN' });
  const actor = await staffOf(owner, institution, 'finance', 'second');
  return await decide(owner, {
    ...{ ...of, actor, step: 'CONFIRM', kind: 'CONFIRM_RETURN', decision: 'CONFIRM' },
  });
}

/** Somebody without a name, who signs in by nothing. */
export async function makeUser(owner: Pool, id: string): Promise<void> {
  await owner.query(
    `INSERT INTO "user" (id, person_cipher, email)
       VALUES ($1, '', encode(sha256(convert_to($1, 'UTF8')), 'hex') || '@index.invalid') ON CONFLICT DO NOTHING`,
    [id],
  );
}

/** A member of staff with one role. */
export async function staffOf(
  owner: Pool,
  institution: string,
  role: string,
  which = 'first',
): Promise<string> {
  const id = `${which} ${role} of ${institution}`;
  await makeUser(owner, id);
  await owner.query(
    `INSERT INTO membership (id, user_id, role, institution_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [uuidv7(), id, role, institution],
  );
  return id;
}

/** Terms of a loan over 1,000,000.00 for a year. */
export function termsOf(loanId: string, changes: Partial<LoanTerms> = {}): LoanTerms {
  return {
    loanId,
    principalFen: fen(100_000_000),
    annualRate: '0.12' as Rate,
    termMonths: 12,
    method: 'EQUAL_INSTALMENT',
    startDate: isoDate('2026-01-15'),
    dayCount: '30/360',
    paymentMode: 'EXACT',
    intervalMonths: 1,
    penaltyMarkup: '0.5' as Rate,
    compoundInterest: true,
    graceDays: 0,
    graceMode: 'RETROACTIVE',
    waterfalls: { accrual: 'ACCRUAL', nonAccrual: 'NON_ACCRUAL' },
    prepaymentFeeRate: '0' as Rate,
    regime: 'BANK',
    vatRate: '0.06' as Rate,
    parameterVersions: {},
    ...changes,
  };
}

/** The way of an application through the approval matrix, for terms. */
export async function routeApproval(
  sql: Pool,
  at: Omit<Case, 'releaseTaskId'>,
  { principalFen, termMonths, annualRate, method }: LoanTerms,
  more: { readonly approvers?: readonly string[]; readonly round?: number } = {},
): Promise<void> {
  const { approvers = ['RISK_REVIEWER', 'CREDIT_MANAGER'], round = 1 } = more;
  await sql.query(
    `INSERT INTO approval_route (application_id, institution_id, round, level, approvers, raised_by,
         must_be_disinterested, exposure_fen, group_ids, amount_fen, term_months, annual_rate, method)
       VALUES ($1, $2, $3, 1, $4, '{}', false, $5, '{}', $5, $6, $7, $8)`,
    [at.loanId, at.institutionId, round, approvers, principalFen, termMonths, annualRate, method],
  );
}

/** What was approved, and the applicant of a case accepted. */
export async function agree(sql: Pool, at: Case, terms: LoanTerms): Promise<void> {
  await routeApproval(sql, at, terms);
  await sql.query(
    `WITH agreed AS (
       INSERT INTO facility (id, institution_id, enterprise_id, application_id, limit_fen, agreed_at)
         VALUES ($1, $2, $3, $1, $4, now()) ON CONFLICT DO NOTHING RETURNING *
     )
     INSERT INTO drawdown (id, facility_id, institution_id, enterprise_id, number, amount_fen, terms, account_cipher,
         account_index, agreed_at)
       SELECT id, id, institution_id, enterprise_id, 1, limit_fen, $5, '', $6, agreed_at FROM agreed`,
    [at.loanId, at.institutionId, at.enterpriseId, terms.principalFen, JSON.stringify(terms), accountOf(at)],
  );
}

/** Blind index of an enterprise's own account, which money goes out to. */
export const accountOf = ({ enterpriseId }: Pick<Case, 'enterpriseId'>): string =>
  `account of ${enterpriseId}`;

/** The order that pays a case's loan out; its row is written, nothing else. */
export async function orderPayout(sql: Pool, at: Case, terms: LoanTerms): Promise<SettledPayment> {
  const key = `loan/${at.loanId}/disburse`;
  const { rows } = await sql.query<{ id: string }>(
    `WITH written AS (
       INSERT INTO payment (id, institution_id, subject_type, subject_id, enterprise_id, key, purpose, mandate_type,
           mandate_id, debit_account_cipher, debit_account_index, credit_account_cipher, credit_account_index, status,
           amount_fen, value_date)
         VALUES ($1, $2, 'LOAN', $3, $4, $5, 'DISBURSEMENT', 'RELEASE', $6, '', 'lender', '', $7, 'CREATED', $8, $9)
         ON CONFLICT (key) DO NOTHING RETURNING id
     )
     SELECT id FROM written UNION ALL SELECT id FROM payment WHERE key = $5`,
    [
      uuidv7(),
      at.institutionId,
      at.loanId,
      at.enterpriseId,
      key,
      at.releaseTaskId,
      accountOf(at),
      terms.principalFen,
      terms.startDate,
    ],
  );
  return {
    id: rows[0]?.id ?? '',
    bankReference: `bank/${key}`,
    bankDate: terms.startDate,
    settledAt: `${terms.startDate}T09:00:00+08:00`,
  };
}

/** Pays a loan out as it was agreed: its order, its row, its first event and its first entry. */
export async function disburse(sql: Pool, at: Case, terms: LoanTerms) {
  await agree(sql, at, terms);
  const payment = await orderPayout(sql, at, terms);
  const { loanId, institutionId, enterpriseId } = at;
  return recordLoanEvents(
    sql,
    loanId,
    [
      {
        kind: 'DISBURSED',
        amountFen: terms.principalFen,
        effectiveDate: terms.startDate,
        recordedOn: terms.startDate,
        businessKey: `loan/${loanId}/disburse`,
      },
    ],
    calendar,
    { opening: unopenedLoan({ loanId, institutionId, enterpriseId, terms }), payment },
  );
}

/** Lets a database go without one of its laws, for a test that is about something else. */
export async function withoutLaw(owner: Pool, table: string, trigger: string): Promise<void> {
  await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER ${trigger}`);
}

/** Does something past one of the database's laws, which holds again afterwards. */
export async function pastLaw(
  owner: Pool,
  table: string,
  trigger: string,
  work: () => Promise<unknown>,
): Promise<void> {
  await withoutLaw(owner, table, trigger);
  await work();
  await owner.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${trigger}`);
}

/** Marks the days up to one as closed and reconciled, as if somebody had done the work. */
export async function markDays(owner: Pool, from: string, through: string): Promise<void> {
  for (const step of ['END_OF_DAY', 'RECONCILIATION']) {
    await owner.query(
      `INSERT INTO day_close (institution_id, business_date, step, figures)
         SELECT $1, day, $2, '{}' FROM generate_series($3::date, $4, interval '1 day') day
           WHERE day > coalesce((SELECT max(business_date) FROM day_close
                                   WHERE institution_id = $1 AND step = $2), '1999-01-01')
           ORDER BY day`,
      [institutionId, step, from, through],
    );
  }
}

/** Sets the business clock of a test to an instant; it runs on at speed 1. @param knownForMs for how long it has run */
export async function setClock(owner: Pool, instant: string, knownForMs = 0): Promise<void> {
  await owner.query('TRUNCATE clock_segment');
  await owner.query(
    `INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms)
       VALUES (floor(real_now_ms()) - $2::bigint, $1::bigint - $2::bigint, 1, $1)`,
    [Date.parse(instant), knownForMs],
  );
}

/** Loans that the end of day of a day does not close, as if the database had refused what it does to them. */
export async function leaveOut(
  owner: Pool,
  day: IsoDate,
  loans: readonly { readonly loanId: string }[],
): Promise<void> {
  await owner.query(
    `INSERT INTO day_exception (institution_id, business_date, loan_id, error)
       SELECT institution_id, $1, id, 'left out by a test' FROM loan WHERE id = ANY ($2)`,
    [day, loans.map(({ loanId }) => loanId)],
  );
}

/**
 * Accounts of which the ledger shows something else than the rows of loans, or of unclaimed money, add up to.
 * @param without accounts that a test has no rows for
 */
export async function booksDiffer(
  sql: Pool,
  without: readonly string[] = [],
): Promise<readonly SubLedgerPart[]> {
  const parts = await compareSubLedger(sql, institutionId);
  return parts.filter(
    ({ accountCode, ledgerFen, loansFen }) => !without.includes(accountCode) && ledgerFen !== loansFen,
  );
}

/** Money from the borrower on a day. */
export function received(loanId: string, date: IsoDate, amountFen: number, key: string) {
  return {
    kind: 'RECEIVED' as const,
    amountFen: fen(amountFen),
    into: 'BANK' as const,
    effectiveDate: date,
    recordedOn: date,
    businessKey: `loan/${loanId}/repay/${key}`,
  };
}
