import { z } from 'zod';
import { day, dayOut, fenAmount, id, idOut, recordedOut } from './primitives';
import { route } from './route';

export const SETTLEMENT_QUOTE_STATUSES = ['STANDING', 'SETTLED', 'LAPSED'] as const;

export const settlementQuoteView = z
  .strictObject({
    id: idOut,
    loanId: idOut,
    status: z.enum(SETTLEMENT_QUOTE_STATUSES).meta({
      id: 'SettlementQuoteStatus',
      description: 'STANDING: money of that amount that comes by the last day settles the loan',
    }),
    quotedOn: dayOut,
    validThrough: dayOut,
    amountFen: fenAmount.meta({ description: 'With interest to the last day, less what is held' }),
    dueFen: fenAmount.meta({ description: 'Of it: due by the last day' }),
    prepaymentFen: fenAmount.meta({ description: 'Of it: the rest, with its interest and fee' }),
    settledOn: dayOut.nullable(),
    createdAt: recordedOut,
  })
  .meta({ id: 'SettlementQuote' });

const loanParams = z.strictObject({ loanId: id });

export const settlementRoutes = {
  quoteSettlement: route({
    method: 'post',
    path: '/loans/:loanId/settlement-quotes',
    tag: 'Loans',
    summary: 'Have it quoted what settles a loan until a day',
    description:
      'The quote is honoured: money that covers it by the last day closes the loan, by debit (`POST ' +
      '/loans/{loanId}/repayments` with its amount) or by transfer with the number of the loan; what is over for ' +
      'having come earlier goes back. Afterwards it is asked for anew. It is a paper too (`SETTLEMENT_QUOTE`).',
    access: 'signedIn',
    params: loanParams,
    body: z.strictObject({ validThrough: day }),
    idempotency: 'required',
    status: 201,
    answer: settlementQuoteView,
    example: { body: { validThrough: '2026-12-15' } },
    problems: [403, 404, 409, 422],
  }),
  listSettlementQuotes: route({
    method: 'get',
    path: '/loans/:loanId/settlement-quotes',
    tag: 'Loans',
    summary: 'Quotes of what settles a loan, the newest first',
    access: 'signedIn',
    params: loanParams,
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(settlementQuoteView) }).meta({ id: 'SettlementQuotes' }),
    problems: [403, 404],
  }),
};
