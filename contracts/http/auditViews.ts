import { z } from 'zod';
import { journalEvent } from './books';
import { feeKind, feeView } from './fees';
import { loanChangeView } from './loanChanges';
import { dayOut, idOut, instantOut, pageOf, paging, recordedOut, signedFen } from './primitives';
import { route } from './route';

const audited = {
  id: idOut,
  loanId: idOut.nullable(),
  enterpriseId: idOut,
  amountFen: signedFen.nullable(),
  rule: z.string().meta({ description: 'By which it was done' }),
  version: z.string().nullable().meta({ description: 'Of the rule: its price list, or its parameters' }),
  consent: z
    .strictObject({
      hash: z.string().nullable().meta({ description: 'Of what was shown' }),
      by: z.string().nullable().meta({ description: 'Null: agreed to with the loan' }),
      at: instantOut.nullable(),
    })
    .nullable()
    .meta({ description: 'Null: none was given, or none is needed' }),
  approvals: z.array(z.strictObject({ by: z.string(), what: z.string(), at: instantOut.nullable() })),
  postings: z.array(
    z.strictObject({
      entryId: z.string(),
      businessKey: z.string(),
      event: journalEvent,
      entryDate: dayOut,
      amountFen: signedFen.meta({ description: 'Its debits' }),
    }),
  ),
  createdAt: recordedOut,
};

export const auditedFeeView = z
  .strictObject({ ...audited, kind: feeKind, status: feeView.shape.status, period: z.string() })
  .meta({ id: 'AuditedFee' });
export const auditedChangeView = z
  .strictObject({ ...audited, kind: loanChangeView.shape.kind, status: loanChangeView.shape.status })
  .meta({ id: 'AuditedLoanChange' });

export const auditViewRoutes = {
  listAuditedFees: route({
    method: 'get',
    path: '/audit/fees',
    tag: 'Books',
    summary: 'Each charge with its rule, price list, consent, approvals and postings, newest first',
    access: 'signedIn',
    query: z.strictObject(paging),
    idempotency: 'none',
    status: 200,
    answer: pageOf(auditedFeeView),
    problems: [403],
  }),
  listAuditedChanges: route({
    method: 'get',
    path: '/audit/loan-changes',
    tag: 'Books',
    summary: 'Each change of a loan with its rule, parameters, consent, approvals and postings, newest first',
    access: 'signedIn',
    query: z.strictObject(paging),
    idempotency: 'none',
    status: 200,
    answer: pageOf(auditedChangeView),
    problems: [403],
  }),
};
