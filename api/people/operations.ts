import { SIGN_IN_ACTION } from '../../gateways/database/audit';
import { listInstitutions } from '../../gateways/database/institutions';
import { callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { sessionHeaders } from '../kernel/security/identify';
import { ANYBODY, SIGNED_IN } from '../kernel/security/policy';
import { presentSession } from './present';
import { signIn } from './signIn';

/** Signing in and out, and who one is. */
export const peopleOperations = {
  signIn: { who: ANYBODY, audit: SIGN_IN_ACTION, recordsItself: true, limit: 'signIn', do: signIn },
  signOut: {
    who: SIGNED_IN,
    audit: 'session.signOut',
    do: async ({ auth }, call) => {
      call.reply.cookies.push(...(await auth.signOut(sessionHeaders(call))));
    },
  },
  getSession: { who: SIGNED_IN, do: async (_parts, call) => presentSession(callerOf(call)) },
  getMe: { who: SIGNED_IN, do: async (_parts, call) => presentSession(callerOf(call)) },
  listInstitutions: {
    who: ANYBODY,
    do: async ({ prisma }) => ({ items: await listInstitutions(prisma) }),
  },
} satisfies SomeOperations;
