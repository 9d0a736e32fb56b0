import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { logLine } from '../kit/lifecycle';
import type { Behaviour, Deposit, Notice, NoticeMode, Payment } from './model';
import { CODE } from './teller';

const LATE_MS = 5_000;
const OUT_OF_ORDER_GAP_MS = 500;
/** Waits between deliveries that were not answered with 2xx; the last one repeats for about a day. */
const RETRY_MS = [500, 1_000, 2_000, 5_000, 15_000, 60_000, 300_000] as const;
const MAX_ATTEMPTS = 300;
const ANSWER_TIMEOUT_MS = 10_000;
const MAX_IN_FLIGHT = 8;

interface NoticeTiming {
  readonly nowMs: number;
  readonly mode: NoticeMode;
  readonly delayMs?: number | undefined;
}

/** The mode and delay that a behaviour asks for. A bank that took money without an answer keeps silent. */
export function noticeTiming(behaviour: Behaviour | undefined, nowMs: number): NoticeTiming {
  const mode = behaviour?.notice ?? (behaviour?.kind === 'TAKEN_NO_ANSWER' ? 'NONE' : 'NORMAL');
  return { nowMs, mode, delayMs: behaviour?.noticeDelayMs };
}

/** The notices about a payment's outcome. */
export function paymentNotices(payment: Payment, timing: NoticeTiming): readonly Notice[] {
  const { order } = payment;
  const outcome = {
    kind: 'PAYMENT',
    key: order.key,
    status: payment.status,
    code: payment.code,
    ...(payment.status === 'FAILED' ? {} : { bankReference: payment.bankReference }),
    amountFen: order.amountFen,
    valueDate: payment.bookedOn,
  };
  if (timing.mode === 'FORGED') return forgedNotices(payment, timing);
  if (timing.mode === 'OTHER_AMOUNT') {
    return noticesFor({ ...outcome, amountFen: order.amountFen + 1 }, timing, undefined);
  }
  const early = { kind: 'PAYMENT', key: order.key, status: 'PROCESSING', code: '09' };
  const processing = { ...early, amountFen: order.amountFen, valueDate: payment.bookedOn };
  return noticesFor(outcome, timing, processing);
}

/** What somebody says who wants the platform to believe the opposite, and can't sign. */
function forgedNotices(payment: Payment, { nowMs, delayMs = 0 }: NoticeTiming): readonly Notice[] {
  const { key, amountFen } = payment.order;
  const lie =
    payment.status === 'SUCCEEDED'
      ? { status: 'FAILED', code: CODE.unknownAccount }
      : { status: 'SUCCEEDED', code: CODE.success, bankReference: 'FORGED' };
  const body = { kind: 'PAYMENT', key, ...lie, amountFen, valueDate: payment.bookedOn };
  return [{ ...noticeOf(2, body, nowMs + delayMs, 1), isForged: true }];
}

/** The notices about money that came in to an institution's account. */
export function incomingNotices(
  deposit: Deposit,
  bankReference: string,
  timing: NoticeTiming,
): readonly Notice[] {
  const { account, amountFen, valueDate, memo, payer } = deposit;
  const body = { kind: 'INCOMING', bankReference, account, amountFen, valueDate, memo, payer };
  return noticesFor(body, timing, undefined);
}

function noticesFor(
  body: Readonly<Record<string, unknown>>,
  timing: NoticeTiming,
  earlier: Readonly<Record<string, unknown>> | undefined,
): readonly Notice[] {
  const { delayMs = timing.mode === 'LATE' ? LATE_MS : 0, mode, nowMs } = timing;
  if (mode === 'NONE') return [];
  const dueAtMs = nowMs + delayMs;
  const final = noticeOf(2, body, dueAtMs, mode === 'TWICE' ? 2 : 1);
  if (mode !== 'OUT_OF_ORDER' || earlier === undefined) return [final];
  // What was said first arrives last.
  return [final, noticeOf(1, earlier, dueAtMs + OUT_OF_ORDER_GAP_MS, 1)];
}

function noticeOf(
  sequence: number,
  body: Readonly<Record<string, unknown>>,
  dueAtMs: number,
  deliveriesLeft: number,
): Notice {
  const id = randomUUID();
  return { id, dueAtMs, deliveriesLeft, isForged: false, body: { noticeId: id, sequence, ...body } };
}

/** The book as the postman sees it. */
export interface NoticeBook {
  notices(): readonly Notice[];
  notice(id: string): Notice | undefined;
  /** Both resolve when the fact is on the disk. */
  delivered(id: string): Promise<void>;
  givenUp(id: string): Promise<void>;
}

/**
 * Delivers notices until each was answered with 2xx as often as wanted. A delivery whose answer got lost is
 * repeated under the same `noticeId`, after a restart too.
 *
 * Headers: `x-bank-timestamp` (seconds since 1970), `x-bank-nonce`, `x-bank-signature` =
 * hex HMAC-SHA256(secret, `${timestamp}.${nonce}.${hex SHA-256 of the body}`), `x-bank-notice-id`.
 */
export class Postman {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly attempts = new Map<string, number>();
  private readonly queue: string[] = [];
  private inFlight = 0;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly secret: string,
    private readonly book: NoticeBook,
  ) {}

  /** Takes up the notices that an earlier life of the process left. */
  resume(): void {
    this.take(this.book.notices());
  }

  take(notices: readonly Notice[]): void {
    for (const notice of notices) this.schedule(notice.id, Math.max(0, notice.dueAtMs - Date.now()));
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private schedule(id: string, waitMs: number): void {
    if (this.stopped) return;
    clearTimeout(this.timers.get(id));
    const timer = setTimeout(() => {
      this.timers.delete(id);
      this.queue.push(id);
      this.work();
    }, waitMs);
    this.timers.set(id, timer);
  }

  private work(): void {
    while (!this.stopped && this.inFlight < MAX_IN_FLIGHT) {
      const id = this.queue.shift();
      if (id === undefined) return;
      this.inFlight += 1;
      void this.deliver(id).finally(() => {
        this.inFlight -= 1;
        this.work();
      });
    }
  }

  private async deliver(id: string): Promise<void> {
    const notice = this.book.notice(id);
    if (notice === undefined) return;
    const attempt = (this.attempts.get(id) ?? 0) + 1;
    this.attempts.set(id, attempt);
    const status = await this.post(notice);
    const isAnswered = status !== undefined && (notice.isForged || (status >= 200 && status < 300));
    logLine('bank', 'notice', { id, key: notice.body.key, attempt, status: status ?? 'not reached' });
    if (isAnswered) return this.settle(notice);
    if (attempt < MAX_ATTEMPTS) return this.schedule(id, RETRY_MS[attempt - 1] ?? RETRY_MS[6]);
    this.attempts.delete(id);
    await this.book.givenUp(id);
  }

  private async settle(notice: Notice): Promise<void> {
    this.attempts.delete(notice.id);
    await this.book.delivered(notice.id);
    if (this.book.notice(notice.id) !== undefined) this.schedule(notice.id, 0);
  }

  private async post(notice: Notice): Promise<number | undefined> {
    const body = JSON.stringify(notice.body);
    try {
      const answer = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...this.sign(notice, body) },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return undefined;
    }
  }

  private sign({ id, isForged }: Notice, body: string): Record<string, string> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = randomBytes(16).toString('hex');
    const secret = isForged ? randomUUID() : this.secret;
    const hash = createHash('sha256').update(body).digest('hex');
    const signature = createHmac('sha256', secret).update(`${timestamp}.${nonce}.${hash}`).digest('hex');
    return {
      'x-bank-timestamp': timestamp,
      'x-bank-nonce': nonce,
      'x-bank-signature': signature,
      'x-bank-notice-id': id,
    };
  }
}
