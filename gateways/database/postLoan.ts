import type { MatterOutcome } from '../../contracts/postLoan';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { Fen } from '../../domain/money/fen';
import type { Indicator, PostLoanParameters, WarningLevel } from '../../domain/parameters/postLoan';
import type { OverallColour, Reading, SignalColour } from '../../domain/postLoan/earlyWarning';
import type { EnterpriseProfile } from '../../domain/scoring/profile';
import type { FinancialStatements } from '../../domain/scoring/statements';
import type { ColumnCipher } from '../crypto';
import { openLegalPerson } from './personalData';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** A reading as it was last taken, with what it said. */
export type KeptReadings = Readonly<Partial<Record<Indicator, Reading & { readonly colour: SignalColour }>>>;

/** A borrower whose turn it is to be looked at, with what is known of it here. */
export interface BorrowerToWatch {
  readonly enterpriseId: string;
  readonly uscc: string;
  readonly name: string;
  readonly legalPerson: string;
  /** Whether it agrees that the bureau is asked. */
  readonly mayAskBureau: boolean;
  readonly exposureFen: Fen;
  readonly netAssetsFen: Fen | null;
  /** What was handed in with its newest application that has statements. */
  readonly statements: { readonly figures: FinancialStatements; readonly asOf: IsoDate } | null;
  /** Of its newest loan, when it was granted. */
  readonly taxRatingThen: EnterpriseProfile['taxRating'];
  readonly readings: KeptReadings;
  readonly standing: Readonly<Partial<Record<Indicator, WarningLevel>>>;
}

type WatchRow = Omit<BorrowerToWatch, 'legalPerson' | 'statements'> & {
  readonly legalPersonCipher: Uint8Array;
  readonly figures: FinancialStatements | null;
  readonly statementsOf: IsoDate | null;
};

/** Loans whose borrowers are watched and checked. */
const LENT = `status IN ('REPAYING', 'OVERDUE')`;

/**
 * Borrowers of an institution whose last look is so long ago, in the order of their ids, in one statement.
 * @param of.before looked at on this day at the latest
 */
export async function findBorrowersToWatch(
  sql: Queryable,
  cipher: ColumnCipher,
  of: {
    readonly institutionId: string;
    readonly before: IsoDate;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<readonly BorrowerToWatch[]> {
  const rows = await readRows<WatchRow>(
    sql,
    `WITH lent AS (
       SELECT l.enterprise_id, sum(l.principal_outstanding_fen)::bigint AS exposure_fen
         FROM loan l LEFT JOIN post_loan_look k USING (enterprise_id)
         WHERE l.institution_id = $1 AND l.${LENT} AND (k.looked_on IS NULL OR k.looked_on <= $2)
           AND ($3::uuid IS NULL OR l.enterprise_id > $3)
         GROUP BY l.enterprise_id ORDER BY l.enterprise_id LIMIT $4)
     SELECT b.enterprise_id, e.uscc, e.name, e.legal_person_cipher, b.exposure_fen, i.net_assets_fen,
            EXISTS (SELECT FROM consent c WHERE c.enterprise_id = b.enterprise_id AND c.purpose = 'CREDIT_ENQUIRY'
              AND c.withdrawn_at IS NULL) AS may_ask_bureau,
            s.statements AS figures, s.statements_of, t.tax_rating_then,
            coalesce(k.readings, '{}') AS readings,
            (SELECT coalesce(json_object_agg(w.indicator, w.level), '{}') FROM (
               SELECT indicator, min(level) AS level FROM post_loan_matter m
                 WHERE m.enterprise_id = b.enterprise_id AND m.kind = 'WARNING' AND m.cleared_on IS NULL
                 GROUP BY indicator) w) AS standing
       FROM lent b JOIN enterprise e ON e.id = b.enterprise_id JOIN institution i ON i.id = $1
         LEFT JOIN post_loan_look k ON k.enterprise_id = b.enterprise_id
         LEFT JOIN LATERAL (SELECT a.statements, (business_at(a.created_at) AT TIME ZONE 'Asia/Shanghai')::date
                AS statements_of
             FROM application a WHERE a.enterprise_id = b.enterprise_id AND a.statements ? 'current'
             ORDER BY a.created_at DESC LIMIT 1) s ON true
         LEFT JOIN LATERAL (SELECT a.profile ->> 'taxRating' AS tax_rating_then
             FROM loan l JOIN application a ON a.id = l.id WHERE l.enterprise_id = b.enterprise_id
             ORDER BY l.start_date DESC, l.id DESC LIMIT 1) t ON true
       ORDER BY b.enterprise_id`,
    [of.institutionId, of.before, of.after, of.limit],
  );
  return rows.map(({ legalPersonCipher, figures, statementsOf, ...row }) => ({
    ...row,
    legalPerson: openLegalPerson(cipher, row.enterpriseId, legalPersonCipher),
    statements:
      figures === null || statementsOf === null
        ? null
        : { figures: { ...figures, previous: figures.previous ?? null }, asOf: statementsOf },
  }));
}

/** What a look at a borrower found. */
export interface Looked {
  readonly enterpriseId: string;
  readonly overall: OverallColour;
  readonly readings: KeptReadings;
  readonly raised: readonly {
    readonly indicator: Indicator;
    readonly level: WarningLevel;
    readonly value: string;
    readonly asOf: IsoDate;
    readonly bound: string;
    readonly dueOn: IsoDate;
  }[];
  readonly cleared: readonly Indicator[];
  /** Whether everybody who was to be asked answered: else it is its turn again with the next run. */
  readonly isWhole: boolean;
}

/**
 * Writes what looks found, of any number of borrowers in a few statements; within a transaction. Writing it again
 * changes nothing.
 * @param of.thresholds version that the warnings are raised by
 * @returns how many warnings are new
 */
export async function writeLooks(
  sql: Queryable,
  {
    institutionId,
    on,
    thresholds,
  }: { readonly institutionId: string; readonly on: IsoDate; readonly thresholds: string },
  looks: readonly Looked[],
): Promise<number> {
  await write(
    sql,
    `WITH look AS (
       SELECT * FROM unnest($3::uuid[], $4::text[], $5::jsonb[], $6::boolean[]) AS l (id, overall, readings, is_whole)),
     kept AS (
       INSERT INTO post_loan_reading (enterprise_id, institution_id, looked_on, readings)
         SELECT id, $1, $2, readings FROM look
         ON CONFLICT (enterprise_id, looked_on) DO UPDATE SET readings = excluded.readings)
     INSERT INTO post_loan_look (enterprise_id, institution_id, looked_on, overall, readings)
       SELECT id, $1, CASE WHEN is_whole THEN $2::date ELSE '-infinity' END, overall, readings FROM look
       ON CONFLICT (enterprise_id) DO UPDATE SET overall = excluded.overall, readings = excluded.readings,
         looked_on = greatest(post_loan_look.looked_on, excluded.looked_on)`,
    [
      ...[institutionId, on],
      looks.map(({ enterpriseId }) => enterpriseId),
      looks.map(({ overall }) => overall),
      looks.map(({ readings }) => JSON.stringify(readings)),
      looks.map(({ isWhole }) => isWhole),
    ],
  );
  const cleared = looks.flatMap(({ enterpriseId, cleared: good }) =>
    good.map((indicator) => ({ enterpriseId, indicator })),
  );
  await end(sql, cleared, 'CLEARED', on);
  const raised = looks.flatMap(({ enterpriseId, raised: bad }) =>
    bad.map((warning) => ({ enterpriseId, ...warning })),
  );
  // A red one takes the place of the yellow one that somebody looks at; what was answered of that stands.
  await write(
    sql,
    `UPDATE post_loan_matter m SET status = 'SETTLED', outcome = 'WORSE', settled_at = business_now()
       FROM unnest($1::uuid[], $2::text[]) AS w (enterprise_id, indicator)
       WHERE m.enterprise_id = w.enterprise_id AND m.indicator = w.indicator AND m.status = 'OPEN' AND m.level = 'YELLOW'`,
    [
      raised.filter(({ level }) => level === 'RED').map(({ enterpriseId }) => enterpriseId),
      raised.filter(({ level }) => level === 'RED').map(({ indicator }) => indicator),
    ],
  );
  return await write(
    sql,
    `INSERT INTO post_loan_matter
         (institution_id, enterprise_id, kind, indicator, level, value, as_of, bound, raised_on, due_on, thresholds)
       SELECT $1, enterprise_id, 'WARNING', indicator, level, value, as_of, bound, $2, due_on, $10
         FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::date[], $8::text[], $9::date[])
           AS w (enterprise_id, indicator, level, value, as_of, bound, due_on)
       ON CONFLICT DO NOTHING`,
    [
      ...[institutionId, on],
      raised.map(({ enterpriseId }) => enterpriseId),
      raised.map(({ indicator }) => indicator),
      raised.map(({ level }) => level),
      raised.map(({ value }) => value),
      raised.map(({ asOf }) => asOf),
      raised.map(({ bound }) => bound),
      raised.map(({ dueOn }) => dueOn),
      thresholds,
    ],
  );
}

/** Ends warnings that are so no longer: those that are open are over, those that were answered stand no more. */
async function end(
  sql: Queryable,
  of: readonly { readonly enterpriseId: string; readonly indicator: Indicator }[],
  outcome: MatterOutcome,
  on: IsoDate,
): Promise<void> {
  if (of.length === 0) return;
  await write(
    sql,
    `UPDATE post_loan_matter m SET cleared_on = $3, status = 'SETTLED', outcome = coalesce(m.outcome, $4),
         settled_at = coalesce(m.settled_at, business_now())
       FROM unnest($1::uuid[], $2::text[]) AS g (enterprise_id, indicator)
       WHERE m.enterprise_id = g.enterprise_id AND m.indicator = g.indicator AND m.cleared_on IS NULL`,
    [of.map(({ enterpriseId }) => enterpriseId), of.map(({ indicator }) => indicator), on, outcome],
  );
}

/** Ends all that is about borrowers who owe nothing any more. @returns how many matters */
export async function endRepaid(sql: Queryable, institutionId: string, on: IsoDate): Promise<number> {
  return await write(
    sql,
    `UPDATE post_loan_matter m SET status = 'SETTLED', outcome = coalesce(m.outcome, 'REPAID'),
         settled_at = coalesce(m.settled_at, business_now()),
         cleared_on = CASE m.kind WHEN 'WARNING' THEN $2::date END
       WHERE m.institution_id = $1 AND (m.status = 'OPEN' OR m.kind = 'WARNING' AND m.cleared_on IS NULL)
         AND NOT EXISTS (SELECT FROM loan l WHERE l.enterprise_id = m.enterprise_id AND l.${LENT})`,
    [institutionId, on],
  );
}

/**
 * Writes down the checks of borrowers that are due on a day: so long after the last one, or after the first of their
 * loans that run, as their worst grade says. In one statement.
 * @returns how many are new
 */
export async function callDueChecks(
  sql: Queryable,
  of: { readonly institutionId: string; readonly on: IsoDate; readonly dueOn: IsoDate },
  checkEveryDays: PostLoanParameters['checkEveryDays'],
): Promise<number> {
  const grades = Object.keys(checkEveryDays);
  return await write(
    sql,
    `WITH every AS (SELECT * FROM unnest($4::text[], $5::integer[]) WITH ORDINALITY AS g (grade, days, place)),
     lent AS (
       SELECT l.enterprise_id, min(l.start_date) AS since,
              max(coalesce(g.place, array_length($4::text[], 1))) AS place
         FROM loan l JOIN application a ON a.id = l.id
           LEFT JOIN every g ON g.grade = a.assessment #>> '{risk,grade}'
         WHERE l.institution_id = $1 AND l.${LENT} GROUP BY l.enterprise_id)
     INSERT INTO post_loan_matter (institution_id, enterprise_id, kind, grade, raised_on, due_on)
       SELECT $1, b.enterprise_id, 'CHECK', g.grade, $2, $3
         FROM lent b JOIN every g USING (place)
         WHERE $2::date >= g.days + greatest(b.since, (
             SELECT max((m.settled_at AT TIME ZONE 'Asia/Shanghai')::date) FROM post_loan_matter m
               WHERE m.enterprise_id = b.enterprise_id AND m.kind = 'CHECK' AND m.status = 'SETTLED'))
       ON CONFLICT DO NOTHING`,
    [of.institutionId, of.on, of.dueOn, grades, Object.values(checkEveryDays)],
  );
}

/** The last look at a borrower; null: there was none yet. */
export async function readLook(
  sql: Queryable,
  institutionId: string,
  enterpriseId: string,
): Promise<{
  readonly lookedOn: IsoDate | null;
  readonly overall: OverallColour;
  readonly readings: KeptReadings;
} | null> {
  return await readRow(
    sql,
    `SELECT CASE WHEN isfinite(looked_on) THEN looked_on END AS looked_on, overall, readings
       FROM post_loan_look WHERE institution_id = $1 AND enterprise_id = $2`,
    [institutionId, enterpriseId],
  );
}
