import { performance } from 'node:perf_hooks';
import { isoDate } from '../domain/calendar/isoDate';
import { fen } from '../domain/money/fen';
import { rate } from '../domain/money/rate';
import { buildSchedule } from '../domain/schedule/buildSchedule';
import type { RepaymentMethod, ScheduleTerms } from '../domain/schedule/types';
import { decimalSchedule, sameAmounts } from './decimalSchedule';

/** What the comparison of schedules measured. */
export interface ScheduleBench {
  /** How many times as fast as the decimal library; 5 is to be reached. */
  readonly ratio: number;
  readonly rowsPerSecond: number;
  readonly decimalRowsPerSecond: number;
  /** Every amount of every row was the same. */
  readonly isSameResult: boolean;
}

const ROWS = 36;
const SAMPLES = 200;
const ROUNDS = 9;
const METHODS: readonly RepaymentMethod[] = ['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY'];

/** Different loans of 36 rows, so that nothing can be remembered from one to the next. */
function sampleTerms(index: number): ScheduleTerms {
  return {
    principalFen: fen(1_000_000 + index * 7_654_321),
    annualRate: rate(`0.0${300 + ((index * 37) % 600)}`),
    termMonths: ROWS,
    method: METHODS[index % METHODS.length] ?? 'EQUAL_INSTALMENT',
    startDate: isoDate(
      `2026-${String((index % 12) + 1).padStart(2, '0')}-${String((index % 28) + 1).padStart(2, '0')}`,
    ),
    dayCount: index % 2 === 0 ? '30/360' : 'ACT/360',
    paymentMode: 'EXACT',
    intervalMonths: 1,
  };
}

/** Times both ways in turns, so that a busy machine slows both; the best round counts. */
export function benchSchedule(): ScheduleBench {
  const samples = Array.from({ length: SAMPLES }, (_, index) => sampleTerms(index));
  const isSameResult = samples.every((terms) => {
    const built = buildSchedule(terms);
    return built.ok && sameAmounts(built.value.rows, decimalSchedule(terms));
  });
  let bestMs = Number.POSITIVE_INFINITY;
  let bestDecimalMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    bestMs = Math.min(bestMs, timeMs(samples, buildSchedule));
    bestDecimalMs = Math.min(bestDecimalMs, timeMs(samples, decimalSchedule));
  }
  const rowsPerSecond = (ms: number) => Math.round((ROWS * SAMPLES * 1000) / ms);
  return {
    ratio: bestDecimalMs / bestMs,
    rowsPerSecond: rowsPerSecond(bestMs),
    decimalRowsPerSecond: rowsPerSecond(bestDecimalMs),
    isSameResult,
  };
}

function timeMs(samples: readonly ScheduleTerms[], work: (terms: ScheduleTerms) => unknown): number {
  const startMs = performance.now();
  for (const terms of samples) work(terms);
  return performance.now() - startMs;
}

/** The bench in one line for people. */
export function scheduleBenchLine({
  ratio,
  rowsPerSecond,
  decimalRowsPerSecond,
  isSameResult,
}: ScheduleBench): string {
  const sameness = isSameResult ? 'same result' : 'DIFFERENT RESULT';
  return `schedule of ${ROWS} rows: ${ratio.toFixed(1)} × decimal.js (${rowsPerSecond} against ${decimalRowsPerSecond} rows/s), ${sameness}`;
}

if (require.main === module) console.log(scheduleBenchLine(benchSchedule()));
