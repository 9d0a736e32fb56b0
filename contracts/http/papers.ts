import { z } from 'zod';
import { PAPER_KINDS, PAPER_STATUSES } from '../papers';
import { caseType, day, dayOut, id, idOut, localeName, pageOf, paging, recordedOut } from './primitives';
import { route, stream } from './route';

const paperKind = z.enum(PAPER_KINDS).meta({ id: 'PaperKind' });

export const paperView = z
  .strictObject({
    id: idOut,
    kind: paperKind,
    title: z.string(),
    language: localeName,
    number: z.string(),
    issuedOn: dayOut,
    status: z.enum(PAPER_STATUSES).meta({ id: 'PaperStatus', description: 'READY: its file is there' }),
    caseType,
    caseId: z.string(),
    enterpriseId: idOut.nullable().meta({ description: 'null: a report of the institution' }),
    fingerprint: z.string().meta({ description: 'Printed on each page' }),
    sha256: z.string().nullable().meta({ description: 'Of the file; null until it is made' }),
    withdrawnOn: dayOut.nullable().meta({ description: 'From then on what it says is not so any more' }),
    createdAt: recordedOut,
  })
  .meta({ id: 'Paper' });

const paperWish = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('REPAYMENT_RECEIPT'),
        language: localeName,
        sequence: z.int().min(1).meta({ description: 'Of a `RECEIVED` or `PREPAID` of the statement' }),
      })
      .meta({ id: 'ReceiptWish' }),
    z
      .strictObject({
        kind: z.literal('LOAN_STATEMENT'),
        language: localeName,
        from: day.optional().meta({ description: 'From the first day when left out' }),
      })
      .meta({ id: 'StatementWish' }),
  ])
  .meta({ id: 'PaperWish' });

const hash = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256 of the file, or the code that is printed on each page' });

const paperParams = z.strictObject({ paperId: id });

export const paperRoutes = {
  listPapers: route({
    method: 'get',
    path: '/papers',
    tag: 'Papers',
    summary: 'Receipts, statements, letters and certificates, the newest first',
    access: 'signedIn',
    query: z.strictObject({
      ...paging,
      caseType: caseType.optional(),
      caseId: id.optional(),
      enterpriseId: id.optional(),
      kind: paperKind.optional(),
    }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(paperView),
    problems: [403],
  }),
  verifyPaper: route({
    method: 'get',
    path: '/papers/verification',
    tag: 'Papers',
    summary: 'Whether a paper is one of ours',
    description:
      'For anybody who has it. Of whom it is to, nothing is said. 404: no paper of ours has this hash.',
    access: 'public',
    query: z.strictObject({ hash }),
    idempotency: 'none',
    status: 200,
    answer: z
      .strictObject({
        kind: paperKind,
        title: z.string(),
        number: z.string(),
        issuedOn: dayOut,
        issuer: z.string(),
        withdrawnOn: dayOut.nullable(),
      })
      .meta({ id: 'PaperVerification' }),
    problems: [404, 422],
  }),
  getPaper: route({
    method: 'get',
    path: '/papers/:paperId',
    tag: 'Papers',
    summary: 'One paper, and whether its file is made',
    access: 'signedIn',
    params: paperParams,
    idempotency: 'none',
    status: 200,
    answer: paperView,
    problems: [403, 404],
  }),
  readPaper: route({
    method: 'get',
    path: '/papers/:paperId/file',
    tag: 'Papers',
    summary: 'The file of a paper, once it is made',
    description: 'That it was taken is in the audit trail.',
    access: 'signedIn',
    params: paperParams,
    idempotency: 'none',
    status: 200,
    produces: 'application/pdf',
    answer: stream,
    problems: [403, 404],
  }),
  askForPaper: route({
    method: 'post',
    path: '/loans/:loanId/papers',
    tag: 'Papers',
    summary: 'Have a receipt or a statement made as PDF',
    description: 'The same wish once more is answered with the paper that is there. It is made by and by.',
    access: 'signedIn',
    params: z.strictObject({ loanId: id }),
    body: paperWish,
    idempotency: 'optional',
    status: 202,
    answer: paperView,
    example: { body: { kind: 'LOAN_STATEMENT', language: 'zh-CN' } },
    problems: [403, 404, 422],
  }),
};
