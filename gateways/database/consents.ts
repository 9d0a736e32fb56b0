import type { ConsentPurpose } from '../../contracts/consents';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { write } from './statement';
import type { Queryable } from './transaction';

const SHOWN = {
  id: true,
  purpose: true,
  textVersion: true,
  locale: true,
  textHash: true,
  givenBy: true,
  givenAt: true,
  withdrawnAt: true,
} satisfies Prisma.ConsentSelect;

export type ConsentRow = Pick<Stored<'Consent'>, keyof typeof SHOWN>;

/** A consent to a version of a text, as it was shown. */
export type NewConsent = Pick<
  Stored<'Consent'>,
  'id' | 'enterpriseId' | 'institutionId' | 'purpose' | 'textVersion' | 'locale' | 'textHash' | 'givenBy'
>;

/** All that an enterprise ever agreed to, newest first. */
export async function listConsents(
  prisma: PrismaClient,
  enterpriseId: string,
): Promise<readonly ConsentRow[]> {
  const rows = await prisma.consent.findMany({
    select: SHOWN,
    where: { enterpriseId },
    orderBy: { givenAt: 'desc' },
  });
  return rows.map(plain<'Consent'>());
}

/** Writes consents; one that is in force stays as it is. */
export async function writeConsents(
  prisma: Pick<PrismaClient, 'consent'>,
  consents: readonly NewConsent[],
): Promise<void> {
  await prisma.consent.createMany({ data: [...consents], skipDuplicates: true });
}

/** Withdraws what is in force of a purpose, all versions of it. @returns how many there were */
export function withdrawConsent(
  sql: Queryable,
  { enterpriseId, purpose, by }: { enterpriseId: string; purpose: ConsentPurpose; by: string },
): Promise<number> {
  return write(
    sql,
    `UPDATE consent SET withdrawn_at = now(), withdrawn_by = $3
     WHERE enterprise_id = $1 AND purpose = $2 AND withdrawn_at IS NULL`,
    [enterpriseId, purpose, by],
  );
}

/** Whether an enterprise agrees to something now. */
export async function hasConsent(
  prisma: PrismaClient,
  enterpriseId: string,
  purpose: ConsentPurpose,
): Promise<boolean> {
  return (await prisma.consent.count({ where: { enterpriseId, purpose, withdrawnAt: null } })) > 0;
}
