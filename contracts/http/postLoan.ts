import { z } from 'zod';
import { INDICATORS, WARNING_LEVELS } from '../../domain/parameters/postLoan';
import { OVERALL_COLOURS, SIGNAL_COLOURS } from '../../domain/postLoan/earlyWarning';
import { MATTER_KINDS, MATTER_OUTCOMES, MATTER_STATUSES } from '../postLoan';
import { grade } from './assessment';
import { checkFindings } from './checkFindings';
import { day, dayOut, id, idOut, instantOut, line, pageOf, paging } from './primitives';
import { route } from './route';

export const indicator = z.enum(INDICATORS).meta({ id: 'RiskIndicator' });
export const level = z.enum(WARNING_LEVELS).meta({ id: 'WarningLevel' });
const kind = z.enum(MATTER_KINDS).meta({ id: 'PostLoanMatterKind' });
const status = z.enum(MATTER_STATUSES).meta({ id: 'PostLoanMatterStatus' });

/** What a reading was and the bound that it is beyond: a decimal, a flag, BEST or WORST. */
const reading = z.string();

export const matterView = z
  .strictObject({
    id: idOut,
    kind,
    enterpriseId: idOut,
    enterpriseName: z.string(),
    warning: z
      .strictObject({
        indicator,
        level,
        value: reading,
        asOf: dayOut,
        bound: reading.meta({ description: 'Of the level; the bound itself is still good' }),
        thresholds: z
          .string()
          .meta({ description: 'Version that raised it: the house’s by its name, an own one by its id' }),
        clearedOn: dayOut.nullable().meta({ description: 'null: it is still so' }),
      })
      .nullable()
      .meta({ description: 'null of a check' }),
    check: z
      .strictObject({
        grade: grade.nullable().meta({ description: 'The worst of its loans; null: a warning called it in' }),
        calledBy: idOut.nullable().meta({ description: 'The warning that called it in' }),
        findings: checkFindings.nullable(),
      })
      .nullable()
      .meta({ description: 'null of a warning' }),
    raisedOn: dayOut,
    dueOn: dayOut.meta({ description: 'The workday by which somebody of risk answers' }),
    isLate: z.boolean(),
    status,
    outcome: z.enum(MATTER_OUTCOMES).meta({ id: 'PostLoanOutcome' }).nullable(),
    note: z.string().nullable(),
    settledBy: z.string().nullable(),
    settledAt: instantOut.nullable(),
    taskId: idOut.nullable(),
    owner: z.string().nullable().meta({ description: 'Who has its task' }),
  })
  .meta({ id: 'PostLoanMatter' });

const readingView = z
  .strictObject({ indicator, value: reading.nullable(), asOf: dayOut, colour: z.enum(SIGNAL_COLOURS) })
  .meta({ id: 'RiskReading' });

export const postLoanRoutes = {
  listPostLoanMatters: route({
    method: 'get',
    path: '/post-loan/matters',
    tag: 'Loans',
    summary: 'Early warnings about borrowers, and checks of them, the newest first',
    access: 'signedIn',
    query: z.strictObject({
      ...paging,
      kind: kind.optional(),
      status: status.optional(),
      indicator: indicator.optional(),
      level: level.optional(),
      enterpriseId: id.optional(),
      owner: line(80).optional().meta({ description: 'Who has the task: `me`, or the id of a person' }),
      isLate: z.literal('true').optional().meta({ description: 'Open, and its day is over' }),
      raisedBy: day.optional().meta({ description: 'Raised on this day at the latest' }),
    }),
    idempotency: 'none',
    status: 200,
    answer: pageOf(matterView),
    problems: [403],
  }),
  getPostLoanMatter: route({
    method: 'get',
    path: '/post-loan/matters/:matterId',
    tag: 'Loans',
    summary: 'One warning, or one check',
    description: 'It is answered by deciding its task (`ANSWER_WARNING`, `CHECK_BORROWER`).',
    access: 'signedIn',
    params: z.strictObject({ matterId: id }),
    idempotency: 'none',
    status: 200,
    answer: matterView,
    problems: [403, 404],
  }),
  getWatch: route({
    method: 'get',
    path: '/enterprises/:enterpriseId/watch',
    tag: 'Loans',
    summary: 'What was read of a borrower at the last look, and what it says together',
    access: 'signedIn',
    params: z.strictObject({ enterpriseId: id }),
    idempotency: 'none',
    status: 200,
    answer: z
      .strictObject({
        enterpriseId: idOut,
        lookedOn: dayOut.nullable().meta({ description: 'null: not yet by all that are to be asked' }),
        overall: z.enum(OVERALL_COLOURS).meta({ id: 'OverallRisk' }).nullable(),
        readings: z.array(readingView),
      })
      .meta({ id: 'BorrowerWatch' }),
    problems: [403, 404],
  }),
};
