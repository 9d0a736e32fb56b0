import { gunzipSync, gzipSync } from 'node:zlib';
import type { ColumnCipher } from '../crypto';
import { asked } from './asked';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { type Page, type Paging, pageOf, placeAt, rowsOf, timeAndId } from './paging';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

const SHOWN = {
  runId: true,
  workflowId: true,
  caseType: true,
  caseId: true,
  endedAs: true,
  closedAt: true,
  keepUntil: true,
  status: true,
  events: true,
  keptAt: true,
} satisfies Prisma.ProcessHistorySelect;

/** The history of a run that is over, without its events. */
export type HistoryRow = Pick<Stored<'ProcessHistory'>, keyof typeof SHOWN>;

/** A run that has ended. */
export type EndedRun = Pick<
  Stored<'ProcessHistory'>,
  'runId' | 'workflowId' | 'institutionId' | 'caseType' | 'caseId' | 'endedAs' | 'closedAt'
>;

/** When the last run ended that is known to have; null: none yet. ISO 8601, real time. */
export async function lastKnownEnd(sql: Queryable): Promise<string | null> {
  const row = await readRow<{ closedAt: string | null }>(
    sql,
    'SELECT max(closed_at) AS closed_at FROM process_history',
  );
  return row?.closedAt ?? null;
}

/**
 * Writes down which runs have ended: from here on their histories are wanted. All in one statement, so that of what
 * one look found nothing is known while something older is not.
 * @param years for which they are kept from today, business time
 */
export async function writeEnded(sql: Queryable, runs: readonly EndedRun[], years: number): Promise<void> {
  await write(
    sql,
    `INSERT INTO process_history (run_id, workflow_id, institution_id, case_type, case_id, ended_as, closed_at,
         keep_until)
       SELECT r.*, business_today() + make_interval(years => $8)
         FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[]) AS r
       ON CONFLICT (run_id) DO NOTHING`,
    [
      runs.map(({ runId }) => runId),
      runs.map(({ workflowId }) => workflowId),
      runs.map(({ institutionId }) => institutionId),
      runs.map(({ caseType }) => caseType),
      runs.map(({ caseId }) => caseId),
      runs.map(({ endedAs }) => endedAs),
      runs.map(({ closedAt }) => closedAt),
      years,
    ],
  );
}

/** Runs whose histories are wanted and not kept yet, the oldest first: they are forgotten first. */
export async function findToKeep(
  sql: Queryable,
  most: number,
): Promise<readonly Pick<EndedRun, 'runId' | 'workflowId'>[]> {
  return await readRows<Pick<EndedRun, 'runId' | 'workflowId'>>(
    sql,
    `SELECT run_id, workflow_id FROM process_history WHERE status = 'TO_KEEP' ORDER BY closed_at LIMIT $1`,
    [most],
  );
}

const place = (runId: string) => ({ table: 'process_history', column: 'history_cipher', id: runId });

/** Keeps the history of a run, packed and sealed. @param history its events as JSON; null: it is gone */
export async function keepHistory(
  sql: Queryable,
  cipher: ColumnCipher,
  runId: string,
  history: { readonly json: string; readonly events: number } | null,
): Promise<void> {
  const sealed =
    history === null ? null : cipher.encrypt(gzipSync(history.json).toString('base64'), place(runId));
  await write(
    sql,
    `UPDATE process_history SET status = $2, history_cipher = $3, events = $4,
         kept_at = CASE WHEN $2 = 'KEPT' THEN now() END
       WHERE run_id = $1 AND status = 'TO_KEEP'`,
    [runId, history === null ? 'GONE' : 'KEPT', sealed, history?.events ?? null],
  );
}

/** Histories of an institution's processes that are over, newest first. */
export async function listHistories(
  prisma: PrismaClient,
  {
    institutionId,
    caseId,
    workflowId,
  }: {
    readonly institutionId: string;
    readonly caseId?: string | undefined;
    readonly workflowId?: string | undefined;
  },
  paging: Paging,
): Promise<Page<HistoryRow>> {
  const rows = await prisma.processHistory.findMany({
    select: SHOWN,
    where: { institutionId, ...asked({ caseId, workflowId }), ...endedBefore(paging) },
    orderBy: [{ closedAt: 'desc' }, { runId: 'desc' }],
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'ProcessHistory'>()), paging, ({ closedAt, runId }) =>
    placeAt(closedAt, runId),
  );
}

function endedBefore({ after }: Paging) {
  if (after === undefined) return {};
  const { at, id } = timeAndId(after);
  return { OR: [{ closedAt: { lt: at } }, { closedAt: at, runId: { lt: id } }] };
}

/**
 * One history of an institution, with its events as JSON when they are kept; null when there is none.
 * @throws SealError when it was changed, or its key is missing
 */
export async function readHistory(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  institutionId: string,
  runId: string,
): Promise<(HistoryRow & { readonly history: string | null }) | null> {
  const row = await prisma.processHistory
    .findUnique({ select: { ...SHOWN, historyCipher: true }, where: { runId, institutionId } })
    .then((found) => found && plain<'ProcessHistory'>()(found));
  if (row === null) return null;
  const { historyCipher, ...shown } = row;
  if (historyCipher === null) return { ...shown, history: null };
  const packed = Buffer.from(cipher.decrypt(historyCipher, place(runId)), 'base64');
  return { ...shown, history: gunzipSync(packed).toString() };
}
