import type { Pool } from 'pg';

/** The day that the portfolio's books are brought to when it is made. */
export const PORTFOLIO_DATE = '2026-05-31';

const INSTALMENTS = 12;
const PRINCIPAL_PER_INSTALMENT_FEN = 1_000_000;
const INTEREST_PER_INSTALMENT_FEN = 10_000;

/** Loan ids of a portfolio: `marker` tells portfolios apart, `index` counts from 1. */
export function portfolioLoanId(marker: number, index: number): string {
  return `0198c1f1-${hex(marker, 4)}-7000-8000-${hex(index, 12)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** Which loans to make. */
export interface Portfolio {
  readonly institutionId: string;
  readonly productId: string;
  readonly marker: number;
  readonly loans: number;
}

/**
 * Makes loans by sets, as their events would have made them: equal principal over a year at 12 %, begun on
 * days spread over ten months, paid up to the portfolio's date except one in twenty, which is behind.
 * @param owner a superuser, because the foreign keys of a million rows need not be asked
 */
export async function makePortfolio(owner: Pool, portfolio: Portfolio): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica');
    // Payouts by the hundred thousand have no orders.
    await client.query('ALTER TABLE loan_event DISABLE TRIGGER judge_money_event');
    for (const statement of statementsFor(portfolio)) await client.query(statement);
    await client.query('ALTER TABLE loan_event ENABLE ALWAYS TRIGGER judge_money_event');
    await client.query('COMMIT');
    await client.query('VACUUM ANALYZE loan');
    await client.query('VACUUM ANALYZE instalment');
  } finally {
    client.release();
  }
}

function statementsFor({ institutionId, productId, marker, loans }: Portfolio): readonly string[] {
  const prefix = portfolioLoanId(marker, 0).slice(0, 24);
  const principal = INSTALMENTS * PRINCIPAL_PER_INSTALMENT_FEN;
  const enterprise = portfolioLoanId(marker + 0x1000, 1);
  const ofPortfolio = `id BETWEEN '${portfolioLoanId(marker, 1)}' AND '${portfolioLoanId(marker, loans)}'`;
  return [
    `INSERT INTO enterprise (id, institution_id, uscc, name, stage, mobile_cipher, mobile_index, mail_cipher,
        mail_index, legal_person_cipher, bank_account_cipher, bank_account_index, stage_since)
      VALUES ('${enterprise}', '${institutionId}', '${enterprise}', 'Bench', 'ACTIVE', '', '', '', '', '', '', '',
              now())`,
    `INSERT INTO application (id, institution_id, enterprise_id, product_id, amount_fen, term_months, method,
        purpose, statements, profile, stage, stage_since, created_by)
      SELECT ('${prefix}' || lpad(to_hex(i), 12, '0'))::uuid, '${institutionId}', '${enterprise}', '${productId}',
             ${principal}, ${INSTALMENTS}, 'EQUAL_PRINCIPAL', 'bench', '{}', '{}', 'DISBURSED', now(), 'bench'
        FROM generate_series(1, ${loans}) i`,
    `INSERT INTO facility (id, institution_id, enterprise_id, application_id, limit_fen, agreed_at)
      SELECT id, institution_id, enterprise_id, id, amount_fen, now() FROM application WHERE ${ofPortfolio}`,
    `INSERT INTO drawdown (id, facility_id, institution_id, enterprise_id, number, amount_fen, terms, account_cipher,
        account_index, agreed_at)
      SELECT id, id, institution_id, enterprise_id, 1, limit_fen, jsonb_build_object('loanId', id,
               'principalFen', ${principal}, 'annualRate', '0.12', 'termMonths', ${INSTALMENTS},
               'method', 'EQUAL_PRINCIPAL', 'dayCount', '30/360', 'vatRate', '0.06', 'regime', 'BANK'), '', '', now()
        FROM facility WHERE ${ofPortfolio}`,
    `INSERT INTO loan (id, institution_id, enterprise_id, terms, principal_fen, status, event_count, start_date,
        accrued_through, events_through)
      SELECT id, institution_id, enterprise_id, terms, amount_fen, 'REPAYING', 1,
             date '${PORTFOLIO_DATE}' - 1 - (row_number() OVER (ORDER BY id))::integer % 300,
             '${PORTFOLIO_DATE}', '${PORTFOLIO_DATE}'
        FROM drawdown WHERE ${ofPortfolio}`,
    `INSERT INTO loan_event (loan_id, sequence, kind, effective_date, payload, business_key)
      SELECT id, 1, 'DISBURSED', start_date, '{}', 'loan/' || id || '/disburse' FROM loan WHERE ${ofPortfolio}`,
    `INSERT INTO instalment (loan_id, number, period_start, due_date, collection_date, opening_fen, annual_rate,
        accrual_from, principal_fen, interest_fen, principal_paid_fen, interest_paid_fen, settled)
      SELECT id, k, since, due, due, ${PRINCIPAL_PER_INSTALMENT_FEN} * (${INSTALMENTS + 1} - k), 0.12, since,
             ${PRINCIPAL_PER_INSTALMENT_FEN}, interest, CASE WHEN paid THEN ${PRINCIPAL_PER_INSTALMENT_FEN} ELSE 0 END,
             CASE WHEN paid THEN interest ELSE 0 END, paid
        FROM (SELECT id, start_date, row_number() OVER (ORDER BY id) % 20 = 0 AS is_behind FROM loan
                WHERE ${ofPortfolio}) l, generate_series(1, ${INSTALMENTS}) k,
             LATERAL (SELECT (start_date + make_interval(months => k - 1))::date AS since,
                             (start_date + make_interval(months => k))::date AS due,
                             ${INTEREST_PER_INSTALMENT_FEN} * (${INSTALMENTS + 1} - k) AS interest) d,
             LATERAL (SELECT due < date '${PORTFOLIO_DATE}' - CASE WHEN is_behind THEN 40 ELSE 0 END AS paid) p`,
    `UPDATE instalment i SET booked_interest_fen = earned,
        deferred_vat_fen = CASE WHEN due_date <= '${PORTFOLIO_DATE}' THEN 0 ELSE vat_of(earned, 10600) END,
        overdue_in_books = NOT settled AND collection_date < '${PORTFOLIO_DATE}'
      FROM (SELECT loan_id, number, earned_by(instalment, '${PORTFOLIO_DATE}', 360::smallint) AS earned
              FROM instalment WHERE period_start < '${PORTFOLIO_DATE}'
                AND loan_id IN (SELECT id FROM loan WHERE ${ofPortfolio})) e
      WHERE e.loan_id = i.loan_id AND e.number = i.number`,
    `UPDATE loan SET principal_outstanding_fen = normal + overdue, principal_normal_fen = normal,
        principal_overdue_fen = overdue, interest_receivable_fen = receivable, deferred_vat_fen = deferred,
        next_due_date = next, status = CASE WHEN overdue > 0 THEN 'OVERDUE' ELSE 'REPAYING' END
      FROM (SELECT loan_id, sum(principal_fen - principal_paid_fen) FILTER (WHERE NOT overdue_in_books) AS normal,
                   coalesce(sum(principal_fen - principal_paid_fen) FILTER (WHERE overdue_in_books), 0) AS overdue,
                   sum(booked_interest_fen - interest_paid_fen) AS receivable, sum(i.deferred_vat_fen) AS deferred,
                   min(due_date) FILTER (WHERE NOT settled AND collection_date >= '${PORTFOLIO_DATE}') AS next
              FROM instalment i WHERE loan_id IN (SELECT id FROM loan WHERE ${ofPortfolio}) GROUP BY loan_id) s
      WHERE id = s.loan_id`,
    ...openingEntry(institutionId, marker, ofPortfolio),
  ];
}

/**
 * One entry that brings the ledger to what the loans hold, so that the two can be compared afterwards. As capital: money
 * of the bank is refused in an entry that no order or statement brought.
 */
function openingEntry(institutionId: string, marker: number, ofPortfolio: string): readonly string[] {
  const key = `bench/opening/${marker}`;
  const line = (number: number, account: string, debit: string) =>
    `SELECT id, ${number}, '${account}', greatest(${debit}, 0), greatest(-(${debit}), 0) FROM entry, loans`;
  const assets = 'normal + overdue + receivable';
  return [
    `WITH entry AS (
       INSERT INTO journal_entry (institution_id, business_key, event, entry_date)
         VALUES ('${institutionId}', '${key}', 'OPENING', '${PORTFOLIO_DATE}') RETURNING id
     ), loans AS (
       SELECT sum(principal_normal_fen)::bigint AS normal, sum(principal_overdue_fen)::bigint AS overdue,
              sum(interest_receivable_fen)::bigint AS receivable, sum(deferred_vat_fen)::bigint AS deferred
         FROM loan WHERE ${ofPortfolio}
     )
     INSERT INTO posting (entry_id, line, account_code, debit_fen, credit_fen)
       ${line(1, '1303.01', 'normal')} UNION ALL ${line(2, '1303.02', 'overdue')}
       UNION ALL ${line(3, '1132', 'receivable')} UNION ALL ${line(4, '2221.02', '-deferred')}
       UNION ALL ${line(5, '4001', `deferred - (${assets})`)}`,
  ];
}
