import type { BenchReport } from './bench';

/** The figures of a run as docs/reliability.md keeps them. */
export function markdownOf(report: BenchReport): string {
  const { closed, drainSeconds, faultsByKind, invariants, loans, seconds, seed, speed } = report;
  const faults = Object.entries(faultsByKind).sort();
  const all = faults.reduce((sum, [, count]) => sum + count, 0);
  const broken = invariants.filter(({ holds }) => !holds);
  const rows = [
    ['seed', String(seed)],
    ['loans', `${loans}, ${closed} closed`],
    ['faults', `${all}: ${faults.map(([kind, count]) => `${count} ${kind}`).join(', ')}`],
    ['clock', `${speed} times the real one`],
    ['took', `${seconds} s, quiet ${drainSeconds} s after the last fault`],
    ['invariants', `${invariants.length - broken.length} of ${invariants.length} hold`],
    ...broken.map(({ name, detail }) => ['broken', `${name}: ${detail}`]),
  ];
  return ['| | |', '| --- | --- |', ...rows.map(([what, value]) => `| ${what} | ${value} |`)].join('\n');
}
