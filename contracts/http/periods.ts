import { z } from 'zod';
import { PAYMENT_SUBJECTS } from '../workflows/payment';
import { ledgerChangeView } from './ledgerChanges';
import { paymentPurpose, paymentStatus } from './loans';
import { dayOut, fenAmount, idOut, instantOut, month } from './primitives';
import { route } from './route';

/** What must be right before a month is closed. */
export const PERIOD_CHECKS = [
  'MONTH_OVER',
  'EARLIER_CLOSED',
  'DAYS_CLOSED',
  'DAYS_MATCHED',
  'DAYS_SIGNED_OFF',
  'NO_OPEN_BREAKS',
  'NO_UNKNOWN_ORDERS',
  'SUSPENSE_EXPLAINED',
  'LEDGER_AGREES',
] as const;
export type PeriodCheck = (typeof PERIOD_CHECKS)[number];

/** A month of the books. */
export const periodView = z
  .strictObject({
    month: z.string(),
    closedAt: instantOut.nullable().meta({ description: 'Business time; null: it is open' }),
    isReady: z.boolean().meta({ description: 'Every check is kept' }),
    checks: z.array(
      z.strictObject({
        check: z.enum(PERIOD_CHECKS).meta({ id: 'PeriodCheck' }),
        ok: z.boolean(),
        open: z.int().meta({ description: 'How many days, differences or orders keep it from being kept' }),
        text: z.string(),
      }),
    ),
    days: z
      .array(
        z.strictObject({
          date: dayOut,
          closed: z.boolean().meta({ description: 'By the end of day' }),
          matched: z.boolean().meta({ description: "With the bank's file" }),
          signedOff: z.boolean(),
          openBreaks: z.int(),
        }),
      )
      .meta({ description: 'Those that are over' }),
    ordersUnknown: z
      .array(
        z.strictObject({
          paymentId: idOut,
          key: z.string(),
          purpose: paymentPurpose,
          status: paymentStatus,
          amountFen: fenAmount,
          valueDate: dayOut,
          subjectType: z.enum(PAYMENT_SUBJECTS),
          subjectId: idOut,
        }),
      )
      .meta({
        description:
          'Orders of which nobody knows what became of them: whoever asks to close the month says of each that it is ' +
          'carried over, or waits',
      }),
    unexplainedFen: z
      .int()
      .meta({ description: 'What the bank took without an order and nobody has said what for' }),
    change: ledgerChangeView
      .nullable()
      .meta({ description: 'That it be closed or opened again: what was asked for last' }),
  })
  .meta({ id: 'Period' });

export const monthView = z
  .strictObject({
    month: z.string(),
    isOver: z.boolean(),
    closedAt: instantOut.nullable().meta({ description: 'Business time; null: it is open' }),
  })
  .meta({ id: 'MonthOfBooks' });

export const periodRoutes = {
  listPeriods: route({
    method: 'get',
    path: '/periods',
    tag: 'Books',
    summary: 'The months of the books, the newest first',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(monthView) }).meta({ id: 'MonthsOfBooks' }),
    problems: [403],
  }),
  getPeriod: route({
    method: 'get',
    path: '/periods/:month',
    tag: 'Books',
    summary: 'A month of the books: what must be right before it is closed, and how each day stands',
    access: 'signedIn',
    params: z.strictObject({ month }),
    idempotency: 'none',
    status: 200,
    answer: periodView,
    problems: [403, 404],
  }),
};
