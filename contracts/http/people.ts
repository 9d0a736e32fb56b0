import { z } from 'zod';
import { enterpriseStage } from './enterprises';
import { idOut, instantOut, line, role } from './primitives';
import { route } from './route';

export const signInBody = z.strictObject({
  email: line(254),
  password: z.string().min(1).max(128),
  bearer: z.boolean().default(false).meta({
    description: 'True for programs that keep no cookies: the answer has a token, and no cookie is set',
  }),
});

export const sessionView = z
  .strictObject({
    user: z.strictObject({ id: z.string(), name: z.string(), email: z.string() }),
    roles: z.array(role),
    institution: z
      .strictObject({ id: idOut, code: z.string(), nameZh: z.string(), nameEn: z.string() })
      .nullable(),
    enterprise: z.strictObject({ id: idOut, name: z.string(), stage: enterpriseStage }).nullable(),
    expiresAt: instantOut,
    factor: z
      .strictObject({
        isRequired: z.boolean().meta({ description: 'Staff and the operator can do nothing without one' }),
        isSetUp: z.boolean(),
        provedAt: instantOut.nullable().meta({ description: 'In this session; null: by the password alone' }),
      })
      .meta({ description: 'The second factor' }),
  })
  .meta({ id: 'Session' });

/** The token of a session that was opened, or has another one now. */
export const sessionToken = z
  .string()
  .optional()
  .meta({ description: 'For `Authorization: Bearer …`; only for who asked for one, or came with one' });

export const signedInView = sessionView.extend({ token: sessionToken }).meta({ id: 'SignedIn' });

export const institutionView = z
  .strictObject({ id: idOut, code: z.string(), nameZh: z.string(), nameEn: z.string() })
  .meta({ id: 'Institution' });

export const sessionExample = {
  user: {
    id: '0198c1f0-0000-7000-8000-000000000001',
    name: 'Li Reviewer',
    email: 'li@lender.invalid',
  },
  roles: ['reviewer'],
  institution: {
    id: '0198c1f0-0000-7000-8000-0000000000a1',
    code: 'JIANGNAN',
    nameZh: '江南小额贷款有限公司',
    nameEn: 'Jiangnan Microcredit',
  },
  enterprise: null,
  expiresAt: '2026-11-24T10:00:00.000Z',
  factor: { isRequired: true, isSetUp: true, provedAt: '2026-11-24T09:31:00.000Z' },
};

export const peopleRoutes = {
  signIn: route({
    method: 'post',
    path: '/auth/sign-in',
    tag: 'Sign-in',
    summary: 'Sign in with mail and password',
    description:
      'Sets a session cookie, or answers with a bearer token where the request says `bearer`; a session that the ' +
      'request came with is over. Wrong passwords make whoever tries them wait, longer and longer; a device that ' +
      'signed in before does not wait for what strangers try.',
    access: 'public',
    body: signInBody,
    idempotency: 'none',
    status: 200,
    answer: signedInView,
    example: {
      body: { email: 'nobody@nowhere.invalid', password: 'correct horse 9 Battery', bearer: true },
      answer: { ...sessionExample, token: 'q1w2…' },
    },
    problems: [401],
  }),
  signOut: route({
    method: 'post',
    path: '/auth/sign-out',
    tag: 'Sign-in',
    summary: 'End the session',
    access: 'signedIn',
    idempotency: 'none',
    status: 204,
    problems: [],
  }),
  getSession: route({
    method: 'get',
    path: '/auth/session',
    tag: 'Sign-in',
    summary: 'The session of the caller',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: sessionView,
    example: { answer: sessionExample },
    problems: [],
  }),
  getMe: route({
    method: 'get',
    path: '/me',
    tag: 'Sign-in',
    summary: 'Who the caller is, with roles and institution or enterprise',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: sessionView,
    example: { answer: sessionExample },
    problems: [],
  }),
  listInstitutions: route({
    method: 'get',
    path: '/institutions',
    tag: 'Institutions and products',
    summary: 'Institutions that lend over the platform',
    access: 'public',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(institutionView) }),
    problems: [],
  }),
};
