import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { readRow, write } from './statement';
import type { Queryable } from './transaction';

const SHOWN = {
  id: true,
  loanId: true,
  quotedOn: true,
  validThrough: true,
  amountFen: true,
  dueFen: true,
  prepaymentFen: true,
  settledOn: true,
  createdAt: true,
} satisfies Prisma.SettlementQuoteSelect;

/** What settles a loan until a day, as it was told. */
export type SettlementQuoteRow = Pick<Stored<'SettlementQuote'>, keyof typeof SHOWN>;
export type NewSettlementQuote = Omit<SettlementQuoteRow, 'settledOn' | 'createdAt'> &
  Pick<Stored<'SettlementQuote'>, 'institutionId' | 'askedBy'>;

const MOST_LISTED = 50;

/** Writes a quote down; again changes nothing. */
export async function writeSettlementQuote(sql: Queryable, quote: NewSettlementQuote): Promise<void> {
  const { id, loanId, institutionId, quotedOn, validThrough, amountFen, dueFen, prepaymentFen, askedBy } =
    quote;
  await write(
    sql,
    `INSERT INTO settlement_quote (id, loan_id, institution_id, quoted_on, valid_through, amount_fen, due_fen,
         prepayment_fen, asked_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [id, loanId, institutionId, quotedOn, validThrough, amountFen, dueFen, prepaymentFen, askedBy],
  );
}

/** Quotes of a loan, the newest first. */
export async function listSettlementQuotes(
  prisma: PrismaClient,
  loanId: string,
): Promise<readonly SettlementQuoteRow[]> {
  const rows = await prisma.settlementQuote.findMany({
    select: SHOWN,
    where: { loanId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST_LISTED,
  });
  return rows.map(plain<'SettlementQuote'>());
}

/** A quote that stands on a day; of several the one over most. Null when none does. */
export function findStandingQuote(
  sql: Queryable,
  loanId: string,
  on: string,
): Promise<SettlementQuoteRow | null> {
  return readRow<SettlementQuoteRow>(
    sql,
    `SELECT id, loan_id, quoted_on, valid_through, amount_fen, due_fen, prepayment_fen, settled_on, created_at
       FROM settlement_quote WHERE loan_id = $1 AND $2 BETWEEN quoted_on AND valid_through AND settled_on IS NULL
       ORDER BY amount_fen DESC LIMIT 1`,
    [loanId, on],
  );
}

/** The loan is settled by it. */
export async function keepQuote(sql: Queryable, id: string, settledOn: string): Promise<void> {
  await write(sql, 'UPDATE settlement_quote SET settled_on = $2 WHERE id = $1', [id, settledOn]);
}
