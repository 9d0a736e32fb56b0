import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import { type IsoDate, isoDate, publishedCalendar } from '../../../../domain/calendar';
import type { LoanTerms } from '../../../../domain/loan';
import { fen, type Rate } from '../../../../domain/money';
import { INSTITUTIONS, PRODUCTS } from '../../../../gateways/database/baseData';
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
}

/** Writes an application, as the owner; and its enterprise, unless there is one. */
export async function makeCase(
  owner: Pool,
  institution = institutionId,
  enterpriseId = uuidv7(),
): Promise<Case> {
  const loanId = uuidv7();
  const product = PRODUCTS.find((each) => each.institutionId === institution);
  await owner.query(
    `INSERT INTO enterprise (id, institution_id, uscc, name, stage, mobile_cipher, mobile_index, mail_cipher,
        mail_index, legal_person_cipher, bank_account_cipher, bank_account_index, stage_since)
       VALUES ($1, $2, $3, 'Test', 'ACTIVE', '', '', '', '', '', '', '', now()) ON CONFLICT DO NOTHING`,
    [enterpriseId, institution, enterpriseId],
  );
  await owner.query(
    `INSERT INTO application (id, institution_id, enterprise_id, product_id, amount_fen, term_months, method,
        purpose, statements, profile, stage, stage_since, created_by)
       VALUES ($1, $2, $3, $4, 100000000, 12, 'EQUAL_INSTALMENT', 'stock', '{}', '{}', 'DISBURSING', now(), 'u')`,
    [loanId, institution, enterpriseId, product?.id],
  );
  return { loanId, enterpriseId, institutionId: institution };
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

/** What the applicant of a case accepted. */
export async function agree(sql: Pool, at: Case, terms: LoanTerms): Promise<void> {
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

/** Blind index of the account that the money of a case goes to. */
export const accountOf = ({ enterpriseId }: Case): string => `account of ${enterpriseId}`;

/** Pays a loan out as it was agreed: its row, its first event and its first entry. */
export async function disburse(sql: Pool, at: Case, terms: LoanTerms, payment?: SettledPayment) {
  await agree(sql, at, terms);
  return recordLoanEvents(
    sql,
    at.loanId,
    [
      {
        kind: 'DISBURSED',
        amountFen: terms.principalFen,
        effectiveDate: terms.startDate,
        recordedOn: terms.startDate,
        businessKey: `loan/${at.loanId}/disburse`,
      },
    ],
    calendar,
    { opening: unopenedLoan({ ...at, terms }), ...(payment === undefined ? {} : { payment }) },
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
