import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import type { Result } from '../../../domain/result';
import { buildSchedule } from '../../../domain/schedule/buildSchedule';
import type { Schedule, ScheduleTerms } from '../../../domain/schedule/types';

/** 300,000 yuan for twelve months at 9 %, from 15 January 2026. */
export const TERMS: ScheduleTerms = {
  principalFen: fen(30_000_000),
  annualRate: rate('0.09'),
  termMonths: 12,
  method: 'EQUAL_INSTALMENT',
  startDate: isoDate('2026-01-15'),
  dayCount: '30/360',
  paymentMode: 'EXACT',
  intervalMonths: 1,
};

/** The accepted value, or a failure that names the refusal. */
export function accepted<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

/** A schedule of the sample terms with some of them changed. */
export function scheduleWith(changes: Partial<ScheduleTerms> = {}): Schedule {
  return accepted(buildSchedule({ ...TERMS, ...changes }));
}
