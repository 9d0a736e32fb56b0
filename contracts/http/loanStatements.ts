import { z } from 'zod';
import { LOAN_EVENT_KINDS } from '../../domain/loan/apply';
import { dayOut, fenAmount } from './primitives';

export const loanEventKind = z.enum(LOAN_EVENT_KINDS).meta({ id: 'LoanEventKind' });

export const statementLine = z
  .strictObject({
    sequence: z.int(),
    effectiveDate: dayOut,
    kind: loanEventKind,
    text: z.string(),
    explanation: z
      .string()
      .meta({ description: 'What it did to the contract, in words; empty for the others' }),
    amountFen: z.int().nullable(),
    businessKey: z.string(),
  })
  .meta({ id: 'StatementLine' });

export const statementFigures = z
  .strictObject({
    asOf: dayOut,
    outstandingPrincipalFen: fenAmount,
    overduePrincipalFen: fenAmount.meta({ description: 'Past its collection date' }),
    dueInterestFen: fenAmount,
    accruedInterestFen: fenAmount.meta({ description: 'Earned in the running period, not due' }),
    penaltyFen: fenAmount,
    compoundFen: fenAmount,
    feesFen: fenAmount,
    totalDueFen: fenAmount,
    payoffFen: fenAmount.meta({ description: 'Settles the loan on the day, money that is held deducted' }),
    suspenseFen: fenAmount,
    daysPastDue: z.int(),
    bucket: z
      .string()
      .exactOptional()
      .meta({ description: 'For staff. M0, M1, … M7+: by thirty days past due' }),
    paid: z.strictObject({
      principalFen: fenAmount,
      interestFen: fenAmount,
      penaltyFen: fenAmount,
      compoundFen: fenAmount,
      feeFen: fenAmount,
    }),
  })
  .meta({ id: 'StatementFigures', description: 'Receipts of the day included' });
