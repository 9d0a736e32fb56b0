import type { EnterpriseId, InstitutionId, UserId } from '../../../contracts/ids';
import type { ProvedIdentity } from '../../../gateways/auth/auth';
import type { MachineToken } from '../../../gateways/auth/machineTokens';
import { sessionEndMs } from '../../../gateways/auth/sessionEnd';
import { findMachine } from '../../../gateways/database/machines';
import { findPerson, type PersonRow } from '../../../gateways/database/people';
import { endSession, noteSessionUse } from '../../../gateways/database/sessions';
import type { Parts } from '../parts';
import type { Caller } from '../routing/caller';
import { securityRules } from './rules';

/**
 * Who sends a request, by session cookie or bearer token, be it a machine's; null when nobody is signed in.
 * @param isUse false for a look that nobody asked for: it keeps no session from being idle
 */
export async function identify(
  { auth, prisma, cipher, machineTokens }: Pick<Parts, 'auth' | 'prisma' | 'cipher' | 'machineTokens'>,
  { headers }: RequestHeaders,
  { isUse } = { isUse: true },
): Promise<Caller | null> {
  const { authorization, cookie } = headers;
  if (authorization === undefined && cookie === undefined) return null;
  const token = machineTokenIn({ headers });
  if (token !== null) return await machineBy(await machineTokens.prove(token), prisma);
  const identity = await auth.identityOf(sessionHeaders({ headers }));
  if (identity === null) return null;
  const person = await findPerson(prisma, cipher, identity.userId, identity.session.enterpriseId);
  return person === null ? null : await inSession(prisma, identity, person, isUse);
}

interface RequestHeaders {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What of a request proves a session: who shows a token is judged by it, whatever cookies come along. */
export function sessionHeaders({ headers }: RequestHeaders): Headers {
  const { authorization, cookie } = headers;
  if (typeof authorization === 'string' && isBearer({ headers })) return new Headers({ authorization });
  return new Headers(typeof cookie === 'string' ? { cookie } : {});
}

/** Whether a request comes with a token of its own, and not with what a browser keeps. */
export function isBearer({ headers: { authorization } }: RequestHeaders): boolean {
  return typeof authorization === 'string' && /^bearer /i.test(authorization);
}

/** The three parts of a signed token; that of a session has two. */
const SIGNED_TOKEN = /^bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

function machineTokenIn({ headers: { authorization } }: RequestHeaders): string | null {
  return (typeof authorization === 'string' ? SIGNED_TOKEN.exec(authorization)?.[1] : undefined) ?? null;
}

/** A machine that goes on, as a caller: it may do what both its token and its row name. */
async function machineBy(token: MachineToken | null, prisma: Parts['prisma']): Promise<Caller | null> {
  const machine = token === null ? null : await findMachine(prisma, token.machineId);
  if (token === null || machine === null || machine.endedAt !== null) return null;
  return {
    userId: machine.id as UserId,
    name: machine.name,
    email: '',
    roles: [],
    institution: { ...machine.institution, id: machine.institution.id as InstitutionId },
    enterprise: null,
    sessionId: '',
    sessionExpiresAt: '',
    factor: { isRequired: true, isSetUp: false, provedAt: null },
    emergency: null,
    machine: { scopes: machine.scopes.filter((scope) => token.scopes.includes(scope)) },
  };
}

/** So much later a session is noted as used again. */
const NOTE_USE_MS = 60_000;

/** The caller, while the session lasts; one that has ended is removed. */
async function inSession(
  prisma: Parts['prisma'],
  identity: ProvedIdentity,
  person: PersonRow,
  isUse: boolean,
): Promise<Caller | null> {
  const { id, usedMs } = identity.session;
  const caller = callerFrom(identity, person);
  const nowMs = Date.now();
  if (Date.parse(caller.sessionExpiresAt) <= nowMs) {
    await endSession(prisma, id);
    return null;
  }
  if (isUse && nowMs - usedMs > NOTE_USE_MS) await noteSessionUse(prisma, id);
  return caller;
}

/** Joins what the session proves with what the person is. */
export function callerFrom(identity: ProvedIdentity, person: PersonRow): Caller {
  const { institution, roles, emergency } = person;
  const enterprise = enterpriseFrom(person);
  return {
    userId: identity.userId as UserId,
    name: person.name,
    email: person.mail,
    roles,
    institution: institution === null ? null : { ...institution, id: institution.id as InstitutionId },
    enterprise,
    sessionId: identity.session.id,
    factor: {
      isRequired: enterprise === null,
      isSetUp: person.factorSince !== null,
      provedAt: identity.session.factorAt,
    },
    sessionExpiresAt: new Date(sessionEndMs(identity.session, sessionLimitsOf(person))).toISOString(),
    emergency,
    machine: null,
  };
}

/** The enterprise that somebody acts for; null for staff. */
export function enterpriseFrom({ enterprise }: PersonRow): Caller['enterprise'] {
  if (enterprise === null) return null;
  const { id, institutionId, ...rest } = enterprise;
  return { ...rest, id: id as EnterpriseId, institutionId: institutionId as InstitutionId };
}

/** How long sessions of a person last: shorter where the person works for an institution or the platform. */
export function sessionLimitsOf({ enterprise }: Pick<Caller, 'enterprise'> | Pick<PersonRow, 'enterprise'>) {
  const { applicant, staff } = securityRules().session;
  return enterprise === null ? staff : applicant;
}
