import type { IsoDate } from '../../domain/calendar/isoDate';
import type { FeeRule } from '../../domain/fees/rule';
import type { TariffAnswer } from '../../domain/fees/tariff';
import type { LoanTerms } from '../../domain/loan/terms';
import { upcastTerms } from '../../domain/loan/upcast';
import type { Fen } from '../../domain/money/fen';
import type { ShownTariff } from './feeAgreements';
import { readRows, write } from './statement';
import type { Queryable } from './transaction';

/** A price list of an institution that begins on a day to come, or began lately. */
export interface TariffToCome {
  readonly id: string;
  readonly effectiveFrom: IsoDate;
  readonly rules: readonly FeeRule[];
}

/**
 * Price lists that were approved and have not begun on a day; and the one in force, which nobody was told of in time
 * where it was approved the day before.
 * @param since how long ago that one may have begun: after this day
 */
export async function tariffsToCome(
  sql: Queryable,
  institutionId: string,
  { on, since }: { readonly on: IsoDate; readonly since: IsoDate },
): Promise<readonly TariffToCome[]> {
  return await readRows<TariffToCome>(
    sql,
    `WITH list AS (SELECT id, effective_from, coalesce(value -> 'rules', '[]') AS rules FROM own_rules
         WHERE institution_id = $1 AND subject = 'fees' AND status = 'APPROVED' AND effective_from > $3)
     SELECT * FROM list WHERE NOT EXISTS (SELECT FROM list later
         WHERE later.effective_from <= $2 AND later.effective_from > list.effective_from)
       ORDER BY effective_from`,
    [institutionId, on, since],
  );
}

/** What a loan's prices depend on, and which lists it was told of. */
export interface TariffSubject {
  readonly loanId: string;
  readonly amountFen: Fen;
  readonly termMonths: number;
  readonly grade: string;
  readonly loansRepaid: number;
  readonly capRate: string;
  readonly terms: LoanTerms;
  readonly told: readonly string[];
  /** Fees that a list which does not count yet will change: one that the loan agreed to, or that is dearer in nothing. */
  readonly waiting: readonly {
    readonly rule: string;
    readonly listedFrom: string;
    readonly priceFen: number;
    /** It counts from that day by itself. */
    readonly isFavourable: boolean;
  }[];
}

/** The same for many. */
export async function tariffSubjects(
  sql: Queryable,
  loanIds: readonly string[],
): Promise<ReadonlyMap<string, TariffSubject>> {
  const rows = await readRows<TariffSubject & { readonly terms: Parameters<typeof upcastTerms>[0] }>(
    sql,
    `SELECT l.id AS loan_id, l.principal_fen AS amount_fen, a.term_months,
            coalesce(a.assessment #>> '{risk,grade}', '') AS grade,
            (SELECT count(*) FROM loan r WHERE r.enterprise_id = l.enterprise_id AND r.status = 'CLOSED' AND r.id <> l.id)
              AS loans_repaid,
            coalesce(a.assessment #>> '{price,capRate}', '0') AS cap_rate, l.terms,
            coalesce((SELECT json_agg(n.tariff) FROM tariff_notice n WHERE n.loan_id = l.id), '[]') AS told,
            coalesce((SELECT json_agg(json_build_object('rule', line ->> 'rule', 'listedFrom', n.effective_from,
                  'priceFen', line -> 'thenFen', 'isFavourable', n.is_favourable))
                FROM tariff_notice n, jsonb_array_elements(n.shown -> 'lines') line
                WHERE n.loan_id = l.id AND (n.is_favourable OR 'CONSENT' = (SELECT a.answer FROM tariff_answer a
                    WHERE a.tariff = n.tariff AND a.loan_id = n.loan_id ORDER BY a.created_at DESC LIMIT 1))
                  AND NOT EXISTS (SELECT FROM fee_agreement g
                    WHERE g.loan_id = n.loan_id AND g.tariff = n.tariff::text)), '[]') AS waiting
       FROM loan l JOIN application a ON a.id = l.id WHERE l.id = ANY ($1::uuid[])`,
    [loanIds],
  );
  return new Map(rows.map((row) => [row.loanId, { ...row, terms: upcastTerms(row.terms) }]));
}

/** What a loan is told of a later price list. */
export interface NewNotice {
  readonly tariff: string;
  readonly loanId: string;
  readonly institutionId: string;
  readonly enterpriseId: string;
  readonly sentOn: string;
  readonly effectiveFrom: string;
  readonly isFavourable: boolean;
  readonly shown: ShownTariff;
}

/** Writes what loans are told, in one statement; a second time changes nothing. */
export async function writeNotices(sql: Queryable, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return;
  const column = <Value>(of: (notice: NewNotice) => Value) => notices.map(of);
  await write(
    sql,
    `INSERT INTO tariff_notice (tariff, loan_id, institution_id, enterprise_id, sent_on, effective_from, is_favourable,
         shown)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::date[], $7::boolean[],
         $8::jsonb[]) ON CONFLICT DO NOTHING`,
    [
      column(({ tariff }) => tariff),
      column(({ loanId }) => loanId),
      column(({ institutionId }) => institutionId),
      column(({ enterpriseId }) => enterpriseId),
      column(({ sentOn }) => sentOn),
      column(({ effectiveFrom }) => effectiveFrom),
      column(({ isFavourable }) => isFavourable),
      column(({ shown }) => JSON.stringify(shown)),
    ],
  );
}

/** A price list that a loan was told of and that is not agreed to yet, with what was said. */
export interface OpenNotice extends NewNotice {
  readonly signedOn: IsoDate;
  /** In order, each by a person of the enterprise. */
  readonly answers: readonly (TariffAnswer & { readonly by: string })[];
}

const OPEN_NOTICES = `
  SELECT n.tariff, n.loan_id, n.institution_id, n.enterprise_id, n.sent_on, n.effective_from, n.is_favourable, n.shown,
         (SELECT min(g.effective_from) FROM fee_agreement g WHERE g.loan_id = n.loan_id) AS signed_on,
         coalesce((SELECT json_agg(json_build_object('version', a.tariff, 'on', a.answered_on, 'answer', a.answer,
             'by', a.answered_by) ORDER BY a.created_at) FROM tariff_answer a WHERE a.tariff = n.tariff AND a.loan_id = n.loan_id), '[]')
           AS answers
    FROM tariff_notice n JOIN loan l ON l.id = n.loan_id
    WHERE n.effective_from <= $2 AND NOT EXISTS (SELECT FROM fee_agreement g
      WHERE g.loan_id = n.loan_id AND g.tariff = n.tariff::text)`;
const IN_ORDER = 'ORDER BY n.effective_from, n.tariff, n.loan_id';

/** Those of an institution's running loans that may count by a day, in the order in which they begin. */
export async function openNotices(
  sql: Queryable,
  institutionId: string,
  through: IsoDate,
): Promise<readonly OpenNotice[]> {
  return await readRows<OpenNotice>(
    sql,
    `${OPEN_NOTICES} AND n.institution_id = $1 AND l.status IN ('REPAYING', 'OVERDUE') ${IN_ORDER}`,
    [institutionId, through],
  );
}

/** The same of one loan, whether it runs or not. */
export async function openNoticesOf(
  sql: Queryable,
  loanId: string,
  through: IsoDate,
): Promise<readonly OpenNotice[]> {
  return await readRows<OpenNotice>(sql, `${OPEN_NOTICES} AND n.loan_id = $1 ${IN_ORDER}`, [loanId, through]);
}
