import { z } from 'zod';
import { EXPORT_FORMATS, EXPORT_STATUSES, EXPORTED } from '../exports';
import { auditFilter, entryFilter } from './books';
import { loanFilter, paymentFilter } from './loans';
import { id, idOut, recordedOut } from './primitives';
import { route, stream } from './route';
import { taskFilter } from './tasks';

const format = z.enum(EXPORT_FORMATS).meta({ id: 'ExportFormat' });
const asked = { format: format.optional().meta({ description: 'CSV where nothing is said' }) };

const exportBody = z
  .discriminatedUnion('what', [
    z
      .strictObject({ ...asked, what: z.literal('TASKS'), filter: taskFilter.default({}) })
      .meta({ id: 'ExportTasks' }),
    z
      .strictObject({ ...asked, what: z.literal('LOANS'), filter: z.strictObject(loanFilter) })
      .meta({ id: 'ExportLoans' }),
    z
      .strictObject({ ...asked, what: z.literal('PAYMENTS'), filter: z.strictObject(paymentFilter) })
      .meta({ id: 'ExportPayments' }),
    z
      .strictObject({ ...asked, what: z.literal('ENTRIES'), filter: z.strictObject(entryFilter) })
      .meta({ id: 'ExportEntries' }),
    z
      .strictObject({ ...asked, what: z.literal('AUDIT'), filter: z.strictObject(auditFilter) })
      .meta({ id: 'ExportAudit' }),
  ])
  .meta({ id: 'ExportWish' });

export const exportView = z
  .strictObject({
    id: idOut,
    what: z.enum(EXPORTED).meta({ id: 'Exported' }),
    format,
    status: z.enum(EXPORT_STATUSES).meta({ id: 'ExportStatus' }),
    rowCount: z.int().meta({ description: 'Rows that are in it by now' }),
    isWhole: z.boolean().meta({ description: 'False where there were more rows than a file may have' }),
    createdAt: recordedOut,
    finishedAt: recordedOut.nullable(),
  })
  .meta({ id: 'Export' });

const exportParams = z.strictObject({ exportId: id });

export const exportRoutes = {
  askForExport: route({
    method: 'post',
    path: '/exports',
    tag: 'Own desk',
    summary: 'Have a list made into a file, with the same filter as the list',
    description:
      'For whoever may see the list. It is made by and by: `GET /exports/{exportId}` says how far it is. CSV or ' +
      'XLSX, with amounts in fen; a text that a spreadsheet would calculate is made harmless. Gone after a day.',
    access: 'signedIn',
    body: exportBody,
    idempotency: 'optional',
    status: 202,
    answer: exportView,
    example: { body: { what: 'LOANS', filter: { overdue: 'true' } } },
    problems: [403, 422],
  }),
  listExports: route({
    method: 'get',
    path: '/exports',
    tag: 'Own desk',
    summary: 'Files that one asked for, the newest first',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: z.strictObject({ items: z.array(exportView) }).meta({ id: 'Exports' }),
    problems: [403],
  }),
  getExport: route({
    method: 'get',
    path: '/exports/:exportId',
    tag: 'Own desk',
    summary: 'How far a file is that one asked for',
    access: 'signedIn',
    params: exportParams,
    idempotency: 'none',
    status: 200,
    answer: exportView,
    problems: [403, 404],
  }),
  readExport: route({
    method: 'get',
    path: '/exports/:exportId/file',
    tag: 'Own desk',
    summary: 'The file itself, once it is done',
    description: 'CSV, or XLSX with its own media type. That it was taken is in the audit trail.',
    access: 'signedIn',
    params: exportParams,
    idempotency: 'none',
    status: 200,
    produces: 'text/csv; charset=utf-8',
    answer: stream,
    problems: [403, 404],
  }),
};
