import type { Pool } from 'pg';
import type { LoanTerms } from '../../domain/loan/terms';
import type { LoanFee } from '../../domain/offer/costedLoan';
import type { CapRegime } from '../../domain/parameters';
import type { DayCount, IntervalMonths, PaymentMode, RepaymentMethod } from '../../domain/schedule/types';
import { Conditions, selectOne } from './select';

export interface ProductRow {
  readonly id: string;
  readonly institutionId: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly status: string;
  readonly minimumFen: number;
  readonly maximumFen: number;
  readonly minimumTermMonths: number;
  readonly maximumTermMonths: number;
  readonly methods: readonly RepaymentMethod[];
  readonly dayCount: DayCount;
  readonly terms: Readonly<Record<string, unknown>>;
}

const PRODUCT = `p.id, p.institution_id AS "institutionId", p.code, p.name_zh AS "nameZh", p.name_en AS "nameEn",
  p.status, p.minimum_fen AS "minimumFen", p.maximum_fen AS "maximumFen",
  p.minimum_term_months AS "minimumTermMonths", p.maximum_term_months AS "maximumTermMonths", p.methods,
  p.day_count AS "dayCount", p.terms`;

/** Products on offer: of one institution, by its id or its code, or of all. */
export async function listProducts(
  sql: Pool,
  filter: { readonly institutionId?: string | undefined; readonly institutionCode?: string | undefined },
): Promise<readonly ProductRow[]> {
  const conditions = new Conditions()
    .when(true, `p.status = 'RELEASED'`)
    .and('p.institution_id = ?', filter.institutionId)
    .and('p.institution_id = (SELECT id FROM institution WHERE code = ?)', filter.institutionCode);
  const { rows } = await sql.query<ProductRow>(
    `SELECT ${PRODUCT} FROM product p ${conditions.where} ORDER BY p.institution_id, p.code`,
    conditions.values,
  );
  return rows;
}

/** A product on offer, or null. */
export function findProduct(sql: Pool, id: string): Promise<ProductRow | null> {
  return selectOne<ProductRow>(
    sql,
    `SELECT ${PRODUCT} FROM product p WHERE p.id = $1 AND p.status = 'RELEASED'`,
    [id],
  );
}

/**
 * The column `product.terms`: everything that fixes a contract beside amount, term, method and rate. The
 * contract keeps a copy, so that a product may change later.
 */
export interface ProductTerms
  extends Pick<
    LoanTerms,
    | 'penaltyMarkup'
    | 'capRate'
    | 'compoundInterest'
    | 'graceDays'
    | 'graceMode'
    | 'waterfalls'
    | 'prepaymentFeeRate'
    | 'regime'
    | 'vatRate'
  > {
  readonly paymentMode: PaymentMode;
  readonly intervalMonths: IntervalMonths;
  readonly capRegime: CapRegime;
  readonly fees: readonly LoanFee[];
  /** Grade whose price a quote without obligation shows. */
  readonly quoteGrade: string;
  /** Business days that an offer stays open. */
  readonly offerDays: number;
}
