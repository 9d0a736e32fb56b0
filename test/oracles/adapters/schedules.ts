import { buildSchedule } from '../../../domain/schedule/buildSchedule';
import { parseScheduleTerms } from '../../../domain/schedule/terms';
import type { RepaymentMethod, Schedule } from '../../../domain/schedule/types';
import { compare, type Difference, type OracleAdapter } from '../adapter';

interface ScheduleCase {
  readonly id: string;
  readonly input: {
    readonly principalFen: number;
    readonly annualRate: string;
    readonly termMonths: number;
    readonly method: string;
    readonly startDate: string;
    readonly dayCount: string;
    readonly rounding?: string | null;
    readonly pmtMode?: string | null;
    readonly repayDay?: number | null;
    readonly firstDueDate?: string | null;
    readonly intervalMonths?: number;
  };
  readonly totals: unknown;
  readonly rows: unknown;
}

/** The oracle's word for 等额本息 in the field's spelling. */
export function methodOf(word: string): RepaymentMethod {
  return (word === 'EQUAL_INSTALLMENT' ? 'EQUAL_INSTALMENT' : word) as RepaymentMethod;
}

/** Rows in the oracle's words. */
export function oracleRows(rows: Schedule['rows']): readonly object[] {
  return rows.map((row) => ({
    n: row.number,
    dueDate: row.dueDate,
    days: row.days,
    opening: row.openingFen,
    principal: row.principalFen,
    interest: row.interestFen,
    payment: row.paymentFen,
    balance: row.balanceFen,
  }));
}

function checkSchedule({ id, input, totals, rows }: ScheduleCase): readonly Difference[] {
  const terms = parseScheduleTerms({
    ...input,
    method: methodOf(input.method),
    paymentMode: input.pmtMode ?? 'EXACT',
    intervalMonths: input.intervalMonths ?? 1,
  });
  const built = terms.ok ? buildSchedule(terms.value) : terms;
  if (!built.ok) return [{ path: id, expected: 'a schedule', actual: built.refusal }];
  const schedule = built.value;
  const actualTotals = {
    principal: schedule.totalPrincipalFen,
    interest: schedule.totalInterestFen,
    payment: schedule.totalPaymentFen,
  };
  return [
    ...compare(`${id} totals`, totals, actualTotals),
    ...compare(`${id} rows`, rows, oracleRows(schedule.rows)),
  ];
}

export const adapter: OracleAdapter = { file: 'schedules.json', blocks: { cases: checkSchedule } };
