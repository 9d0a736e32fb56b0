import type { ConnectionKind } from '../../contracts/http';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { write } from './statement';
import type { Queryable } from './transaction';

const SHOWN = {
  id: true,
  enterpriseId: true,
  kind: true,
  otherEnterpriseId: true,
  userId: true,
  reason: true,
  recordedBy: true,
  recordedAt: true,
  endedBy: true,
  endedAt: true,
  endReason: true,
} satisfies Prisma.ConnectionSelect;

/** Who is connected with an enterprise, and how. */
export type ConnectionRow = Pick<Stored<'Connection'>, keyof typeof SHOWN>;

export interface NewConnection
  extends Pick<Stored<'Connection'>, 'id' | 'institutionId' | 'enterpriseId' | 'reason' | 'recordedBy'> {
  readonly kind: ConnectionKind;
  readonly otherEnterpriseId: string | null;
  readonly userId: string | null;
}

/** Writes that somebody is connected with an enterprise; writing it again changes nothing. */
export async function recordConnection(sql: Queryable, connection: NewConnection): Promise<void> {
  const { id, institutionId, enterpriseId, kind, otherEnterpriseId, userId, reason, recordedBy } = connection;
  await write(
    sql,
    `INSERT INTO connection (id, institution_id, enterprise_id, kind, other_enterprise_id, user_id, reason, recorded_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
    [id, institutionId, enterpriseId, kind, otherEnterpriseId, userId, reason, recordedBy],
  );
}

/** A connection of an institution's enterprise, or null. */
export async function findConnection(
  prisma: PrismaClient,
  institutionId: string,
  id: string,
): Promise<ConnectionRow | null> {
  const row = await prisma.connection.findFirst({ select: SHOWN, where: { id, institutionId } });
  return row && plain<'Connection'>()(row);
}

/** Who is and was connected with an enterprise, from either side, the newest first. */
export async function listConnections(
  prisma: PrismaClient,
  institutionId: string,
  enterpriseId: string,
): Promise<readonly ConnectionRow[]> {
  const rows = await prisma.connection.findMany({
    select: SHOWN,
    where: { institutionId, OR: [{ enterpriseId }, { otherEnterpriseId: enterpriseId }] },
    orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
  });
  return rows.map(plain<'Connection'>());
}

/** Ends a connection. @returns false when it was over already */
export async function endConnection(
  sql: Queryable,
  id: string,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<boolean> {
  const ended = await write(
    sql,
    `UPDATE connection SET ended_by = $2, ended_at = now(), end_reason = $3 WHERE id = $1 AND ended_at IS NULL`,
    [id, by, reason],
  );
  return ended === 1;
}
