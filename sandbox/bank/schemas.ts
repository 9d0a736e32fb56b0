import { z } from 'zod';
import { type IsoDate, parseIsoDate } from '../../domain/calendar/isoDate';
import { type Fen, MAX_FEN } from '../../domain/money/fen';
import { delaySchema, timesSchema } from '../kit/plans';

const amountSchema = z
  .number()
  .int()
  .min(1)
  .max(MAX_FEN)
  .transform((amount) => amount as Fen);
export const dateSchema = z
  .string()
  .refine((text) => parseIsoDate(text).ok, 'no such date')
  .transform((text) => text as IsoDate);
export const accountNoSchema = z.string().regex(/^[0-9A-Za-z-]{1,40}$/, 'not an account number');
export const keySchema = z.string().min(1).max(200);
const memoSchema = z.string().max(200).default('');
const noticeSchema = z.enum(['NORMAL', 'LATE', 'TWICE', 'OUT_OF_ORDER', 'NONE', 'FORGED', 'OTHER_AMOUNT']);

export const openAccountSchema = z.strictObject({
  no: accountNoSchema,
  name: z.string().max(100).default(''),
  kind: z.enum(['CUSTOMER', 'INSTITUTION']).default('CUSTOMER'),
});

export const depositSchema = z.strictObject({
  amountFen: amountSchema,
  key: z.string().max(200).default(''),
  payer: z.string().max(100).default(''),
  valueDate: dateSchema.optional(),
  memo: memoSchema,
  /** NONE for money that the platform need not be told of, e.g. its own capital. */
  notice: noticeSchema.default('NORMAL'),
});

export const paymentSchema = z.strictObject({
  key: keySchema,
  kind: z.enum(['PAYOUT', 'COLLECT']),
  debitAccount: z.string().min(1).max(40),
  creditAccount: z.string().min(1).max(40),
  amountFen: amountSchema,
  valueDate: dateSchema,
  memo: memoSchema,
});

const behaviourSchema = z.strictObject({
  times: timesSchema,
  kind: z.enum([
    'NORMAL',
    'NOT_REACHED',
    'TAKEN_NO_ANSWER',
    'SLOW',
    'HTTP_500',
    'DECLINE',
    'NOT_SUPPORTED',
    'TORN',
  ]),
  code: z.string().min(1).max(10).optional(),
  delayMs: delaySchema.optional(),
  booked: z.boolean().optional(),
  bookedDaysLater: z.number().int().min(0).max(366).optional(),
  concealedInquiries: z.number().int().min(0).max(1_000_000).optional(),
  notice: noticeSchema.optional(),
  noticeDelayMs: delaySchema.optional(),
});

export const planSchema = z.strictObject({
  match: z
    .strictObject({
      on: z.enum(['PAYMENT', 'INQUIRY', 'CLOSE', 'STATEMENT', 'DEPOSIT']).default('PAYMENT'),
      account: accountNoSchema.optional(),
      keyPrefix: z.string().max(200).optional(),
      kind: z.enum(['PAYOUT', 'COLLECT']).optional(),
    })
    .default({ on: 'PAYMENT' }),
  behaviours: z.array(behaviourSchema).min(1).max(50),
});
