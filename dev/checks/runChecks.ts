import { sayAloud } from '../progress';
import { type Check, failedToRun, type Outcome } from './check';

interface Finding extends Outcome {
  readonly title: string;
  readonly seconds: string;
}

/**
 * Runs the checks one after the other, and those of a list beside each other; shows what each found and how long it
 * took, which tests failed and why, and ends with the line `N passed, N failed`. The process's status tells whether all
 * passed.
 */
export async function runChecks(checks: readonly (Check | readonly Check[])[]): Promise<void> {
  const findings: Finding[] = [];
  for (const some of checks) findings.push(...(await Promise.all([some].flat().map(runCheck))));
  sayAloud('');
  for (const finding of findings) sayAloud(line(finding));
  // Their own words are thousands of lines above, between those of others that ran beside them.
  for (const red of findings.flatMap((finding) => finding.red ?? [])) sayAloud(`\n✗ ${red}`);
  const passed = findings.reduce((sum, finding) => sum + finding.passed, 0);
  const failed = findings.reduce((sum, finding) => sum + finding.failed, 0);
  process.exitCode = failed === 0 ? 0 : 1;
  sayAloud(`\n${passed} passed, ${failed} failed`);
}

async function runCheck(check: Check): Promise<Finding> {
  sayAloud(`\n━━ ${check.title}`);
  const startedAt = Date.now();
  const outcome = await check.run(sayAloud).catch(failedToRun);
  return { ...outcome, title: check.title, seconds: ((Date.now() - startedAt) / 1000).toFixed(1) };
}

function line({ title, passed, failed, skipped, seconds }: Finding): string {
  const mark = skipped !== undefined ? '–' : failed === 0 ? '✓' : '✗';
  const found = skipped !== undefined ? `left out: ${skipped}` : `${passed} passed, ${failed} failed`;
  return `${mark} ${title.padEnd(24)} ${seconds.padStart(7)} s   ${found}`;
}
