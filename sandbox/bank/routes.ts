import type { Express, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { answerPage, answerProblem, logKey, requireApiKey } from '../kit/http';
import type { Bank } from './bank';
import type { Behaviour, PaymentOrder, PlanMatch } from './model';
import { overviewHtml } from './page';
import {
  accountNoSchema,
  dateSchema,
  depositSchema,
  keySchema,
  openAccountSchema,
  paymentSchema,
  planSchema,
} from './schemas';
import { statementFile, withBalances } from './statement';
import { presentClosed, presentPayment } from './teller';

const DEFAULT_SLOW_MS = 5_000;
const MAX_ENTRIES = 1_000;

/** Routes of the bank: those of the platform need the API key, those of the sandbox's operator do not. */
export function bankRoutes(app: Express, bank: Bank, apiKey: string): void {
  const platformOnly = requireApiKey(apiKey);
  paymentRoutes(app, bank, platformOnly);
  accountRoutes(app, bank);
  planRoutes(app, bank);
  app.get('/statements/:date', platformOnly, (request, response) => answerStatement(bank, request, response));
  app.get('/health', (_request, response) => answerHealth(bank, response));
  app.get('/', (_request, response) =>
    answerPage(response, '沙箱银行 Sandbox bank', overviewHtml(bank.book)),
  );
}

function paymentRoutes(app: Express, bank: Bank, platformOnly: RequestHandler): void {
  app.post('/payments', platformOnly, async (request, response) => {
    const order = paymentSchema.parse(request.body);
    logKey(response, order.key);
    await answerPayment(bank, order, response);
  });
  app.get('/payments/:key', platformOnly, async (request, response) => {
    const key = keySchema.parse(request.params.key);
    logKey(response, key);
    const behaviour = await bank.planned((match) => match.on === 'INQUIRY' && matchesKey(match, key));
    if (await misbehaves(bank, behaviour, response)) return;
    const payment = await bank.inquire(key);
    if (payment !== undefined) response.json(presentPayment(payment));
    else if (bank.book.isClosed(key)) response.json(presentClosed(key));
    else answerProblem(response, 404, 'NOT_FOUND', 'no payment under this key');
  });
  app.post('/payments/:key/close', platformOnly, async (request, response) => {
    const key = keySchema.parse(request.params.key);
    logKey(response, key);
    const behaviour = await bank.planned((match) => match.on === 'CLOSE' && matchesKey(match, key));
    const closedFirst = behaviour?.kind === 'TAKEN_NO_ANSWER' || behaviour?.booked === true;
    if (closedFirst) await bank.closeKey(key);
    if (await misbehaves(bank, behaviour, response)) return;
    const payment = await bank.closeKey(key);
    response.json(payment === undefined ? { key, status: 'CLOSED' } : presentPayment(payment));
  });
  app.post('/payments/:key/return', (request, response) => answerReturn(bank, request, response));
}

/** Of the operator: a bank takes a debit back of its own accord. */
async function answerReturn(bank: Bank, request: Request, response: Response): Promise<void> {
  const key = keySchema.parse(request.params.key);
  logKey(response, key);
  const outcome = await bank.giveBack(key);
  if (outcome === 'returned') response.json({ key, status: 'RETURNED' });
  else if (outcome === 'noSuchDebit') answerProblem(response, 404, 'NOT_FOUND', 'no debit under this key');
  else answerProblem(response, 422, 'INSUFFICIENT_FUNDS', 'the money is gone');
}

async function answerPayment(bank: Bank, order: PaymentOrder, response: Response): Promise<void> {
  const isFirst = bank.book.payment(order.key) === undefined;
  const behaviour = isFirst ? await bank.planned((match) => matchesOrder(match, order)) : undefined;
  const bookedFirst = behaviour?.kind === 'TAKEN_NO_ANSWER' || behaviour?.booked === true;
  if (bookedFirst) await bank.pay(order, behaviour);
  if (await misbehaves(bank, behaviour, response)) return;
  const outcome = await bank.pay(order, behaviour);
  if (outcome.status === 'keyConflict') {
    return answerProblem(response, 409, 'KEY_CONFLICT', 'another order was given under this key');
  }
  const body = presentPayment(outcome.payment);
  response.status(body.status === 'PROCESSING' ? 202 : 200).json(body);
}

/**
 * Shows a planned failure of the line.
 * @returns true when the request has got its answer, or the silence that was planned
 */
async function misbehaves(
  bank: Bank,
  behaviour: Behaviour | undefined,
  response: Response,
): Promise<boolean> {
  if (behaviour === undefined) return false;
  const waitMs = behaviour.delayMs ?? (behaviour.kind === 'SLOW' ? DEFAULT_SLOW_MS : 0);
  if (waitMs > 0) await bank.takeTime(waitMs);
  if (behaviour.kind === 'NOT_REACHED' || behaviour.kind === 'TAKEN_NO_ANSWER') {
    response.socket?.destroy();
    return true;
  }
  if (behaviour.kind === 'NOT_SUPPORTED') answerProblem(response, 501, 'NOT_SUPPORTED', 'no such route');
  else if (behaviour.kind === 'HTTP_500') answerProblem(response, 500, 'FAULT', 'planned fault');
  else return false;
  return true;
}

function matchesKey(match: PlanMatch, key: string): boolean {
  return match.keyPrefix === undefined || key.startsWith(match.keyPrefix);
}

function matchesOrder(match: PlanMatch, order: PaymentOrder): boolean {
  const { account, kind, on } = match;
  const touches = account === undefined || account === order.debitAccount || account === order.creditAccount;
  return on === 'PAYMENT' && touches && matchesKey(match, order.key) && (kind ?? order.kind) === order.kind;
}

function accountRoutes(app: Express, bank: Bank): void {
  app.post('/accounts', async (request, response) => {
    const { kind, name, no } = openAccountSchema.parse(request.body);
    await bank.openAccount(no, name, kind);
    response.status(201).json(bank.book.account(no));
  });
  app.get('/accounts', async (_request, response) => {
    await bank.settled();
    response.json({ accounts: bank.book.accounts() });
  });
  app.get('/accounts/:no', async (request, response) => {
    await bank.settled();
    const account = bank.book.account(accountNoSchema.parse(request.params.no));
    if (account === undefined) return answerProblem(response, 404, 'NO_SUCH_ACCOUNT');
    response.json(account);
  });
  app.get('/accounts/:no/entries', async (request, response) => {
    await bank.settled();
    const { afterSequence } = entriesQuery.parse(request.query);
    const all = bank.book.entriesOf(accountNoSchema.parse(request.params.no));
    const entries = all.filter((entry) => entry.sequence > afterSequence).slice(0, MAX_ENTRIES);
    response.json({ entries });
  });
  app.post('/accounts/:no/deposits', (request, response) => answerDeposit(bank, request, response));
}

const entriesQuery = z.object({ afterSequence: z.coerce.number().int().min(0).default(0) });

async function answerDeposit(bank: Bank, request: Request, response: Response): Promise<void> {
  const account = accountNoSchema.parse(request.params.no);
  const { notice, ...order } = depositSchema.parse(request.body);
  if (order.key !== '') logKey(response, order.key);
  const planned = await bank.planned(
    (match) =>
      match.on === 'DEPOSIT' && (match.account ?? account) === account && matchesKey(match, order.key),
  );
  const outcome = await bank.deposit({ ...order, account, notice: planned?.notice ?? notice });
  switch (outcome.status) {
    case 'booked':
      response.status(201).json(outcome.account);
      return;
    case 'keyConflict':
      return answerProblem(response, 409, 'KEY_CONFLICT', 'another deposit was made under this key');
    case 'noSuchAccount':
      return answerProblem(response, 404, 'NO_SUCH_ACCOUNT');
    case 'bankIsFull':
      return answerProblem(response, 422, 'BANK_IS_FULL', 'all deposits together would pass the largest sum');
  }
}

function planRoutes(app: Express, bank: Bank): void {
  app.post('/plans', async (request, response) => {
    const { behaviours, match } = planSchema.parse(request.body);
    response.status(201).json(await bank.addPlan(match, behaviours));
  });
  app.get('/plans', (_request, response) => {
    response.json({ plans: bank.book.plans() });
  });
  app.delete('/plans', async (_request, response) => {
    for (const plan of bank.book.plans()) await bank.removePlan(plan.id);
    response.status(204).end();
  });
  app.delete('/plans/:id', async (request, response) => {
    await bank.removePlan(z.coerce.number().int().parse(request.params.id));
    response.status(204).end();
  });
}

async function answerStatement(bank: Bank, request: Request, response: Response): Promise<void> {
  const date = dateSchema.parse(request.params.date);
  const { account } = z.object({ account: accountNoSchema.optional() }).parse(request.query);
  const behaviour = await bank.planned(
    (match) => match.on === 'STATEMENT' && (match.account ?? account) === account,
  );
  if (await misbehaves(bank, behaviour, response)) return;
  await bank.handOut(date);
  const ofDay = bank.book.entriesOn(date);
  const ofAccount = account === undefined ? ofDay : ofDay.filter((entry) => entry.account === account);
  const entries = withBalances(bank.book, date, ofAccount);
  const file = statementFile(date, account, entries);
  const isTorn = behaviour?.kind === 'TORN';
  response.type('text/csv; charset=utf-8').send(isTorn ? file.slice(0, Math.ceil(file.length / 2)) : file);
}

function answerHealth(bank: Bank, response: Response): void {
  const balanced = bank.book.isBalanced();
  response.status(balanced ? 200 : 500).json({
    status: balanced ? 'ok' : 'broken',
    accounts: bank.book.accounts().length,
    payments: bank.book.paymentCount(),
    entries: bank.book.entries().length,
    depositedFen: bank.book.totalDepositedFen(),
    noticesOwed: bank.book.notices().length,
    underWay: bank.underWay,
  });
}
