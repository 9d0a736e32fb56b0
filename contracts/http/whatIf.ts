import { z } from 'zod';
import { LEVELS_UP } from '../../domain/approval/matrix';
import { AUTHORITIES } from '../../domain/parameters/approval';
import { SCORE_DECISIONS } from '../../domain/parameters/scorecard';
import { grade } from './assessment';
import { fenAmount, id, positiveFen, rateText } from './primitives';
import { refusalCode } from './problem';
import { annualCostView, costItem, repaymentMethod, scheduleRowView, termMonths } from './products';
import { route } from './route';

export const whatIfView = z
  .strictObject({
    amountFen: fenAmount,
    termMonths: z.int(),
    method: repaymentMethod,
    score: z.number(),
    grade,
    decision: z.enum(SCORE_DECISIONS),
    price: z
      .strictObject({
        annualRate: rateText,
        capRate: rateText,
        expectedLossFen: z.int(),
        annualCost: annualCostView,
        items: z.array(costItem),
        schedule: z.array(scheduleRowView),
      })
      .nullable()
      .meta({ description: 'Null where there is none; see `refusals`' }),
    authority: z
      .strictObject({
        level: z.int(),
        approvers: z.array(z.enum(AUTHORITIES)),
        raisedBy: z.array(z.enum(LEVELS_UP)),
        exposureFen: fenAmount.meta({ description: 'Of the connected group, with the request' }),
      })
      .nullable()
      .meta({ description: 'Who would have to approve; null: nobody may' }),
    refusals: z
      .array(z.strictObject({ code: refusalCode, text: z.string() }))
      .meta({ description: 'Why it could not be granted like this' }),
  })
  .meta({ id: 'WhatIf' });

export const whatIfRoutes = {
  whatIf: route({
    method: 'post',
    path: '/applications/:applicationId/what-if',
    tag: 'Applications',
    summary:
      'What another amount or term would come to: price, instalments, grade, and who would have to approve',
    description: 'By the facts of the case and the rules of today. Nothing is written, and it binds nobody.',
    access: 'signedIn',
    params: z.strictObject({ applicationId: id }),
    body: z.strictObject({ amountFen: positiveFen, termMonths, method: repaymentMethod.optional() }),
    idempotency: 'none',
    status: 200,
    answer: whatIfView,
    example: { body: { amountFen: 25_000_000, termMonths: 12 } },
    problems: [403, 404, 422],
  }),
};
