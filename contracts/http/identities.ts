import { z } from 'zod';
import { signedInView } from './people';
import { id, idOut, instantOut } from './primitives';
import { route } from './route';

const providerId = z.string().regex(/^[a-z0-9-]{1,30}$/);
const providerParams = z.strictObject({ provider: providerId });

const response = z.string().max(4_000).meta({
  description: 'The query with which the browser came back from the provider, as it stands in the address',
});

const begun = z.strictObject({
  url: z.string().meta({ description: 'Where the browser goes now; it comes back to /identity/{provider}' }),
});

const providerView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['oidc', 'wechat', 'alipay']).meta({ id: 'ProviderKind' }),
  })
  .meta({ id: 'Provider' });

const identityView = z
  .strictObject({ id: idOut, provider: z.string(), createdAt: instantOut, usedAt: instantOut.nullable() })
  .meta({ id: 'Identity' });

/** Signing in by somebody else who knows people, and what is linked so. */
export const identityRoutes = {
  listProviders: route({
    method: 'get',
    path: '/auth/providers',
    tag: 'Sign-in',
    summary: 'Other providers by which people may sign in',
    access: 'public',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({
      items: z.array(providerView),
    }),
    problems: [],
  }),
  beginSignInByProvider: route({
    method: 'post',
    path: '/auth/providers/:provider/begin',
    tag: 'Sign-in',
    summary: 'Begin to sign in by a provider; the browser keeps a cookie until it comes back',
    access: 'public',
    params: providerParams,
    idempotency: 'none',
    status: 200,
    answer: begun,
    problems: [404, 503],
  }),
  signInByProvider: route({
    method: 'post',
    path: '/auth/providers/:provider/sign-in',
    tag: 'Sign-in',
    summary: 'Sign in by what the provider said',
    description:
      'Opens the account that its person has linked with the identity, and no other: an equal mail address links ' +
      'nothing. A second factor is asked for as after a password.',
    access: 'public',
    params: providerParams,
    body: z.strictObject({ response }),
    idempotency: 'none',
    status: 200,
    answer: signedInView,
    problems: [401, 404, 503],
  }),
  listIdentities: route({
    method: 'get',
    path: '/me/identities',
    tag: 'Sign-in',
    summary: 'By what other providers the caller signs in',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(identityView) }),
    problems: [],
  }),
  beginIdentity: route({
    method: 'post',
    path: '/me/identities/:provider/begin',
    tag: 'Sign-in',
    summary: 'Begin to link an identity of a provider with the own account',
    access: 'signedIn',
    params: providerParams,
    body: z.strictObject({ currentPassword: z.string().min(1).max(128) }),
    idempotency: 'none',
    status: 200,
    answer: begun,
    problems: [404, 503],
  }),
  linkIdentity: route({
    method: 'post',
    path: '/me/identities/:provider',
    tag: 'Sign-in',
    summary: 'Link the identity that the provider said, in the session that began it',
    access: 'signedIn',
    params: providerParams,
    body: z.strictObject({ response }),
    idempotency: 'none',
    status: 201,
    answer: identityView,
    problems: [401, 404, 409, 503],
  }),
  removeIdentity: route({
    method: 'post',
    path: '/me/identities/:identityId/removal',
    tag: 'Sign-in',
    summary: 'Sign in by an identity no more',
    access: 'signedIn',
    params: z.strictObject({ identityId: id }),
    idempotency: 'none',
    status: 204,
    problems: [404],
  }),
};
