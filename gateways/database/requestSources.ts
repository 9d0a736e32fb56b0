import type { PrismaClient } from './generated/client';

const MONTH_MS = 31 * 86_400_000;

/** Notes from which network a request came that the audit trail tells of. The first word of a request stays. */
export async function noteRequestSource(
  prisma: PrismaClient,
  source: { readonly requestId: string; readonly network: string },
): Promise<void> {
  await prisma.requestSource.createMany({ data: source, skipDuplicates: true });
}

/** Removes what is older. @returns how many there were */
export async function forgetRequestSources(prisma: PrismaClient, months: number): Promise<number> {
  const before = new Date(Date.now() - months * MONTH_MS);
  const { count } = await prisma.requestSource.deleteMany({ where: { at: { lt: before } } });
  return count;
}
