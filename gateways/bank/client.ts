import { z } from 'zod';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { type Secret, textOf } from '../crypto';
import { exchange, type OutsideAnswer, OutsideFault, type OutsideRequest } from '../http/exchange';
import { parseJson } from '../http/service';
import { BankNoAnswer, BankNotReached, BankRefusedRequest } from './faults';
import { parseStatement } from './statement';
import type {
  BankCloseOutcome,
  BankInquiryOutcome,
  BankPaymentFinal,
  BankPaymentOrder,
  BankPaymentUnknown,
  BankSubmitOutcome,
  Statement,
} from './types';
import { bankDate, word } from './words';

export interface BankSettings {
  readonly url: string;
  readonly apiKey: Secret;
  /** How long the bank may take; an order without an answer by then is unknown. */
  readonly timeoutMs?: number;
}

/** The bank as activities see it. */
export interface BankGateway {
  /**
   * Sends an order.
   * @throws BankNotReached nothing was booked, the same order may go again
   * @throws BankRefusedRequest a setting or the program is wrong
   */
  submitPayment(order: BankPaymentOrder): Promise<BankSubmitOutcome>;
  /**
   * Asks what became of a key.
   * @throws BankNotReached, BankNoAnswer: ask again later
   */
  queryPayment(key: string): Promise<BankInquiryOutcome>;
  /**
   * Closes a key for ever, unless it was paid: an order that is still on its way under it is declined.
   * @throws BankNotReached, BankNoAnswer: ask again later
   */
  closeOrder(key: string): Promise<BankCloseOutcome>;
  /**
   * The movements of a business date, of one account or of all.
   * @throws BankNotReached, BankNoAnswer, StatementInvalid
   */
  statementFile(date: IsoDate, account?: string): Promise<Statement>;
}

const DEFAULT_TIMEOUT_MS = 8_000;
const STATEMENT_MAX_BYTES = 256 * 1024 * 1024;
const STATEMENT_TIMEOUT_MS = 60_000;

/** As careful as with a notice: what the books could not keep is no answer, and asked for again. */
const answerSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('SUCCEEDED'),
    key: z.string(),
    code: z.literal('00'),
    bankReference: word(64),
    valueDate: bankDate,
  }),
  z.object({ status: z.literal('FAILED'), key: z.string(), code: word(10) }),
  z.object({ status: z.literal('PROCESSING'), key: z.string() }),
]);

const closedSchema = z.object({ status: z.literal('CLOSED'), key: z.string() });

const problemSchema = z.object({ code: z.string() });

/** Makes the client of the bank. */
export function createBankGateway(settings: BankSettings): BankGateway {
  return {
    submitPayment: (order) => submitPayment(settings, order),
    queryPayment: (key) => queryPayment(settings, key),
    closeOrder: (key) => closeOrder(settings, key),
    statementFile: (date, account) => statementFile(settings, date, account),
  };
}

async function submitPayment(settings: BankSettings, order: BankPaymentOrder): Promise<BankSubmitOutcome> {
  const answer = await askBank(settings, { method: 'POST', path: '/payments', body: order }).catch(
    (fault: unknown): BankPaymentUnknown => {
      if (!(fault instanceof OutsideFault)) throw fault;
      if (fault.reach === 'NOT_REACHED') throw new BankNotReached(fault.message);
      return { status: 'unknown', why: fault.reason === 'TIMEOUT' ? 'TIMEOUT' : 'LINE_LOST' };
    },
  );
  return 'text' in answer ? readOutcome(answer, order.key) : answer;
}

async function queryPayment(settings: BankSettings, key: string): Promise<BankInquiryOutcome> {
  const path = `/payments/${encodeURIComponent(key)}`;
  const answer = await askBank(settings, { method: 'GET', path }).catch(throwLineFault);
  if (answer.status === 404 && problemCode(answer) === 'NOT_FOUND') return { status: 'notFound' };
  return knownOutcome(answer, key, 'inquiry');
}

/** What a bank answers that has no such route. */
const NO_SUCH_ROUTE: readonly number[] = [404, 405, 501];

async function closeOrder(settings: BankSettings, key: string): Promise<BankCloseOutcome> {
  const path = `/payments/${encodeURIComponent(key)}/close`;
  const answer = await askBank(settings, { method: 'POST', path, body: {} }).catch(throwLineFault);
  if (NO_SUCH_ROUTE.includes(answer.status)) return { status: 'unsupported' };
  const closed = closedSchema.safeParse(parseJson(answer.text));
  if (answer.status === 200 && closed.success && closed.data.key === key) return { status: 'closed' };
  return knownOutcome(answer, key, 'closing');
}

/** A question that is not answered is a fault of the line; that the order is in progress is an answer. */
function knownOutcome(
  answer: OutsideAnswer,
  key: string,
  question: string,
): BankPaymentFinal | BankPaymentUnknown {
  const outcome = readOutcome(answer, key);
  const isFault = outcome.status === 'unknown' && outcome.why !== 'PROCESSING';
  if (isFault) throw new BankNoAnswer(`${question} answered with HTTP ${answer.status}`);
  return outcome;
}

async function statementFile(settings: BankSettings, date: IsoDate, account?: string): Promise<Statement> {
  const query = account === undefined ? '' : `?account=${encodeURIComponent(account)}`;
  const answer = await askBank(settings, {
    method: 'GET',
    path: `/statements/${date}${query}`,
    timeoutMs: STATEMENT_TIMEOUT_MS,
    maxAnswerBytes: STATEMENT_MAX_BYTES,
  }).catch(throwLineFault);
  if (answer.status >= 500) throw new BankNoAnswer(`statement answered with HTTP ${answer.status}`);
  refuseWhenClientFault(answer);
  return parseStatement(answer.text, date, account);
}

interface BankAsk extends Partial<OutsideRequest> {
  readonly method: OutsideRequest['method'];
  readonly path: string;
}

function askBank(settings: BankSettings, ask: BankAsk): Promise<OutsideAnswer> {
  const { path, ...request } = ask;
  return exchange({
    timeoutMs: settings.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    ...request,
    url: new URL(path, settings.url).href,
    headers: { authorization: `Bearer ${textOf(settings.apiKey)}` },
  });
}

function throwLineFault(fault: unknown): never {
  if (!(fault instanceof OutsideFault)) throw fault;
  throw fault.reach === 'NOT_REACHED' ? new BankNotReached(fault.message) : new BankNoAnswer(fault.message);
}

/** What an answer says about a key. Whatever does not clearly say otherwise is unknown. */
function readOutcome(answer: OutsideAnswer, key: string): BankPaymentFinal | BankPaymentUnknown {
  if (answer.status >= 500) return { status: 'unknown', why: 'SERVER_FAULT' };
  refuseWhenClientFault(answer);
  const parsed = answerSchema.safeParse(parseJson(answer.text));
  if (!parsed.success || parsed.data.key !== key) return { status: 'unknown', why: 'ANSWER_INVALID' };
  switch (parsed.data.status) {
    case 'SUCCEEDED':
      return {
        status: 'succeeded',
        bankReference: parsed.data.bankReference,
        bankDate: parsed.data.valueDate,
      };
    case 'FAILED':
      return { status: 'failed', code: parsed.data.code };
    case 'PROCESSING':
      return { status: 'unknown', why: 'PROCESSING' };
  }
}

function refuseWhenClientFault(answer: OutsideAnswer): void {
  if (answer.status < 400 || answer.status >= 500) return;
  throw new BankRefusedRequest(answer.status, problemCode(answer) ?? 'UNKNOWN');
}

function problemCode(answer: OutsideAnswer): string | undefined {
  const parsed = problemSchema.safeParse(parseJson(answer.text));
  return parsed.success ? parsed.data.code : undefined;
}
