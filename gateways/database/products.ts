import type { Pool } from 'pg';
import type { PRODUCT_STATUSES } from '../../contracts/http';
import type { ProductTerms } from '../../domain/offer/productTerms';
import type { DayCount, RepaymentMethod } from '../../domain/schedule/types';
import { Conditions, selectOne } from './select';

export interface ProductRow {
  readonly id: string;
  readonly institutionId: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly status: (typeof PRODUCT_STATUSES)[number];
  readonly minimumFen: number;
  readonly maximumFen: number;
  readonly minimumTermMonths: number;
  readonly maximumTermMonths: number;
  readonly methods: readonly RepaymentMethod[];
  readonly dayCount: DayCount;
  readonly terms: ProductTerms;
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
