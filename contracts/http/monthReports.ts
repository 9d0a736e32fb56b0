import { z } from 'zod';
import { fundFigures, MONTH_REPORT_KINDS, riskFigures } from '../monthReports';
import { dayOut, idOut, month, personView } from './primitives';
import { route } from './route';

const signature = z
  .strictObject({ by: personView, on: dayOut })
  .nullable()
  .meta({ description: 'Null: not yet' });

export const monthReportView = z
  .strictObject({
    month: z.string(),
    kind: z.enum(MONTH_REPORT_KINDS).meta({ id: 'MonthReportKind' }),
    figures: z.union([riskFigures.meta({ id: 'RiskFigures' }), fundFigures.meta({ id: 'FundFigures' })]),
    hash: z.string().meta({ description: 'Of the figures: what one signs' }),
    finance: signature,
    risk: signature,
    paperIds: z.array(idOut).meta({ description: 'Issued once both signed, one a language' }),
  })
  .meta({ id: 'MonthReport' });

const params = z.strictObject({ month, kind: z.enum(MONTH_REPORT_KINDS) });

export const monthReportRoutes = {
  getMonthReport: route({
    method: 'get',
    path: '/month-reports/:month/:kind',
    tag: 'Books',
    summary: 'The risk report or the fund report of a closed month, and who signed it',
    access: 'signedIn',
    params,
    idempotency: 'none',
    status: 200,
    answer: monthReportView,
    problems: [403, 404, 409, 422],
  }),
  signMonthReport: route({
    method: 'post',
    path: '/month-reports/:month/:kind/signature',
    tag: 'Books',
    summary: 'Sign a report of a closed month, for finance or for risk',
    description:
      'One of each, and two people. What both signed is issued as PDF in both languages; a month that is opened again ' +
      'takes its reports back.',
    access: 'signedIn',
    params,
    body: z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) }),
    idempotency: 'none',
    status: 200,
    answer: monthReportView,
    example: { body: { hash: '0'.repeat(64) } },
    problems: [403, 404, 409, 422],
  }),
};
