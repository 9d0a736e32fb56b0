import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { write } from './statement';
import type { Queryable } from './transaction';

/** Notes that a session was used, so that it is not idle. */
export async function noteSessionUse(prisma: PrismaClient, id: string): Promise<void> {
  await prisma.session.updateMany({ where: { id }, data: { updatedAt: new Date() } });
}

/** Notes on what kind of device, and in which network, a session was opened: its person shall know it again. */
export async function noteSessionOrigin(
  prisma: PrismaClient,
  id: string,
  { agent, network }: { readonly agent: string; readonly network: string },
): Promise<void> {
  await prisma.session.updateMany({ where: { id }, data: { userAgent: agent, ipAddress: network } });
}

const SHOWN = {
  id: true,
  userAgent: true,
  ipAddress: true,
  createdAt: true,
  updatedAt: true,
} satisfies Prisma.SessionSelect;

export type SessionRow = Pick<Stored<'Session'>, keyof typeof SHOWN>;

/** The sessions of a person that were not ended, newest first; some may be over by their age. */
export async function listSessions(prisma: PrismaClient, userId: string): Promise<readonly SessionRow[]> {
  const rows = await prisma.session.findMany({
    select: SHOWN,
    where: { userId, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'desc' },
  });
  return rows.map(plain<'Session'>());
}

/** Has a session act for another enterprise of its person. @returns false where the person may not */
export async function actFor(
  sql: Queryable,
  {
    enterpriseId,
    id,
    userId,
  }: { readonly id: string; readonly userId: string; readonly enterpriseId: string },
): Promise<boolean> {
  const acts = await write(
    sql,
    `UPDATE session SET enterprise_id = $3
       WHERE id = $1 AND user_id = $2 AND EXISTS (SELECT FROM enterprises_of($2) own WHERE own = $3)`,
    [id, userId, enterpriseId],
  );
  return acts === 1;
}

/** Ends a session: neither its cookie nor its bearer token opens anything any more. */
export async function endSession(prisma: PrismaClient, id: string): Promise<void> {
  await prisma.session.deleteMany({ where: { id } });
}

/** Ends a session of a person. @returns false when there is no such session of this person */
export async function endSessionOf(
  prisma: PrismaClient,
  of: { readonly id: string; readonly userId: string },
): Promise<boolean> {
  const { count } = await prisma.session.deleteMany({ where: of });
  return count === 1;
}

/** Ends all sessions of a person but one. @returns how many */
export async function endOtherSessions(
  prisma: PrismaClient,
  { id, userId }: { readonly id: string; readonly userId: string },
): Promise<number> {
  const { count } = await prisma.session.deleteMany({ where: { userId, id: { not: id } } });
  return count;
}

/** Removes sessions that nothing can prolong any more. @returns how many there were */
export async function forgetEndedSessions(prisma: PrismaClient): Promise<number> {
  const { count } = await prisma.session.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  return count;
}
