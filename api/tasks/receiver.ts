import type { InstitutionId, UserId } from '../../contracts/ids';
import type { Actor } from '../../contracts/people';
import { readLentTo } from '../../gateways/database/deputies';
import { findPerson } from '../../gateways/database/people';
import type { Parts } from '../kernel/parts';
import { notFound } from '../kernel/problems/apiProblem';
import { found } from '../kernel/security/scope';

/** Somebody to whom a task is to be given, with what was lent to them. @throws ApiProblem 404 for who works elsewhere */
export async function receiverOf(
  { prisma, cipher }: Pick<Parts, 'prisma' | 'cipher'>,
  institutionId: string,
  userId: string,
): Promise<Actor> {
  const { institution, roles } = found(await findPerson(prisma, cipher, userId));
  // Nobody learns here who works elsewhere.
  if (institution?.id !== institutionId) throw notFound();
  return {
    userId: userId as UserId,
    roles,
    institutionId: institutionId as InstitutionId,
    enterpriseId: null,
    delegations: await readLentTo(prisma, institutionId, [userId]),
  };
}
