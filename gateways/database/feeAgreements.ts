import { textOf } from '../../contracts/texts/texts';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { OfferedFee } from '../../domain/fees/loanFees';
import type { FeeKind } from '../../domain/ledger/entries';
import type { Fen } from '../../domain/money/fen';
import type { Stored } from './columns';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** What somebody is shown of a fee before they agree to it: figures, and what it is called in both languages. */
export interface ShownFee extends OfferedFee {
  readonly words: { readonly zh: string; readonly en: string };
  /** The annual cost of the loan with all its fees; of a fee for no loan none. */
  readonly annualCost?: string;
}

/** What a loan's people are shown of a later price list: each fee as it is, and as it would be. */
export interface ShownTariff {
  readonly effectiveFrom: string;
  readonly lines: readonly {
    readonly rule: string;
    readonly kind: FeeKind;
    readonly timing: OfferedFee['timing'];
    readonly words: ShownFee['words'];
    readonly nowFen: number;
    /** 0: it is charged no more. */
    readonly thenFen: number;
    /** How the price is made; null: it is charged no more. */
    readonly then: OfferedFee | null;
  }[];
}

/** A fee with the words that people read. */
export function shownFee(fee: OfferedFee, annualCost?: string): ShownFee {
  const words = { zh: textOf('zh-CN', 'costs', fee.kind), en: textOf('en', 'costs', fee.kind) };
  return { ...fee, words, ...(annualCost === undefined ? {} : { annualCost }) };
}

/** A line of what was agreed about a loan's fees, from a day on. */
export interface FeeAgreement {
  readonly loanId: string;
  readonly rule: string;
  readonly effectiveFrom: string;
  readonly institutionId: string;
  readonly enterpriseId: string;
  readonly kind: FeeKind;
  readonly timing: OfferedFee['timing'];
  readonly priceFen: Fen;
  readonly tariff: string;
  /** The day on which the price list begins: of two that count from one day the later list does. */
  readonly listedFrom: string;
  /** Set against what is charged once. */
  readonly pointsUsed: number;
}

/**
 * The fees of an accepted offer are agreed to with it, from its day on.
 * @param agreedBy the person of the enterprise who accepted it
 * @param priced the fees with points that are set against them; null: as they were offered
 */
export async function agreeOnFees(
  sql: Queryable,
  loanId: string,
  agreedBy: string,
  priced: { readonly fees: readonly OfferedFee[]; readonly effectiveRate: string } | null = null,
): Promise<void> {
  const accepted = await readRow<
    Pick<Stored<'Application'>, 'offer' | 'institutionId' | 'enterpriseId'> & { readonly agreedAt: string }
  >(
    sql,
    `SELECT a.offer, a.institution_id, a.enterprise_id, d.agreed_at FROM drawdown d
       JOIN facility f ON f.id = d.facility_id JOIN application a ON a.id = f.application_id WHERE d.id = $1`,
    [loanId],
  );
  if (accepted?.offer == null) return;
  const { offer, agreedAt, ...whose } = accepted;
  const { tariff, terms } = offer;
  const from = { effectiveFrom: terms.startDate, listedFrom: terms.startDate };
  const agreed = { ...whose, loanId, ...from, tariff, agreedBy };
  const { fees, effectiveRate } = priced ?? {
    fees: offer.fees,
    effectiveRate: offer.annualCost?.effectiveRate,
  };
  await writeAgreements(
    sql,
    fees.map((fee) => ({ ...agreed, ...fee, shown: shownFee(fee, effectiveRate) })),
    agreedAt,
  );
}

/** Whether somebody has accepted the offer of a loan. */
export async function isAgreed(sql: Queryable, loanId: string): Promise<boolean> {
  return (await readRow(sql, 'SELECT id FROM drawdown WHERE id = $1', [loanId])) !== null;
}

/** What somebody was shown before they agreed, in one word. */
export async function hashOfShown(sql: Queryable, shown: object): Promise<string> {
  const row = await readRow<{ hash: string }>(sql, 'SELECT sha256_of($1::jsonb) AS hash', [
    JSON.stringify(shown),
  ]);
  if (row === null) throw new Error('no hash of what is shown');
  return row.hash;
}

/** What was agreed to, what was shown of it, and who of the enterprise agreed: nobody where it became cheaper by itself. */
export type NewAgreement = FeeAgreement & { readonly shown: ShownFee; readonly agreedBy: string | null };

/** Writes what was agreed to, in one statement; a second time changes nothing. */
export async function writeAgreements(
  sql: Queryable,
  agreements: readonly NewAgreement[],
  agreedAt: string,
): Promise<void> {
  if (agreements.length === 0) return;
  const column = <Value>(of: (agreement: NewAgreement) => Value) => agreements.map(of);
  await write(
    sql,
    `INSERT INTO fee_agreement (loan_id, rule, effective_from, institution_id, enterprise_id, kind, timing, price_fen,
         tariff, listed_from, shown, agreed_by, points_used, agreed_at)
       SELECT g.*, $14::timestamptz FROM unnest($1::uuid[], $2::text[], $3::date[], $4::uuid[], $5::uuid[], $6::text[],
         $7::text[], $8::bigint[], $9::text[], $10::date[], $11::jsonb[], $12::text[],
         $13::bigint[]) AS g ON CONFLICT DO NOTHING`,
    [
      column(({ loanId }) => loanId),
      column(({ rule }) => rule),
      column(({ effectiveFrom }) => effectiveFrom),
      column(({ institutionId }) => institutionId),
      column(({ enterpriseId }) => enterpriseId),
      column(({ kind }) => kind),
      column(({ timing }) => timing),
      column(({ priceFen }) => priceFen),
      column(({ tariff }) => tariff),
      column(({ listedFrom }) => listedFrom),
      column(({ shown }) => JSON.stringify(shown)),
      column(({ agreedBy }) => agreedBy),
      column(({ pointsUsed }) => pointsUsed),
      agreedAt,
    ],
  );
}

/** What loans have agreed to, by loan, in the order in which it counts: of two lines from one day the later list. */
export async function agreedPrices(
  sql: Queryable,
  loanIds: readonly string[],
): Promise<Map<string, readonly AgreedPrice[]>> {
  const rows = await readRows<{ loanId: string; lines: readonly AgreedPrice[] }>(
    sql,
    `SELECT loan_id, json_agg(json_build_object('loanId', loan_id, 'rule', rule, 'priceFen', price_fen,
         'timing', timing, 'effectiveFrom', effective_from, 'listedFrom', listed_from)
         ORDER BY effective_from, listed_from) AS lines
       FROM fee_agreement WHERE loan_id = ANY ($1::uuid[]) GROUP BY loan_id`,
    [loanIds],
  );
  return new Map(rows.map(({ loanId, lines }) => [loanId, lines]));
}

/** A price list that a loan has agreed to: the day on which it begins, and the first from which it counts for the loan. */
export type BegunList = Pick<FeeAgreement, 'loanId' | 'listedFrom' | 'effectiveFrom'>;

/** The price lists that loans have agreed to by now. */
export async function listsOfLoans(
  sql: Queryable,
  loanIds: readonly string[],
): Promise<readonly BegunList[]> {
  return await readRows<BegunList>(
    sql,
    `SELECT loan_id, listed_from::text AS listed_from, min(effective_from)::text AS effective_from FROM fee_agreement
       WHERE loan_id = ANY ($1::uuid[]) GROUP BY loan_id, listed_from`,
    [loanIds],
  );
}

/** What a line costs and how often, from a day on. */
export type AgreedPrice = BegunList & Pick<FeeAgreement, 'rule' | 'priceFen' | 'timing'>;

/** A loan that fees are charged for, and the days that they follow. */
export interface ChargedLoan {
  readonly loanId: string;
  readonly startDate: IsoDate;
  readonly dueDates: readonly IsoDate[];
  readonly vatRate: string;
  readonly agreements: readonly (FeeAgreement & { readonly shown: ShownFee })[];
  /** `rule/period` of what was charged before. */
  readonly charged: readonly string[];
}

const CHARGED = `
  SELECT l.id AS loan_id, l.start_date::text AS start_date, l.terms ->> 'vatRate' AS vat_rate,
         coalesce((SELECT json_agg(i.due_date::text ORDER BY i.number) FROM instalment i WHERE i.loan_id = l.id), '[]')
           AS due_dates,
         (SELECT json_agg(json_build_object('loanId', g.loan_id, 'rule', g.rule, 'effectiveFrom', g.effective_from::text,
             'institutionId', g.institution_id, 'enterpriseId', g.enterprise_id, 'kind', g.kind, 'timing', g.timing,
             'priceFen', g.price_fen, 'tariff', g.tariff, 'listedFrom', g.listed_from::text, 'pointsUsed', g.points_used,
             'shown', g.shown) ORDER BY g.effective_from, g.listed_from)
            FROM fee_agreement g WHERE g.loan_id = l.id) AS agreements,
         coalesce((SELECT json_agg(f.rule || '/' || f.period) FROM fee f WHERE f.loan_id = l.id), '[]') AS charged
    FROM loan l`;

/** What was agreed about the fees of a loan, and which of them were charged; null where there are none. */
export async function readChargedLoan(sql: Queryable, loanId: string): Promise<ChargedLoan | null> {
  return await readRow<ChargedLoan>(
    sql,
    `${CHARGED} WHERE l.id = $1 AND EXISTS (SELECT FROM fee_agreement g WHERE g.loan_id = l.id)`,
    [loanId],
  );
}

/** Running loans of an institution with fees that are charged again and again, from an id on. */
export async function loansWithPeriodicFees(
  sql: Queryable,
  of: { readonly institutionId: string; readonly after: string | null; readonly most: number },
): Promise<readonly ChargedLoan[]> {
  return await readRows<ChargedLoan>(
    sql,
    `${CHARGED} WHERE l.institution_id = $1 AND l.status IN ('REPAYING', 'OVERDUE')
        AND ($2::uuid IS NULL OR l.id > $2)
        AND EXISTS (SELECT FROM fee_agreement g WHERE g.loan_id = l.id AND g.institution_id = $1
          AND g.timing <> 'PER_PROJECT') ORDER BY l.id LIMIT $3`,
    [of.institutionId, of.after, of.most],
  );
}
