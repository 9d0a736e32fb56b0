import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { answerPage, answerProblem, htmlTable, logKey, requireApiKey } from '../kit/http';
import { delaySchema, timesSchema } from '../kit/plans';
import type { ServiceMatch } from './model';
import type { Services } from './services';

const DEFAULT_SLOW_MS = 5_000;
const LATEST_MESSAGES = 200;

const usccSchema = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, 'not a unified social credit code');
const nameSchema = z.string().min(1).max(200).optional();
const claimSchema = z.strictObject({ uscc: usccSchema, name: nameSchema, legalPerson: nameSchema });

const overrideSchema = z.strictObject({
  uscc: usccSchema,
  registry: z
    .strictObject({
      found: z.boolean().optional(),
      name: nameSchema,
      legalPerson: nameSchema,
      status: z.enum(['IN_BUSINESS', 'ABNORMAL', 'REVOKED', 'DEREGISTERED']).optional(),
      establishedOn: z.iso.date().optional(),
      registeredCapitalFen: z.number().int().min(0).optional(),
      industry: nameSchema,
      address: nameSchema,
    })
    .default({}),
  bureau: z
    .strictObject({
      maxDpd24m: z.number().int().min(0).max(9_999).optional(),
      daysPastDue: z.number().int().min(0).max(9_999).optional(),
      enquiries6m: z.number().int().min(0).max(9_999).optional(),
      litigation: z.enum(['NONE', 'SETTLED', 'OPEN', 'DISHONEST_JUDGMENT_DEBTOR']).optional(),
      taxRating: z.enum(['A', 'B', 'M', 'C', 'D']).nullable().optional(),
    })
    .default({}),
});

const smsSchema = z.strictObject({
  key: z.string().min(1).max(200),
  to: z.string().min(1).max(40),
  text: z.string().min(1).max(1_000),
});

const planSchema = z.strictObject({
  match: z.strictObject({
    service: z.enum(['REGISTRY', 'SCREENING', 'BUREAU', 'SMS']),
    uscc: usccSchema.optional(),
  }),
  behaviours: z
    .array(
      z.strictObject({
        times: timesSchema,
        kind: z.enum(['NOT_REACHED', 'SLOW', 'HTTP_500']),
        delayMs: delaySchema.optional(),
      }),
    )
    .min(1)
    .max(50),
});

const smsQuery = z.object({ to: z.string().optional(), since: z.iso.datetime().optional() });

/** All routes of the services, under one port. @param apiKey what lenders show; operators of the sandbox need none */
export function serviceRoutes(app: Express, services: Services, apiKey: string): void {
  app.use(['/registry', '/bureau', '/screening/list'], requireApiKey(apiKey));
  app.post('/sms', requireApiKey(apiKey));
  lookupRoutes(app, services);
  screeningRoutes(app, services);
  smsRoutes(app, services);
  operatorRoutes(app, services);
}

function lookupRoutes(app: Express, services: Services): void {
  app.post('/registry/checks', async (request, response) => {
    const { uscc, ...claim } = claimSchema.parse(request.body);
    if (await misbehaves(services, { service: 'REGISTRY', uscc }, response)) return;
    const company = await services.company(uscc, claim);
    if (company === undefined) return answerProblem(response, 404, 'NOT_REGISTERED');
    response.json(company);
  });
  app.get('/bureau/:uscc', async (request, response) => {
    const uscc = usccSchema.parse(request.params.uscc);
    if (await misbehaves(services, { service: 'BUREAU', uscc }, response)) return;
    const record = services.creditRecord(uscc);
    response.json({ uscc, reportId: reportIdOf(uscc, record), ...record });
  });
}

/** The same as long as the record says the same. */
function reportIdOf(uscc: string, record: object): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([uscc, record]))
    .digest('hex');
  return `CR-${digest.slice(0, 16).toUpperCase()}`;
}

function screeningRoutes(app: Express, services: Services): void {
  app.get('/screening/list', async (_request, response) => {
    if (await misbehaves(services, { service: 'SCREENING' }, response)) return;
    response.json(services.screeningList());
  });
  app.post('/screening/lists', async (request, response) => {
    const csv = z.string({ error: 'send the file as text/csv' }).parse(request.body);
    const listCodes = await services.importLists(csv);
    response.status(201).json({ listCodes, version: services.screeningList().version });
  });
}

function smsRoutes(app: Express, services: Services): void {
  app.post('/sms', async (request, response) => {
    const { key, text, to } = smsSchema.parse(request.body);
    logKey(response, key);
    if (await misbehaves(services, { service: 'SMS' }, response)) return;
    if (!/^\+?\d{5,20}$/.test(to)) return answerProblem(response, 422, 'NUMBER_INVALID');
    const message = await services.acceptSms(key, to, text);
    response.status(202).json({ id: message.id });
  });
  app.get('/sms/messages', (request, response) => {
    response.json({ messages: messagesFor(services, request) });
  });
  app.get('/sms', (_request, response) => {
    const rows = services.records.messages().slice(-LATEST_MESSAGES).reverse();
    answerPage(
      response,
      '短信 SMS',
      `<h1>短信 / SMS</h1>${htmlTable(
        ['时间 Time', '号码 To', '内容 Text'],
        rows.map(({ receivedAt, text, to }) => [receivedAt, to, text]),
      )}`,
    );
  });
}

function messagesFor(services: Services, request: Request) {
  const { since = '', to } = smsQuery.parse(request.query);
  return services.records
    .messages()
    .filter((message) => message.receivedAt >= since && (to === undefined || message.to === to));
}

function operatorRoutes(app: Express, services: Services): void {
  app.post('/overrides', async (request, response) => {
    const { uscc, ...override } = overrideSchema.parse(request.body);
    await services.layDown(uscc, override);
    response.status(201).json({ uscc, ...services.records.override(uscc) });
  });
  app.post('/plans', async (request, response) => {
    const { behaviours, match } = planSchema.parse(request.body);
    response.status(201).json(await services.addPlan(match, behaviours));
  });
  app.get('/plans', (_request, response) => {
    response.json({ plans: services.records.plans() });
  });
  app.delete('/plans', async (_request, response) => {
    for (const plan of services.records.plans()) await services.removePlan(plan.id);
    response.status(204).end();
  });
  app.get('/health', (_request, response) => {
    const { records } = services;
    response.json({
      status: 'ok',
      overrides: records.overrideCount(),
      listEntries: records.entries().length,
      messages: records.messages().length,
    });
  });
  app.get('/', (_request, response) => {
    answerPage(response, '沙箱服务 Sandbox services', overviewHtml(services));
  });
}

function overviewHtml(services: Services): string {
  const { records } = services;
  return `<h1>沙箱服务 / Sandbox services</h1>
<p>企业登记 registry · 名单筛查 screening · 征信 credit bureau · <a href="/sms">短信 SMS (${records.messages().length})</a></p>
<h2>名单 / Lists</h2>${htmlTable(
    ['名单 List', '编号 Entry', '类型 Type', '名称 Name'],
    records
      .entries()
      .slice(0, 100)
      .map(({ entryId, listCode, primaryName, type }) => [listCode, entryId, type, primaryName]),
  )}
<h2>故障计划 / Plans</h2>${htmlTable(
    ['#', '条件 Match', '行为 Behaviours'],
    records.plans().map((plan) => [plan.id, JSON.stringify(plan.match), JSON.stringify(plan.behaviours)]),
  )}`;
}

async function misbehaves(services: Services, asked: ServiceMatch, response: Response): Promise<boolean> {
  const behaviour = await services.planned(asked);
  if (behaviour === undefined) return false;
  const waitMs = behaviour.delayMs ?? (behaviour.kind === 'SLOW' ? DEFAULT_SLOW_MS : 0);
  if (waitMs > 0) await sleep(waitMs);
  if (behaviour.kind === 'SLOW') return false;
  if (behaviour.kind === 'NOT_REACHED') response.socket?.destroy();
  else answerProblem(response, 500, 'FAULT', 'planned fault');
  return true;
}
