/**
 * A provider of identities for tests, on a port of its own: whoever comes with a `login_hint` is signed in as that, and
 * nobody is asked. Says its address once it listens, and begins when it is told where it sends people back to.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const clientOf = (redirectUri) => ({
  client_id: 'lending',
  client_secret: 'a secret of the test provider alone',
  redirect_uris: [redirectUri],
  response_types: ['code'],
  grant_types: ['authorization_code'],
});

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;
process.stdout.write(`${issuer}\n`);
const [redirectUri] = await once(process.stdin, 'data');

const provider = new Provider(issuer, {
  clients: [clientOf(String(redirectUri).trim())],
  features: { devInteractions: { enabled: false } },
  findAccount: (_ctx, id) => ({
    accountId: id,
    // The address of everybody: whose it is counts nothing.
    claims: () => ({ sub: id, email: 'admin@jiangnan.example', email_verified: true }),
  }),
  claims: { openid: ['sub', 'email', 'email_verified'] },
  conformIdTokenClaims: false,
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  loadExistingGrant: async (ctx) => {
    const { client, session } = ctx.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid');
    await grant.save();
    return grant;
  },
});
const serve = provider.callback();
server.on('request', async (request, response) => {
  if (!request.url.startsWith('/interaction/')) return serve(request, response);
  const { params } = await provider.interactionDetails(request, response);
  await provider.interactionFinished(request, response, { login: { accountId: params.login_hint } });
});
