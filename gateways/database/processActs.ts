import type { ProcessActStatus } from '../../contracts/processActs';
import type { RefusalCode } from '../../contracts/refusals';
import { asked } from './asked';
import { plain, type Stored } from './columns';
import { type Decision, writeDecision } from './fourEyes';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { readRows, write } from './statement';
import type { Queryable } from './transaction';

const SHOWN = {
  id: true,
  workflowId: true,
  runId: true,
  caseType: true,
  caseId: true,
  kind: true,
  status: true,
  askedBy: true,
  reason: true,
  decidedBy: true,
  decisionReason: true,
  code: true,
  createdAt: true,
  decidedAt: true,
  acceptedAt: true,
  movedAt: true,
} satisfies Prisma.ProcessActSelect;

/** An act as people see it. */
export type ProcessActRow = Pick<Stored<'ProcessAct'>, keyof typeof SHOWN>;

/** An act as it is done. */
export type ActToDo = Pick<
  Stored<'ProcessAct'>,
  'id' | 'workflowId' | 'runId' | 'kind' | 'reason' | 'historyLength'
>;

/** Acts of an institution, newest first. */
export async function listActs(
  prisma: PrismaClient,
  { institutionId, status, workflowId }: ActFilter,
  paging: Paging,
): Promise<Page<ProcessActRow>> {
  const rows = await prisma.processAct.findMany({
    select: SHOWN,
    where: { institutionId, ...asked({ status, workflowId }), ...olderThan(paging) },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'ProcessAct'>()), paging, placeByAge);
}

interface ActFilter {
  readonly institutionId: string;
  readonly status?: ProcessActStatus | undefined;
  readonly workflowId?: string | undefined;
}

/** One act of an institution, or null. */
export async function findAct(
  prisma: PrismaClient,
  institutionId: string,
  id: string,
): Promise<ProcessActRow | null> {
  const row = await prisma.processAct.findUnique({ select: SHOWN, where: { id, institutionId } });
  return row && plain<'ProcessAct'>()(row);
}

/** Writes what somebody asks for; a second time changes nothing. */
export async function writeAct(
  prisma: PrismaClient,
  act: Pick<
    Stored<'ProcessAct'>,
    'id' | 'institutionId' | 'workflowId' | 'runId' | 'caseType' | 'caseId' | 'kind' | 'askedBy' | 'reason'
  > & { readonly status: Extract<ProcessActStatus, 'ASKED' | 'APPROVED'> },
): Promise<void> {
  await prisma.processAct.createMany({ data: act, skipDuplicates: true });
}

/** @returns false when it was decided before */
export const decideAct = (sql: Queryable, decision: Decision): Promise<boolean> =>
  writeDecision(sql, 'process_act', decision);

/** In the audit trail, of the rows that a statement before changed: what became of what somebody asked for. */
const AUDITED = `INSERT INTO audit_record (actor_id, institution_id, action, case_type, case_id, outcome, detail)
  SELECT asked_by, institution_id, 'PROCESS_ACT', case_type, case_id, coalesce(code, status),
         jsonb_build_object('act', id, 'kind', kind, 'workflowId', workflow_id)
    FROM changed`;

/** Notes whether Temporal took an approved act, and audits it. @param code why not; null when it did */
export async function noteDone(
  sql: Queryable,
  id: string,
  { code, historyLength }: { readonly code: RefusalCode | null; readonly historyLength: number },
): Promise<void> {
  await write(
    sql,
    `WITH changed AS (
       UPDATE process_act SET status = $2, code = $3, history_length = $4,
           accepted_at = CASE WHEN $3::text IS NULL THEN now() END
         WHERE id = $1 AND status = 'APPROVED' RETURNING *)
     ${AUDITED}`,
    [id, code === null ? 'ACCEPTED' : 'REFUSED', code, historyLength],
  );
}

/** Notes that the processes of accepted acts have moved since, and audits it. */
export async function noteMoved(sql: Queryable, ids: readonly string[]): Promise<void> {
  await write(
    sql,
    `WITH changed AS (
       UPDATE process_act SET status = 'MOVED', moved_at = now()
         WHERE id = ANY ($1) AND status = 'ACCEPTED' RETURNING *)
     ${AUDITED}`,
    [ids],
  );
}

const TO_DO = 'id, workflow_id, run_id, kind, reason, history_length';

/** Approved acts that nobody has done: whoever approved them died before. */
export async function findUndoneActs(sql: Queryable, most: number): Promise<readonly ActToDo[]> {
  return await readRows<ActToDo>(
    sql,
    `SELECT ${TO_DO} FROM process_act
       WHERE status = 'APPROVED' AND coalesce(decided_at, created_at) < now() - interval '30 seconds'
       ORDER BY created_at LIMIT $1`,
    [most],
  );
}

/** Accepted acts of the last day whose processes were not seen to move yet. */
export async function findUnmovedActs(sql: Queryable, most: number): Promise<readonly ActToDo[]> {
  return await readRows<ActToDo>(
    sql,
    `SELECT ${TO_DO} FROM process_act
       WHERE status = 'ACCEPTED' AND accepted_at > now() - interval '1 day' ORDER BY created_at LIMIT $1`,
    [most],
  );
}
