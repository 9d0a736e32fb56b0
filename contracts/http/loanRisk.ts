import { z } from 'zod';
import { UPGRADE_OBSTACLES } from '../../domain/overdue/classification';
import { factCovers, riskFact } from './loanChanges';
import { riskClass as grade } from './loans';
import { dayOut, fenAmount, id, idOut } from './primitives';
import { route } from './route';

export const debtorFactView = z
  .strictObject({
    fact: riskFact,
    floor: grade.meta({ description: 'The best class that it allows' }),
    covers: factCovers,
    since: dayOut,
    until: dayOut.nullable().meta({ description: 'Its last day; null while it holds' }),
    setBy: z.string().meta({ description: 'Who asked for it; EOD: the night found it' }),
  })
  .meta({ id: 'FactOfDebtor' });

export const loanRiskRoutes = {
  getLoanRisk: route({
    method: 'get',
    path: '/loans/:loanId/risk',
    tag: 'Loans',
    summary:
      'How the risk of a loan is judged today: its class and why, what is known of its debtor, how far it is cured',
    access: 'signedIn',
    params: z.strictObject({ loanId: id }),
    idempotency: 'none',
    status: 200,
    answer: z
      .strictObject({
        loanId: idOut,
        asOf: dayOut,
        riskClass: grade,
        reasons: z.array(z.string()),
        classifiedOn: dayOut.nullable(),
        daysPastDue: z.int(),
        bucket: z.string(),
        accrual: z.enum(['ACCRUAL', 'NON_ACCRUAL']),
        provisionFen: fenAmount,
        memoInterestFen: fenAmount.meta({ description: 'Kept outside the balance sheet' }),
        claim: z
          .strictObject({
            principalFen: fenAmount,
            interestFen: fenAmount,
            penaltyFen: fenAmount,
            compoundFen: fenAmount,
          })
          .nullable()
          .meta({ description: 'What is still claimed after a write-off; null before one' }),
        recoveredFen: fenAmount,
        facts: z
          .array(debtorFactView)
          .meta({ description: 'Of the debtor and of the loan, the latest first' }),
        cure: z
          .strictObject({
            consecutive: z.int().meta({ description: 'Instalments in a row that were paid in time' }),
            obstacles: z.array(z.enum(UPGRADE_OBSTACLES).meta({ id: 'UpgradeObstacle' })),
            eligibleFrom: dayOut.nullable(),
          })
          .nullable()
          .meta({ description: 'null: the loan is performing' }),
      })
      .meta({ id: 'LoanRisk' }),
    problems: [403, 404],
  }),
};
