import type { IsoDate } from '../../domain/calendar/isoDate';
import type { Fen } from '../../domain/money/fen';
import type { FeeAgreement, ShownFee } from './feeAgreements';
import type { Fee } from './fees';
import { readRows, write } from './statement';
import type { Queryable } from './transaction';

/** A charge that was agreed to with its loan and has fallen due. */
export interface AgreedFee {
  readonly agreement: FeeAgreement & { readonly shown: ShownFee };
  readonly period: string;
  readonly chargedOn: IsoDate;
  readonly amountFen: Fen;
}

/**
 * Charges what was agreed to, in one statement: the charge and, with it, the consent that was given with the loan. What
 * the loan was charged for before stays as it is.
 */
export async function writeAgreedFees(sql: Queryable, fees: readonly AgreedFee[]): Promise<void> {
  if (fees.length === 0) return;
  const column = <Value>(of: (fee: AgreedFee) => Value) => fees.map(of);
  await write(
    sql,
    `WITH charged AS (
       INSERT INTO fee (id, institution_id, enterprise_id, loan_id, rule, kind, period, price_fen, charged_on,
           valid_until, settlement, tariff, shown)
         SELECT gen_random_uuid(), c.institution_id, c.enterprise_id, c.loan_id, c.rule, c.kind, c.period, c.price_fen,
                c.charged_on, c.charged_on, 'ONLINE', c.tariff, c.shown
           FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[],
             $8::date[], $9::text[], $10::jsonb[]) AS c (institution_id, enterprise_id, loan_id, rule, kind, period,
             price_fen, charged_on, tariff, shown)
         ON CONFLICT DO NOTHING RETURNING id, loan_id, rule, period, charged_on
     )
     INSERT INTO fee_event (fee_id, number, key, type, counts_on, points_used, at)
       SELECT id, 1, 'fee/' || id || '/consent', 'CONSENT', charged_on, c.points_used, business_now()
         FROM charged JOIN unnest($3::uuid[], $4::text[], $6::text[], $11::bigint[])
           AS c (loan_id, rule, period, points_used) USING (loan_id, rule, period)`,
    [
      column(({ agreement }) => agreement.institutionId),
      column(({ agreement }) => agreement.enterpriseId),
      column(({ agreement }) => agreement.loanId),
      column(({ agreement }) => agreement.rule),
      column(({ agreement }) => agreement.kind),
      column(({ period }) => period),
      column(({ amountFen }) => amountFen),
      column(({ chargedOn }) => chargedOn),
      column(({ agreement }) => agreement.tariff),
      column(({ agreement }) => JSON.stringify(agreement.shown)),
      column(({ agreement }) => agreement.pointsUsed),
    ],
  );
}

/** A charge of a loan, as far as a prepayment lets some of it fall away. */
export interface LoanFeeRow
  extends Pick<Fee, 'id' | 'institutionId' | 'enterpriseId' | 'rule' | 'kind' | 'period' | 'priceFen'> {
  /** The price less points, and less what people gave up or back of it: what was agreed to be paid, as it stands. */
  readonly standingFen: Fen;
  readonly timing: FeeAgreement['timing'];
  /** Of a whole period. */
  readonly agreedFen: Fen;
  /** What was given up or back for prepayments by now, by the loan's event. */
  readonly fallenFen: Readonly<Record<string, Fen>>;
}

/** What was charged for a loan and is not cancelled. */
export async function listLoanFees(sql: Queryable, loanId: string): Promise<readonly LoanFeeRow[]> {
  return await readRows<LoanFeeRow>(
    sql,
    `SELECT f.id, f.institution_id, f.enterprise_id, f.rule, f.kind, f.period, f.price_fen, g.timing,
            g.price_fen AS agreed_fen, f.price_fen - f.points_used - coalesce((SELECT sum(q.granted_fen)
              FROM fee_request q WHERE q.fee_id = f.id AND q.kind NOT IN ('PREPAYMENT', 'BOUNCE')), 0)::bigint AS standing_fen,
            coalesce((SELECT json_object_agg(q.source, q.fallen_fen) FROM (SELECT source,
                CASE status WHEN 'WITHDRAWN' THEN fee_request_given(id) ELSE granted_fen END AS fallen_fen
                FROM fee_request WHERE fee_id = f.id AND kind = 'PREPAYMENT') q WHERE q.fallen_fen > 0), '{}') AS fallen_fen
       FROM fee f JOIN fee_agreement g ON g.loan_id = f.loan_id AND g.rule = f.rule AND g.tariff = f.tariff
       WHERE f.loan_id = $1 AND f.status <> 'CANCELLED' ORDER BY f.id`,
    [loanId],
  );
}

/** What a loan's prepayment lets fall away of a charge. */
export interface PrepaymentRelief {
  readonly fee: Pick<LoanFeeRow, 'id' | 'institutionId' | 'enterpriseId'>;
  /** The prepayment, as the loan's events name it. */
  readonly source: string;
  readonly amountFen: Fen;
}

/** Asks for what prepayments let fall away, in one statement; a second time changes nothing. */
export async function writePrepaymentRequests(
  sql: Queryable,
  reliefs: readonly PrepaymentRelief[],
): Promise<void> {
  if (reliefs.length === 0) return;
  await write(
    sql,
    `INSERT INTO fee_request (id, fee_id, institution_id, enterprise_id, kind, amount_fen, reason, source)
       SELECT gen_random_uuid(), r.fee_id, r.institution_id, r.enterprise_id, 'PREPAYMENT', r.amount_fen, r.source,
              r.source
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[])
           AS r (fee_id, institution_id, enterprise_id, amount_fen, source)
         WHERE NOT EXISTS (SELECT FROM fee_request q WHERE (q.fee_id, q.source) = (r.fee_id, r.source))
       ON CONFLICT DO NOTHING`,
    [
      reliefs.map(({ fee }) => fee.id),
      reliefs.map(({ fee }) => fee.institutionId),
      reliefs.map(({ fee }) => fee.enterpriseId),
      reliefs.map(({ amountFen }) => amountFen),
      reliefs.map(({ source }) => source),
    ],
  );
}
