import { z } from 'zod';
import { CHARACTERISTICS, GRADES, SCORE_DECISIONS } from '../../domain/parameters/scorecard';
import { ALTMAN_ZONES } from '../../domain/scoring/altman';
import { RISK_WARNINGS } from '../../domain/scoring/assess';
import { RATIO_NAMES } from '../../domain/scoring/ratios';
import { bilingual, dayOut, fieldsOf, rateText } from './primitives';
import type { Answer } from './route';

export const grade = z.enum(GRADES).meta({ id: 'Grade' });

export const reasonView = z.strictObject({ code: z.string(), text: z.string() }).meta({ id: 'Reason' });

/** A figure as a decimal text, BEST, WORST, or null for none. */
const ratio = z.string().nullable();

/** The price that the risk leads to; see `domain/pricing`. */
const priceFigures = z.strictObject({
  annualRate: rateText,
  capRate: rateText,
  lgd: z.string(),
  expectedLossRate: z.string(),
  expectedLossFen: z.int(),
  versions: z.record(z.string(), z.string()),
});

/** The risk as it was assessed; see `domain/scoring`. */
const riskFigures = z.strictObject({
  ratios: fieldsOf(RATIO_NAMES, ratio),
  loanToRevenue: z.string().nullable(),
  warnings: z.array(z.enum(RISK_WARNINGS)),
  altman: z
    .strictObject({
      ...{ x1: z.string(), x2: z.string(), x3: z.string(), x4: z.string(), z2: z.string(), zem: z.string() },
      isX4Capped: z.boolean(),
      zone: z.enum(ALTMAN_ZONES),
    })
    .nullable(),
  points: fieldsOf(CHARACTERISTICS, z.number()),
  score: z.number(),
  pd: z.string(),
  grade,
  gradePd: z.string(),
  knockOuts: z.array(z.strictObject({ code: z.string(), text: bilingual })),
  reasons: z.array(
    z.strictObject({
      code: z.string(),
      characteristic: z.enum(CHARACTERISTICS),
      lostPoints: z.number(),
      text: bilingual,
    }),
  ),
  decision: z.enum(SCORE_DECISIONS),
  versions: z.record(z.string(), z.string()),
});

/** All that an assessment was made of, as it is kept. What was not reached is left out. */
export const assessmentFigures = z
  .strictObject({
    asOf: dayOut,
    versions: z.record(z.string(), z.string()),
    risk: riskFigures.exactOptional(),
    price: priceFigures.exactOptional(),
    reasonCodes: z.array(z.string()).exactOptional(),
    refusal: z
      .strictObject({
        code: z.string(),
        field: z.string().exactOptional(),
        detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
      })
      .exactOptional(),
  })
  .meta({ id: 'AssessmentFigures' });

/** What was found about an application, for its reader. */
export const assessmentView = z
  .strictObject({
    score: z.number().nullable(),
    grade: grade.nullable(),
    decision: z.enum(SCORE_DECISIONS).nullable(),
    reasons: z.array(reasonView),
    figures: assessmentFigures
      .nullable()
      .meta({ description: 'The whole assessment with the versions of its parameters; only for staff' }),
  })
  .meta({ id: 'Assessment' });

/** An assessment as it is kept on the application's row. */
export type KeptAssessment = Answer<typeof assessmentFigures>;
