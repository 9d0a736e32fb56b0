import type { PrismaClient } from './generated/client';

/** Notes that a session was used, so that it is not idle. */
export async function noteSessionUse(prisma: PrismaClient, id: string): Promise<void> {
  await prisma.session.updateMany({ where: { id }, data: { updatedAt: new Date() } });
}

/** Ends a session: neither its cookie nor its bearer token opens anything any more. */
export async function endSession(prisma: PrismaClient, id: string): Promise<void> {
  await prisma.session.deleteMany({ where: { id } });
}

/** Removes sessions that nothing can prolong any more. @returns how many there were */
export async function forgetEndedSessions(prisma: PrismaClient): Promise<number> {
  const { count } = await prisma.session.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  return count;
}
