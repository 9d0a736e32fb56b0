import { z } from 'zod';
import { SIGN_IN_WARNINGS } from '../../domain/accounts/signInWarnings';
import { id, identifier, idOut, instantOut, line, pageOf, paging } from './primitives';
import { route } from './route';

const LONGEST_PASSWORD = 128;

/** A password to be chosen. */
export const newPassword = z.string().max(LONGEST_PASSWORD).meta({
  description:
    'At least 12 characters of any kind, without names or words of the platform, and not one that many people use',
});

/** A password to be proved. */
const knownPassword = z.string().min(1).max(LONGEST_PASSWORD);

/** The token of a link in a mail. */
const linkToken = z.string().regex(/^[0-9a-f]{64}$/);

const from = {
  agent: z.string().meta({ description: 'Kind of program and system, such as `Chrome · Windows`' }),
  network: z.string().nullable().meta({ description: 'Network of the address; null once it is forgotten' }),
};

/** Where somebody is signed in. */
export const openSessionView = z
  .strictObject({
    id: idOut,
    ...from,
    beganAt: instantOut,
    usedAt: instantOut,
    endsAt: instantOut.meta({ description: 'When it ends unless it is used' }),
    isCurrent: z.boolean(),
  })
  .meta({ id: 'OpenSession' });

/** What became of an attempt to sign in. */
export const SIGN_IN_OUTCOMES = ['DONE', 'FAILED', 'UNDER_ATTACK'] as const;

/** A sign-in, or an attempt. */
export const signInView = z
  .strictObject({
    at: instantOut,
    outcome: z.enum(SIGN_IN_OUTCOMES).meta({ id: 'SignInOutcome' }),
    ...from,
    warnings: z.array(z.enum(SIGN_IN_WARNINGS).meta({ id: 'SignInWarning' })),
  })
  .meta({ id: 'SignIn' });

const contactEnd = z.enum(['OLD', 'NEW']).meta({ id: 'ContactEnd' });

/** A contact that is wanted instead of another one. */
export const contactChangeView = z
  .strictObject({
    id: idOut,
    ends: z
      .array(contactEnd)
      .meta({ description: 'Which have to confirm: the contact that there was, the one that comes' }),
    expiresAt: instantOut.meta({ description: 'Until then; real time' }),
  })
  .meta({ id: 'ContactChange' });

const confirmedView = z.strictObject({
  isDone: z.boolean().meta({ description: 'False while the other end has to confirm it' }),
});

const exampleChange = {
  id: '0198c1f0-0000-7000-8000-0000000000c1',
  ends: ['OLD', 'NEW'],
  expiresAt: '2026-11-24T10:10:00.000Z',
};

const exampleToken = '5f'.repeat(32);

/** What people do about their own sign-in. */
export const accountRoutes = {
  askForPasswordReset: route({
    method: 'post',
    path: '/auth/password-reset-requests',
    tag: 'Sign-in',
    summary: 'Ask for a link by which to choose another password',
    description: 'Answered alike, and after the same time, whether the mail address has an account or not.',
    access: 'public',
    work: true,
    body: z.strictObject({ email: line(254) }),
    idempotency: 'none',
    status: 204,
    example: { body: { email: 'nobody@nowhere.invalid' } },
    problems: [],
  }),
  resetPassword: route({
    method: 'post',
    path: '/auth/password-resets',
    tag: 'Sign-in',
    summary: 'Choose another password by the link from the mail; ends all sessions',
    access: 'public',
    body: z.strictObject({ token: linkToken, password: newPassword }),
    idempotency: 'none',
    status: 204,
    example: { body: { token: exampleToken, password: 'quay lantern moss fig' } },
    problems: [409],
  }),
  changePassword: route({
    method: 'post',
    path: '/me/password',
    tag: 'Sign-in',
    summary: 'Change the password; ends all other sessions',
    access: 'signedIn',
    body: z.strictObject({ currentPassword: knownPassword, password: newPassword }),
    idempotency: 'none',
    status: 204,
    example: { body: { currentPassword: 'the one before', password: 'quay lantern moss fig' } },
    problems: [409],
  }),
  requestMailChange: route({
    method: 'post',
    path: '/me/mail-changes',
    tag: 'Sign-in',
    summary: 'Sign in with another mail address: counts once the old and the new one were confirmed',
    description:
      'Answered alike whether the new address has an account or not. An enterprise that is written to at the same ' +
      'address is written to at the new one.',
    access: 'signedIn',
    body: z.strictObject({ mail: line(254), currentPassword: knownPassword }),
    idempotency: 'none',
    status: 201,
    answer: contactChangeView,
    example: {
      body: { mail: 'new@nowhere.invalid', currentPassword: 'quay lantern moss fig' },
      answer: exampleChange,
    },
    problems: [409],
  }),
  confirmMailChange: route({
    method: 'post',
    path: '/auth/mail-confirmations',
    tag: 'Sign-in',
    summary: 'Confirm a change of mail address by the link from the mail; the second one ends all sessions',
    access: 'public',
    body: z.strictObject({ token: linkToken }),
    idempotency: 'none',
    status: 200,
    answer: confirmedView,
    example: { body: { token: exampleToken }, answer: { isDone: false } },
    problems: [409],
  }),
  requestPhoneChange: route({
    method: 'post',
    path: '/me/phone-changes',
    tag: 'Sign-in',
    summary: 'Another phone of the enterprise: counts once the codes to the old and the new one were typed',
    description:
      'The phone of the registration is confirmed by asking for the same one. As long as it is not, the code to the new ' +
      'one is enough: it may have been mistyped.',
    access: 'signedIn',
    body: z.strictObject({ mobile: identifier(40), currentPassword: knownPassword }),
    idempotency: 'none',
    status: 201,
    answer: contactChangeView,
    example: {
      body: { mobile: '13800138000', currentPassword: 'quay lantern moss fig' },
      answer: exampleChange,
    },
    problems: [],
  }),
  confirmPhoneChange: route({
    method: 'post',
    path: '/me/phone-changes/:changeId/codes',
    tag: 'Sign-in',
    summary: 'Confirm a change of phone by the code from the short message',
    access: 'signedIn',
    params: z.strictObject({ changeId: id }),
    body: z.strictObject({
      end: contactEnd,
      code: z.string().regex(/^\d{6}$/),
    }),
    idempotency: 'none',
    status: 200,
    answer: confirmedView,
    example: { body: { end: 'NEW', code: '123456' }, answer: { isDone: false } },
    problems: [404, 409],
  }),
  listSessions: route({
    method: 'get',
    path: '/me/sessions',
    tag: 'Sign-in',
    summary: 'Where the caller is signed in',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(openSessionView) }),
    problems: [],
  }),
  endSession: route({
    method: 'post',
    path: '/me/sessions/:sessionId/end',
    tag: 'Sign-in',
    summary: 'End one of the own sessions',
    access: 'signedIn',
    params: z.strictObject({ sessionId: id }),
    idempotency: 'none',
    status: 204,
    problems: [404],
  }),
  endOtherSessions: route({
    method: 'post',
    path: '/me/sessions/end-others',
    tag: 'Sign-in',
    summary: 'End all own sessions but this one',
    access: 'signedIn',
    idempotency: 'none',
    status: 204,
    problems: [],
  }),
  listSignIns: route({
    method: 'get',
    path: '/me/sign-ins',
    tag: 'Sign-in',
    summary: 'Sign-ins of the caller, and attempts in vain, newest first',
    access: 'signedIn',
    query: z.strictObject(paging),
    idempotency: 'none',
    status: 200,
    answer: pageOf(signInView),
    problems: [],
  }),
};
