import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type {
  NoticeEvidence,
  PaymentOutcome,
  BankNotice as ToldNotice,
} from '../../contracts/workflows/payment';
import { type Fen, MAX_FEN } from '../../domain/money/fen';
import { accept, type Result, refuse } from '../../domain/result';
import { parseJson } from '../http/service';
import { bankDate, UNKEEPABLE, word } from './words';

/** How far the bank's clock may be from ours, either way. */
export const NOTICE_WINDOW_MS = 300_000;

const amountSchema = z
  .number()
  .int()
  .min(0)
  .max(MAX_FEN)
  .transform((amount) => amount as Fen);

/** Words of whoever paid: the money has come whatever they wrote, so what can't be kept is marked. */
const words = (most: number) =>
  z
    .string()
    .max(most)
    .transform((text) => text.replace(UNKEEPABLE, '\ufffd'));

const common = {
  noticeId: z.uuid(),
  sequence: z.number().int(),
  amountFen: amountSchema,
  valueDate: bankDate,
};

const noticeSchema = z.union([
  z.object({
    ...common,
    kind: z.literal('PAYMENT'),
    key: word(200),
    status: z.literal('SUCCEEDED'),
    code: z.literal('00'),
    bankReference: word(64),
  }),
  z.object({
    ...common,
    kind: z.literal('PAYMENT'),
    key: word(200),
    status: z.enum(['FAILED', 'PROCESSING']),
    code: word(10),
  }),
  z.object({
    ...common,
    kind: z.literal('INCOMING'),
    bankReference: word(64),
    account: word(40),
    memo: words(200),
    payer: words(100),
  }),
]);

/** What the bank says on its own account. A PROCESSING that comes after a final word changes nothing. */
export type BankNotice = z.output<typeof noticeSchema>;

/** What became of an order, as the bank says in a notice. */
export interface FinalWord {
  readonly noticeId: string;
  readonly key: string;
  readonly amountFen: Fen;
  readonly outcome: PaymentOutcome;
}

/**
 * The final word of a notice on an order; null when it has none.
 */
export function finalWordOf(notice: unknown): FinalWord | null {
  const parsed = noticeSchema.safeParse(notice);
  if (!parsed.success || parsed.data.kind !== 'PAYMENT') return null;
  const { data } = parsed;
  const { noticeId, amountFen, key } = data;
  switch (data.status) {
    case 'SUCCEEDED': {
      const { bankReference, status, valueDate } = data;
      return { noticeId, key, amountFen, outcome: { status, bankReference, bankDate: valueDate } };
    }
    case 'FAILED':
      return { noticeId, key, amountFen, outcome: { status: data.status, code: data.code } };
    case 'PROCESSING':
      return null;
  }
}

const evidenceSchema = z.object({
  body: z.string(),
  timestamp: z.string().regex(/^\d{1,12}$/),
  nonce: z.string().regex(/^[\w-]{1,64}$/),
  signature: z.string().regex(/^[\da-f]{64}$/),
});

/**
 * What a payment is told of a notice; null when it has no final word on an order.
 * @param evidence the notice as it came, see {@link verifyNotice}, or as it was stored then
 */
export function noticeToTell(evidence: unknown): ToldNotice | null {
  const parsed = evidenceSchema.safeParse(evidence);
  if (!parsed.success) return null;
  const said = finalWordOf(parseJson(parsed.data.body));
  return said === null ? null : { signal: 'bankNotice', ...said, evidence: parsed.data };
}

/**
 * Whether what a payment is told is what the bank has signed. Of no time: what was true stays true at each replay.
 * @param secrets see {@link verifyNotice}
 */
export function banksWordCheck(secrets: string): (told: object) => boolean {
  return (told) => {
    const evidence = evidenceSchema.safeParse('evidence' in told ? told.evidence : null);
    if (!evidence.success || !isSigned(evidence.data, secrets)) return false;
    // Both were written by the same hand: the same words in the same order.
    return JSON.stringify(noticeToTell(evidence.data)) === JSON.stringify(told);
  };
}

/** A notice that is surely the bank's. */
export interface VerifiedNotice {
  readonly notice: BankNotice;
  readonly evidence: NoticeEvidence;
}

/** Request headers, names in lower case as Node gives them. */
export type NoticeHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Checks that a notice is the bank's, fresh and well-formed. The signature is hex HMAC-SHA256 of
 * `${x-bank-timestamp}.${x-bank-nonce}.${hex SHA-256 of the raw body}`: none of the three can hold a dot, so there is one
 * way to read it.
 * @param rawBody the bytes as received: parsing and printing again would change them
 * @param secrets the setting BANK_NOTICE_SECRET: one, or while it changes the old one and the new one
 * @param nowMs wall clock, ms since 1970
 */
export function verifyNotice(
  headers: NoticeHeaders,
  rawBody: Buffer | string,
  secrets: string,
  nowMs: number,
): Result<
  VerifiedNotice,
  'NOTICE_HEADERS_MISSING' | 'NOTICE_INVALID' | 'NOTICE_OUTSIDE_WINDOW' | 'NOTICE_SIGNATURE_WRONG'
> {
  const timestamp = headers['x-bank-timestamp'];
  const nonce = headers['x-bank-nonce'];
  const signature = headers['x-bank-signature'];
  if (typeof timestamp !== 'string' || typeof nonce !== 'string' || typeof signature !== 'string') {
    return refuse('NOTICE_HEADERS_MISSING');
  }
  const evidence = evidenceSchema.safeParse({ body: rawBody.toString(), timestamp, nonce, signature });
  if (!evidence.success || !isSigned(evidence.data, secrets)) return refuse('NOTICE_SIGNATURE_WRONG');
  if (Math.abs(nowMs - Number(timestamp) * 1000) > NOTICE_WINDOW_MS) return refuse('NOTICE_OUTSIDE_WINDOW');
  const parsed = noticeSchema.safeParse(parseJson(evidence.data.body));
  if (!parsed.success) return refuse('NOTICE_INVALID');
  return accept({ notice: parsed.data, evidence: evidence.data });
}

function isSigned({ body, timestamp, nonce, signature }: NoticeEvidence, secrets: string): boolean {
  const said = `${timestamp}.${nonce}.${createHash('sha256').update(body).digest('hex')}`;
  const given = Buffer.from(signature, 'hex');
  return secrets
    .split(',')
    .map((secret) => createHmac('sha256', secret.trim()).update(said).digest())
    .some((expected) => given.length === expected.length && timingSafeEqual(given, expected));
}
