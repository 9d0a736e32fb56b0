import type { LedgerChangeKind, LedgerChangeStatus } from '../../contracts/ledgerChanges';
import { asked } from './asked';
import { plain, type Stored } from './columns';
import { type Decision, writeDecision } from './fourEyes';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { write } from './statement';
import type { Queryable } from './transaction';

const SHOWN = {
  id: true,
  kind: true,
  payload: true,
  reason: true,
  status: true,
  requestedBy: true,
  decidedBy: true,
  decisionReason: true,
  createdAt: true,
  decidedAt: true,
} satisfies Prisma.LedgerChangeSelect;

/** What somebody of finance asked for, and what became of it. */
export type LedgerChangeRow = Pick<Stored<'LedgerChange'>, keyof typeof SHOWN>;

/** Changes of an institution's books that people asked for, newest first. */
export async function listLedgerChanges(
  prisma: PrismaClient,
  institutionId: string,
  of: { readonly status?: LedgerChangeStatus | undefined; readonly kind?: LedgerChangeKind | undefined },
  paging: Paging,
): Promise<Page<LedgerChangeRow>> {
  const { status, kind } = of;
  const rows = await prisma.ledgerChange.findMany({
    select: SHOWN,
    where: { institutionId, ...asked({ status, kind }), ...olderThan(paging) },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'LedgerChange'>()), paging, placeByAge);
}

/** One change of an institution's books, or null. */
export async function findLedgerChange(
  prisma: PrismaClient,
  institutionId: string,
  id: string,
): Promise<LedgerChangeRow | null> {
  return await prisma.ledgerChange
    .findUnique({ select: SHOWN, where: { id, institutionId } })
    .then(plain<'LedgerChange'>());
}

/** What was asked for last about closing a month or opening it again; null before anybody asked. */
export async function lastPeriodChange(
  prisma: PrismaClient,
  institutionId: string,
  month: string,
): Promise<LedgerChangeRow | null> {
  return await prisma.ledgerChange
    .findFirst({
      select: SHOWN,
      where: {
        institutionId,
        kind: { in: ['CLOSE_PERIOD', 'REOPEN_PERIOD'] },
        payload: { path: ['month'], equals: month },
      },
      orderBy: NEWEST_FIRST,
    })
    .then(plain<'LedgerChange'>());
}

export type WantedLedgerChange = Pick<
  Stored<'LedgerChange'>,
  'id' | 'institutionId' | 'kind' | 'payload' | 'reason' | 'requestedBy'
>;

/** Writes what somebody asks for; a second time changes nothing. */
export async function writeLedgerChange(sql: Queryable, change: WantedLedgerChange): Promise<void> {
  const { id, institutionId, kind, payload, reason, requestedBy } = change;
  await write(
    sql,
    `INSERT INTO ledger_change (id, institution_id, kind, payload, reason, status, requested_by)
       VALUES ($1, $2, $3, $4, $5, 'REQUESTED', $6) ON CONFLICT DO NOTHING`,
    [id, institutionId, kind, JSON.stringify(payload), reason, requestedBy],
  );
}

/**
 * Decides a change. What is approved is done at once: the database closes the month, posts the entry, … or refuses all
 * of it.
 * @returns false when it was decided before
 * @throws DatabaseError 23514 when the books can't take it
 */
export const decideLedgerChange = (sql: Queryable, decision: Decision): Promise<boolean> =>
  writeDecision(sql, 'ledger_change', decision);
