import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { PaymentOutcome } from '../../contracts/workflows/payment';
import { type IsoDate, parseIsoDate } from '../../domain/calendar/isoDate';
import { type Fen, MAX_FEN } from '../../domain/money/fen';
import { accept, type Result, refuse } from '../../domain/result';
import { parseJson } from '../http/service';

/** How far the bank's clock may be from ours, either way. */
export const NOTICE_WINDOW_MS = 300_000;

const amountSchema = z
  .number()
  .int()
  .min(0)
  .max(MAX_FEN)
  .transform((amount) => amount as Fen);
const dateSchema = z
  .string()
  .refine((text) => parseIsoDate(text).ok)
  .transform((text) => text as IsoDate);

/** Control characters and lone surrogates, which PostgreSQL keeps in no text. */
const UNKEEPABLE = /[\p{Cc}\p{Cs}]/gu;

/** A word of the bank's own: a key, a code, a reference, a number. */
const word = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => text.search(UNKEEPABLE) < 0);

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
  valueDate: dateSchema,
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
  readonly key: string;
  readonly amountFen: Fen;
  readonly outcome: PaymentOutcome;
}

/**
 * The final word of a notice on an order; null when it has none.
 * @param notice as it was verified, or as it was stored then
 */
export function finalWordOf(notice: unknown): FinalWord | null {
  const parsed = noticeSchema.safeParse(notice);
  if (!parsed.success || parsed.data.kind !== 'PAYMENT') return null;
  const { data } = parsed;
  const { amountFen, key } = data;
  switch (data.status) {
    case 'SUCCEEDED': {
      const { bankReference, status, valueDate } = data;
      return { key, amountFen, outcome: { status, bankReference, bankDate: valueDate } };
    }
    case 'FAILED':
      return { key, amountFen, outcome: { status: data.status, code: data.code } };
    case 'PROCESSING':
      return null;
  }
}

/** A notice that is surely the bank's. */
export interface VerifiedNotice {
  readonly notice: BankNotice;
  /** The same when the bank repeats the notice. */
  readonly dedupeKey: string;
}

/** Request headers, names in lower case as Node gives them. */
export type NoticeHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Checks that a notice is the bank's, fresh and well-formed. The signature is
 * hex HMAC-SHA256(secret, `${x-bank-timestamp}.${x-bank-nonce}.${raw body}`).
 * @param rawBody the bytes as received: parsing and printing again would change them
 * @param nowMs wall clock, ms since 1970
 */
export function verifyNotice(
  headers: NoticeHeaders,
  rawBody: Buffer | string,
  secret: string,
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
  if (!isSigned(`${timestamp}.${nonce}.`, rawBody, signature, secret))
    return refuse('NOTICE_SIGNATURE_WRONG');
  const isFresh =
    /^\d{1,12}$/.test(timestamp) && Math.abs(nowMs - Number(timestamp) * 1000) <= NOTICE_WINDOW_MS;
  if (!isFresh) return refuse('NOTICE_OUTSIDE_WINDOW');
  const parsed = noticeSchema.safeParse(parseJson(rawBody.toString()));
  if (!parsed.success) return refuse('NOTICE_INVALID');
  return accept({ notice: parsed.data, dedupeKey: `bank-notice/${parsed.data.noticeId}` });
}

function isSigned(prefix: string, rawBody: Buffer | string, signature: string, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(prefix).update(rawBody).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
