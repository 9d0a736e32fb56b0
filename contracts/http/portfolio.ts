import { z } from 'zod';
import { FIVE_TIER_GRADES } from '../../domain/overdue/grades';
import { PAST_DUE } from '../monthReports';
import { grade } from './assessment';
import { dayOut, fenAmount, idOut } from './primitives';
import { type Answer, route } from './route';

const sums = {
  loans: z.int(),
  outstandingFen: fenAmount.meta({ description: 'Principal' }),
  overdueFen: fenAmount.meta({ description: 'Principal that is past due' }),
  provisionFen: fenAmount,
};

export const portfolioView = z
  .strictObject({
    asOf: dayOut.nullable().meta({ description: 'The last day that was closed; null before the first' }),
    total: z.strictObject(sums),
    pastDue: z.array(z.strictObject({ pastDue: z.enum(PAST_DUE).meta({ id: 'PastDue' }), ...sums })),
    classes: z.array(z.strictObject({ riskClass: z.enum(FIVE_TIER_GRADES), ...sums })),
    grades: z
      .array(z.strictObject({ grade: grade.nullable(), ...sums }))
      .meta({ description: 'As they were assessed when they applied' }),
    products: z.array(z.strictObject({ productId: idOut, code: z.string(), ...sums })),
    largest: z
      .array(z.strictObject({ enterpriseId: idOut, name: z.string(), ...sums }))
      .meta({ description: 'The ten borrowers that owe most' }),
  })
  .meta({ id: 'Portfolio' });
export type Portfolio = Answer<typeof portfolioView>;

export const portfolioRoutes = {
  getPortfolio: route({
    method: 'get',
    path: '/portfolio',
    tag: 'Books',
    summary: 'What is owed to the own institution: by days past due, class, grade, product, and by whom most',
    description: 'As the books stand: of loans that are neither closed nor written off.',
    access: 'signedIn',
    idempotency: 'none',
    status: 200,
    answer: portfolioView,
    problems: [403],
  }),
};
