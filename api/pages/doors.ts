import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import compression from 'compression';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { type Locale, localeOf } from '../../contracts/texts/texts';
import { homeOf } from '../home/operations';
import type { Parts } from '../kernel/parts';
import type { AnswerOf } from '../kernel/routing/call';
import type { Caller } from '../kernel/routing/caller';
import { factorOf } from '../kernel/security/factor';
import { identify } from '../kernel/security/identify';
import { APPLICANT } from '../kernel/security/policy';
import { presentSession } from '../people/present';
import { applyPage, BUILT, deskPage, drawing } from './built';
import { OWN_ONLY } from './policy';

const A_YEAR_S = 31_536_000;
const A_DAY_S = 86_400;
const NONCE_BYTES = 16;

/** What `web/apply/server.tsx` gives, and what it is given. */
interface FirstView {
  readonly path: string;
  readonly language: Locale;
  readonly session: AnswerOf<'getSession'> | null;
  /** Only where it is drawn. */
  readonly home: AnswerOf<'getHome'> | null;
}

const HOME = '/home';

/** Where another provider sends people back, of either door. */
const IDENTITY = /^\/identity\/[a-z0-9-]{1,30}$/;

/** Screens of the enterprise's door: what else is asked for is no page. */
const APPLY = [
  '/',
  '/sign-in',
  HOME,
  '/calculator',
  '/verify',
  '/register',
  // Where links in mails lead, of staff too.
  '/activate',
  '/confirm',
  '/join',
  '/invitation',
  '/reset',
  IDENTITY,
  /^\/(kyc|enterprises|applications|loans|fees|messages|settings|help)(\/|$)/,
];

const DESK = /^\/desk(\/|$)/;
const NOT_API = /^(?!\/api(\/|$))/;

/** The two doors: `/` for enterprises, with its first view in the HTML, and `/desk` for staff. */
export function doors(parts: Parts): Router {
  const router = express.Router();
  // Pages and their files: answers of the API, which stand before, hold secrets beside what a stranger may have sent.
  router.use(compression());
  router.use(
    '/web/assets',
    express.static(join(BUILT, 'assets'), { index: false, immutable: true, maxAge: A_YEAR_S * 1000 }),
  );
  router.get(IDENTITY, behindHash);
  // What pages ask for by the names that pdf.js gives: the same until its version changes.
  router.use('/web/pdf', express.static(join(BUILT, 'pdf'), { index: false, maxAge: A_DAY_S * 1000 }));
  router.get(APPLY, apply(parts));
  router.get(DESK, desk(parts));
  return router;
}

/** What a provider says goes behind `#`, as in links of mails: the page takes it out of there, and nobody else reads it. */
const behindHash: RequestHandler = (request, response, next) => {
  const { pathname, search } = new URL(request.originalUrl, 'http://page');
  if (search === '') return next();
  response.set('Cache-Control', 'no-store').redirect(303, `${pathname}#${search.slice(1)}`);
};

/** What a browser is shown at an address that leads nowhere, in its language; programs are told by the API. */
export function strayed(parts: Parts): Router {
  const router = express.Router();
  const missing = apply(parts, 404);
  router.get(NOT_API, (request, response, next) =>
    request.accepts('json', 'html') === 'html' ? missing(request, response, next) : next(),
  );
  return router;
}

function apply(parts: Parts, status = 200): RequestHandler {
  const draw = drawing<FirstView>();
  return async (request, response) => {
    const { html, styleHash } = applyPage();
    const view = await viewOf(parts, request);
    // A view that can't be drawn here is drawn by the scripts.
    const screen = await draw(view).catch((error: unknown) => {
      parts.log.warn({ err: error }, 'a first view was not drawn');
      return '';
    });
    response.status(status).set('Content-Security-Policy', policy(styleHash));
    // As a function: `$&` in a name is no pattern.
    send(
      response,
      filled(html, view, request).replace('<!--first-view-->', () => screen),
    );
  };
}

function desk(parts: Parts): RequestHandler {
  return async (request, response) => {
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    const view = await viewOf(parts, request);
    // antd makes its styles in the browser: they are let in by a number that is new with each page.
    response.set('Content-Security-Policy', policy(`'nonce-${nonce}'`));
    send(response, filled(deskPage().replaceAll('__NONCE__', nonce), view, request));
  };
}

async function viewOf(parts: Parts, request: Request): Promise<FirstView> {
  const caller = await identify(parts, request);
  const { path } = request;
  const locale = languageOf(request);
  return {
    path,
    language: locale,
    session: caller === null ? null : presentSession(caller),
    home: path === HOME && mayCome(caller) ? await homeOf(parts, { caller, locale }) : null,
  };
}

/** Whether `GET /home` would answer. */
const mayCome = (caller: Caller | null): boolean =>
  caller !== null && APPLICANT.judge(caller).ok && factorOf(caller, APPLICANT.factor).ok;

/** A page with its language, its theme and what is known before its first paint. */
function filled(html: string, view: FirstView, request: Request): string {
  const data = JSON.stringify(view).replaceAll('<', '\\u003c');
  return inLanguage(html, view.language, request).replace(
    '<!--first-data-->',
    // No text of the data may end the script that it stands in.
    () => `<script type="application/json" id="first-view">${data}</script>`,
  );
}

/** The policy of a page, with the styles that stand in it or are made by it. */
const policy = (styles: string): string =>
  Object.entries({ ...OWN_ONLY, styleSrc: ["'self'", styles] })
    .map(([name, sources]) => `${kebab(name)} ${sources.join(' ')}`)
    .join('; ');

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What the browser was told before, by cookies of the look; else what it prefers. */
function languageOf(request: Request): Locale {
  const chosen = cookieOf(request, 'language');
  if (chosen === 'en' || chosen === 'zh-CN') return chosen;
  return localeOf((...types) => request.acceptsLanguages(...types));
}

function cookieOf({ headers }: Request, name: string): string | null {
  const found = (headers.cookie ?? '').split('; ').find((part) => part.startsWith(`${name}=`));
  return found === undefined ? null : found.slice(name.length + 1);
}

const THEMES = ['SYSTEM', 'LIGHT', 'DARK'];

/** Language and theme stand in the page before its first paint. */
function inLanguage(html: string, language: Locale, request: Request): string {
  const theme = cookieOf(request, 'theme') ?? '';
  const chosen = THEMES.includes(theme) ? theme : 'SYSTEM';
  return html.replace('<html lang="zh-CN">', `<html lang="${language}" data-theme="${chosen}">`);
}

function send(response: Response, html: string): void {
  response.set('Cache-Control', 'private, no-cache').type('html').send(html);
}
