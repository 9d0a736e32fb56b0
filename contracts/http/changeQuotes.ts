import { z } from 'zod';
import { LPR_TENORS } from '../../domain/calendar/lpr';
import { LOAN_TERMS } from '../../domain/changes/extensionLimit';
import { dayOut, fenAmount, rateText } from './primitives';

/** Of what was shown: whoever agrees names it. */
export const quoteHash = z.string().regex(/^[0-9a-f]{64}$/);

const quotedFigures = z
  .strictObject({
    annualRate: rateText,
    maturity: dayOut,
    principalOutstandingFen: fenAmount,
    totalDueFen: fenAmount,
    penaltyFen: fenAmount,
    compoundFen: fenAmount,
    interestToPayFen: fenAmount.meta({ description: 'Interest that is still to be paid, to the end' }),
    totalToPayFen: fenAmount,
  })
  .meta({ id: 'QuotedFigures' });

/** What a change would do, as it is shown before somebody agrees. */
export const changeQuote = z
  .strictObject({
    on: dayOut.meta({ description: 'The day from which it counts' }),
    amountFen: fenAmount.meta({
      description: 'What the authority goes by: principal outstanding, or what is waived',
    }),
    before: quotedFigures,
    after: quotedFigures,
    rows: z
      .array(
        z.strictObject({
          number: z.int(),
          dueDate: dayOut,
          principalFen: fenAmount,
          interestFen: fenAmount,
        }),
      )
      .meta({ description: 'Rows that are due on the day or later, as they would be' }),
    extension: z
      .strictObject({
        kind: z.enum(LOAN_TERMS).meta({ id: 'LoanTerm' }),
        limitMonths: z.int().meta({ description: 'All extensions together' }),
        leftAfterMonths: z.int(),
        newMaturity: dayOut,
        tenor: z.enum(LPR_TENORS).meta({ id: 'LprTenor', description: 'The LPR that the loan follows' }),
        tenorFrom: dayOut.nullable(),
      })
      .nullable()
      .meta({ description: 'What the law says of an extension' }),
    observedUntil: dayOut
      .nullable()
      .meta({ description: 'Last day of the observation after a rescheduling' }),
    hash: quoteHash.meta({ description: 'Names what was shown; whoever agrees names it' }),
  })
  .meta({ id: 'ChangeQuote' });
