import { dirname, join } from 'node:path';
import express, { type RequestHandler, type Router } from 'express';
import helmet from 'helmet';
import { routes } from '../../contracts/http';
import { MACHINE_SCOPES } from '../../domain/machines/scopes';
import { audienceOf } from '../../gateways/auth/machineTokens';
import { listStaffAccounts } from '../../gateways/database/people';
import type { Parts } from '../kernel/parts';
import { OWN_ONLY } from './policy';
import { problems } from './problems';

const STATIC = join(__dirname, 'static');
const SWAGGER = dirname(require.resolve('swagger-ui-dist/package.json'));
const SWAGGER_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];
const ONE_HOUR_S = 3_600;
const MS_PER_DAY = 86_400_000;
/** RFC 9116, 2.5.5: less than a year, so that nobody trusts what nobody looks after. */
const CONTACT_STANDS_DAYS = 180;

const pagePolicy = helmet.contentSecurityPolicy({ useDefaults: false, directives: OWN_ONLY });
/** Swagger UI sets styles from its script. */
const referencePolicy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: { ...OWN_ONLY, styleSrc: ["'self'", "'unsafe-inline'"] },
});

/** Where the parts are, and the reference of the API: few static files. */
export function pages(parts: Parts): Router {
  const router = express.Router();
  router.get('/docs', referencePolicy, page('docs.html'));
  router.get('/docs/problems', pagePolicy, problems());
  router.get('/parts.json', partsJson(parts));
  router.get('/.well-known/security.txt', securityText(parts));
  router.get('/.well-known/oauth-authorization-server', tokenGiver(parts));
  router.use('/assets', express.static(STATIC, { index: false, maxAge: ONE_HOUR_S * 1000 }));
  router.get('/assets/swagger/:file', swaggerFile);
  return router;
}

function page(file: string): RequestHandler {
  return (_request, response) => {
    response.set('Cache-Control', 'no-cache').sendFile(file, { root: STATIC });
  };
}

const swaggerFile: RequestHandler = (request, response, next) => {
  const { file } = request.params;
  if (typeof file !== 'string' || !SWAGGER_FILES.includes(file)) return next();
  response.sendFile(file, { root: SWAGGER, maxAge: ONE_HOUR_S * 1000 });
};

/** Where the parts are, and in a demo its accounts when the database was seeded with them. */
function partsJson({ settings, prisma, cipher }: Parts): RequestHandler {
  return async (_request, response) => {
    const staff = settings.isDemo ? await listStaffAccounts(prisma, cipher, '.example').catch(() => []) : [];
    response.set('Cache-Control', 'no-store').json({
      temporalUi: settings.temporalUiUrl,
      mail: settings.mailPageUrl ?? null,
      codec: `${settings.publicUrl}/api/codec`,
      demoAccounts: staff,
    });
  };
}

/** Where machines get tokens, and what verifies these (RFC 8414). */
function tokenGiver({ settings }: Parts): RequestHandler {
  return (_request, response) => {
    const base = audienceOf(settings.publicUrl);
    response.json({
      issuer: new URL(settings.publicUrl).origin,
      token_endpoint: `${base}${routes.getToken.path}`,
      jwks_uri: `${base}${routes.listTokenKeys.path}`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      scopes_supported: MACHINE_SCOPES,
    });
  };
}

/** How to report a hole, as RFC 9116 wants it. */
function securityText({ settings }: Parts): RequestHandler {
  return (_request, response) => {
    const expires = new Date(Date.now() + CONTACT_STANDS_DAYS * MS_PER_DAY).toISOString();
    const lines = [
      `Contact: ${settings.securityContact}`,
      `Expires: ${expires}`,
      'Preferred-Languages: zh, en',
      `Canonical: ${new URL('/.well-known/security.txt', settings.publicUrl)}`,
    ];
    response.type('text/plain').send(`${lines.join('\n')}\n`);
  };
}
