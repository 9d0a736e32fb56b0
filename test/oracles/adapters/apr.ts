import { fen } from '../../../domain/money/fen';
import type { Rate } from '../../../domain/money/rate';
import { annualCost, type LoanCharge } from '../../../domain/schedule/annualCost';
import { buildSchedule } from '../../../domain/schedule/buildSchedule';
import { parseScheduleTerms } from '../../../domain/schedule/terms';
import { compare, type Difference, type OracleAdapter } from '../adapter';
import { methodOf } from './schedules';

interface AprCase {
  readonly id: string;
  readonly input: {
    readonly principal: number;
    readonly contractRate: string;
    readonly months: number;
    readonly method: string;
    readonly start: string;
    readonly upfrontFee?: number;
    readonly monthlyFee?: number;
    readonly deposit?: number;
    readonly dayCount: string;
    readonly firstDueDate?: string | null;
    readonly intervalMonths?: number;
  };
  readonly flows: readonly { readonly date: string; readonly amount: number }[];
  readonly expect: object;
}

/** The guidance for small-loan companies, which the oracle measures by. */
const CAP = '0.24' as Rate;

function checkApr({ id, input, flows, expect }: AprCase): readonly Difference[] {
  const terms = parseScheduleTerms({
    principalFen: input.principal,
    annualRate: input.contractRate,
    termMonths: input.months,
    method: methodOf(input.method),
    startDate: input.start,
    dayCount: input.dayCount,
    paymentMode: 'EXACT',
    intervalMonths: input.intervalMonths ?? 1,
    firstDueDate: input.firstDueDate,
  });
  const built = terms.ok ? buildSchedule(terms.value) : terms;
  if (!built.ok) return [{ path: id, expected: 'a schedule', actual: built.refusal }];
  const charges: readonly LoanCharge[] = [
    { code: 'UPFRONT', amountFen: fen(input.upfrontFee ?? 0), timing: 'UPFRONT' },
    { code: 'MONTHLY', amountFen: fen(input.monthlyFee ?? 0), timing: 'EACH_INSTALMENT' },
  ];
  const outcome = annualCost(built.value, { charges, depositFen: fen(input.deposit ?? 0), cap: CAP });
  if (!outcome.ok) return [{ path: id, expected: expect, actual: outcome.refusal }];
  const cost = outcome.value;
  const actual = {
    ...cost.periodic,
    xirr: cost.xirr,
    simpleRate: cost.simpleRate,
    totalCost: cost.totalCostFen,
    exceeds24pctByXirr: cost.isAboveCap,
  };
  const actualFlows = cost.flows.map(({ date, amountFen }) => ({ date, amount: amountFen }));
  return [...compare(`${id} flows`, flows, actualFlows), ...compare(id, expect, actual)];
}

export const adapter: OracleAdapter = { file: 'apr.json', blocks: { cases: checkApr } };
