import { SIGN_IN_ACTION } from '../../gateways/database/audit';
import { listInstitutions } from '../../gateways/database/institutions';
import { callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { sessionHeaders } from '../kernel/security/identify';
import { ANYBODY, APPLICANT, lately, SIGNED_IN } from '../kernel/security/policy';
import { confirmMailChange, requestMailChange } from './mailChange';
import { askForPasswordReset, changePassword, resetPassword } from './passwords';
import { confirmPhoneChange, requestPhoneChange } from './phoneChange';
import { presentSession } from './present';
import { endOthers, endOwnSession, listOwnSessions, listOwnSignIns } from './sessions';
import { signIn } from './signIn';

/** Whoever changes what an account is signed in to by: a second factor is proved lately, where there is one. */
const OWN_ACCOUNT = lately('OWN_FACTORS', SIGNED_IN);
/** Whoever looks at the own sessions, or ends them: not with a stolen password alone. */
const PROVED = lately('PROVED', SIGNED_IN);

/** Signing in and out, and who one is. */
export const peopleOperations = {
  signIn: {
    who: ANYBODY,
    audit: SIGN_IN_ACTION,
    recordsItself: true,
    limit: null,
    even: 'ACCOUNT',
    do: signIn,
  },
  signOut: {
    who: SIGNED_IN,
    audit: 'session.signOut',
    do: async ({ auth }, call) => {
      call.reply.cookies.push(...(await auth.signOut(sessionHeaders(call))));
    },
  },
  askForPasswordReset: {
    who: ANYBODY,
    audit: 'account.askForPasswordReset',
    limit: 'accountLink',
    even: 'ACCOUNT',
    do: askForPasswordReset,
  },
  resetPassword: { who: ANYBODY, audit: 'account.resetPassword', limit: 'accountLink', do: resetPassword },
  changePassword: { who: OWN_ACCOUNT, audit: 'account.changePassword', do: changePassword },
  requestMailChange: {
    who: OWN_ACCOUNT,
    audit: 'account.requestMailChange',
    even: 'ACCOUNT',
    do: requestMailChange,
  },
  confirmMailChange: {
    who: ANYBODY,
    audit: 'account.confirmMailChange',
    limit: 'accountLink',
    do: confirmMailChange,
  },
  requestPhoneChange: {
    who: lately('OWN_FACTORS', APPLICANT),
    audit: 'account.requestPhoneChange',
    do: requestPhoneChange,
  },
  confirmPhoneChange: { who: APPLICANT, audit: 'account.confirmPhoneChange', do: confirmPhoneChange },
  listSessions: { who: PROVED, do: listOwnSessions },
  endSession: { who: PROVED, audit: 'account.endSession', do: endOwnSession },
  endOtherSessions: { who: PROVED, audit: 'account.endOtherSessions', do: endOthers },
  listSignIns: { who: PROVED, do: listOwnSignIns },
  getSession: { who: SIGNED_IN, do: async (_parts, call) => presentSession(callerOf(call)) },
  getMe: { who: SIGNED_IN, do: async (_parts, call) => presentSession(callerOf(call)) },
  listInstitutions: {
    who: ANYBODY,
    do: async ({ prisma }) => ({ items: await listInstitutions(prisma) }),
  },
} satisfies SomeOperations;
