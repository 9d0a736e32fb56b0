import { Registry } from 'prom-client';
import type { TestDatabase } from '../../dev/parts/temporaryPostgres';
import { startTemporal } from '../../dev/parts/temporaryTemporal';
import { createLog } from '../../gateways/log';
import { sdkMetricsInto } from '../../worker/sdkMetrics';
import { installRuntime } from '../../worker/temporalWorkers';
import { expectEqualBooks } from '../equalBooks';
import { type BenchLine, figure } from '../rounds';
import { DATA_KEYS, runPlatform } from './platform';
import { runTwin } from './twin';

const LOANS = Number(process.env.NINE_LOANS ?? 5_000);
const MOST_RATIO = 3;
const MOST_DECISION_MS = 1_000;
/** Beginning a loan reads its books; a twin reads nothing. */
const BEGINS_SLOWER = 4;

/**
 * Nine o'clock: many loans are due at one instant, some answers of the bank are unknown, and a person decides tasks
 * meanwhile. The time until all are settled, against a bare twin on the same server before and after.
 */
export async function benchNine(database: TestDatabase): Promise<readonly BenchLine[]> {
  installRuntime(createLog('bench', 'error'), () => undefined, sdkMetricsInto(new Registry()));
  const temporal = await startTemporal(DATA_KEYS);
  try {
    const half = Math.ceil(LOANS / 2);
    const before = await runTwin(temporal, half, 1);
    const beginMs = 5_000 + before.beginMs * 2 * BEGINS_SLOWER;
    const platform = await runPlatform(database, temporal, LOANS, beginMs);
    const after = await runTwin(temporal, half, 2);
    await expectEqualBooks(database.owner);
    const twinMs = before.drainMs + after.drainMs;
    const ratio = platform.drainMs / twinMs;
    const p95 = percentile(platform.decisionsMs, 0.95);
    return [
      {
        text: `${figure(LOANS)} loans due at one instant, ${platform.unknown} answers unknown: all settled in ${seconds(platform.drainMs)}, ${figure(ratio, 2)} × a bare twin (${seconds(twinMs)}; ${figure(platform.activities)} activities against ${figure(before.activities + after.activities)}), target ≤ ${MOST_RATIO} ×`,
        isReached: ratio <= MOST_RATIO,
      },
      {
        text: `a person's decisions meanwhile: p95 ${figure(p95)} ms (median ${figure(percentile(platform.decisionsMs, 0.5))} ms, longest ${figure(percentile(platform.decisionsMs, 1))} ms, ${platform.decisionsMs.length} of them; p95 ${figure(percentile(platform.quietMs, 0.95))} ms before), target ≤ ${figure(MOST_DECISION_MS)} ms`,
        isReached: p95 <= MOST_DECISION_MS,
      },
    ];
  } finally {
    await temporal.stop();
  }
}

function seconds(ms: number): string {
  return `${figure(ms / 1_000, 1)} s`;
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}
