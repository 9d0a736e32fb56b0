import type { Request } from 'express';
import type { EnterpriseId, InstitutionId, UserId } from '../../../contracts/ids';
import type { ProvedIdentity } from '../../../gateways/auth/auth';
import { findPerson, type PersonRow } from '../../../gateways/database/people';
import type { Parts } from '../parts';
import type { Caller } from '../routing/caller';

/** Who sends a request, by session cookie or bearer token; null when nobody is signed in. */
export async function identify(
  { auth, prisma }: Pick<Parts, 'auth' | 'prisma'>,
  { headers }: Pick<Request, 'headers'>,
): Promise<Caller | null> {
  const { authorization, cookie } = headers;
  if (authorization === undefined && cookie === undefined) return null;
  const identity = await auth.identityOf(
    new Headers({ ...(authorization ? { authorization } : {}), ...(cookie ? { cookie } : {}) }),
  );
  if (identity === null) return null;
  const person = await findPerson(prisma, identity.userId);
  return person === null ? null : callerFrom(identity, person);
}

/** Joins what the session proves with what the person is. */
export function callerFrom(identity: ProvedIdentity, person: PersonRow): Caller {
  const { institution, enterprise, roles, emergency } = person;
  return {
    userId: identity.userId as UserId,
    name: identity.name,
    email: identity.email,
    roles,
    institution: institution === null ? null : { ...institution, id: institution.id as InstitutionId },
    enterprise:
      enterprise === null
        ? null
        : {
            ...enterprise,
            id: enterprise.id as EnterpriseId,
            institutionId: enterprise.institutionId as InstitutionId,
          },
    sessionExpiresAt: identity.expiresAt,
    emergency,
  };
}
