import { buildSchedule } from '../../../domain/schedule/buildSchedule';
import { parsePrepaymentRequest, prepay } from '../../../domain/schedule/prepayment';
import { parseScheduleTerms } from '../../../domain/schedule/terms';
import { remainingAfter } from '../../support/schedules';
import { compare, type Difference, type OracleAdapter } from '../adapter';
import { methodOf, oracleRows } from './schedules';

interface PrepaymentCase {
  readonly id: string;
  readonly input: {
    readonly principal: number;
    readonly annual: string;
    readonly n: number;
    readonly method: string;
    readonly start: string;
    readonly dc: string;
    readonly paidInstallments: number;
    readonly date: string;
    readonly amount: number | 'ALL';
    readonly mode: string;
    readonly feeRate?: string | null;
    readonly intervalMonths?: number;
  };
  readonly expect: unknown;
}

function checkPrepayment({ id, input, expect }: PrepaymentCase): readonly Difference[] {
  const terms = parseScheduleTerms({
    principalFen: input.principal,
    annualRate: input.annual,
    termMonths: input.n,
    method: methodOf(input.method),
    startDate: input.start,
    dayCount: input.dc,
    paymentMode: 'EXACT',
    intervalMonths: input.intervalMonths ?? 1,
  });
  const built = terms.ok ? buildSchedule(terms.value) : terms;
  if (!built.ok) return [{ path: id, expected: 'a schedule', actual: built.refusal }];
  const request = parsePrepaymentRequest({
    date: input.date,
    principalFen: input.amount,
    mode: input.mode.replace('INSTALLMENT', 'INSTALMENT'),
    feeRate: input.feeRate,
  });
  const outcome = request.ok
    ? prepay(remainingAfter(built.value, input.paidInstallments), request.value)
    : request;
  if (!outcome.ok) return [{ path: id, expected: expect, actual: outcome.refusal }];
  const prepayment = outcome.value;
  return compare(id, expect, {
    balanceBefore: prepayment.balanceBeforeFen,
    accruedInterest: prepayment.accruedInterestFen,
    principalPrepaid: prepayment.principalPrepaidFen,
    fee: prepayment.feeFen,
    cash: prepayment.cashFen,
    balanceAfter: prepayment.balanceAfterFen,
    rows: oracleRows(prepayment.remaining.rows),
  });
}

/** The other blocks of events.json are the loan's: see its adapter. */
export const adapter: OracleAdapter = { file: 'events.json', blocks: { prepayment: checkPrepayment } };
