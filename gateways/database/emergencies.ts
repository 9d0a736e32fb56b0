import { asked } from './asked';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { INSTITUTION, type InstitutionRow } from './institutions';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { write } from './statement';
import type { Queryable } from './transaction';

const SHOWN = {
  id: true,
  operatorId: true,
  reason: true,
  createdAt: true,
  endsAt: true,
  operator: { select: { name: true } },
  institution: { select: INSTITUTION },
} satisfies Prisma.EmergencyAccessSelect;

/** A look of the platform's operator into one institution. */
export interface EmergencyAccessRow
  extends Pick<Stored<'EmergencyAccess'>, 'id' | 'operatorId' | 'reason' | 'createdAt' | 'endsAt'> {
  readonly operator: { readonly name: string };
  readonly institution: InstitutionRow;
}

const shown = (row: Prisma.EmergencyAccessGetPayload<{ select: typeof SHOWN }>): EmergencyAccessRow =>
  plain<'EmergencyAccess'>()(row);

export interface NewEmergencyAccess
  extends Pick<Stored<'EmergencyAccess'>, 'id' | 'operatorId' | 'institutionId' | 'reason'> {
  /** How long it lasts, in real time. */
  readonly minutes: number;
}

/** Lets an operator look into an institution from now on; a look into another one ends. Again changes nothing. */
export async function openEmergencyAccess(sql: Queryable, access: NewEmergencyAccess): Promise<void> {
  const { id, operatorId, institutionId, reason, minutes } = access;
  await write(
    sql,
    `WITH before AS (
       UPDATE emergency_access SET ends_at = now() WHERE operator_id = $2 AND ends_at > now() AND id <> $1)
     INSERT INTO emergency_access (id, operator_id, institution_id, reason, ends_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(mins => $5)) ON CONFLICT (id) DO NOTHING`,
    [id, operatorId, institutionId, reason, minutes],
  );
}

/** Ends a look before its time; one that is over stays as it was. */
export async function endEmergencyAccess(sql: Queryable, id: string): Promise<void> {
  await write(sql, 'UPDATE emergency_access SET ends_at = least(ends_at, now()) WHERE id = $1', [id]);
}

/** A look of an operator by its id, or null. */
export async function findEmergencyAccess(
  prisma: PrismaClient,
  of: { readonly id: string; readonly operatorId: string },
): Promise<EmergencyAccessRow | null> {
  const row = await prisma.emergencyAccess.findUnique({ select: SHOWN, where: of });
  return row && shown(row);
}

/** The look that is open to an operator now, or null. */
export async function openEmergencyAccessOf(
  prisma: PrismaClient,
  operatorId: string,
): Promise<EmergencyAccessRow | null> {
  const row = await prisma.emergencyAccess.findFirst({
    select: SHOWN,
    where: { operatorId, endsAt: { gt: new Date() } },
    orderBy: NEWEST_FIRST,
  });
  return row && shown(row);
}

/** Looks into an institution, or those of an operator, newest first. */
export async function listEmergencyAccesses(
  prisma: PrismaClient,
  of: { readonly institutionId?: string; readonly operatorId?: string },
  paging: Paging,
): Promise<Page<EmergencyAccessRow>> {
  const rows = await prisma.emergencyAccess.findMany({
    select: SHOWN,
    where: { ...asked(of), ...olderThan(paging) },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(shown), paging, placeByAge);
}
