import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { discoverAdapters } from './discover';
import { IN_FORCE, isPerfect, linesOf, runFolder } from './run';

/**
 * `npm run oracles -- <folder>`: checks the platform against expected numbers made without it.
 * The folder comes from the argument, else from ORACLES_DIR, else it is ../shared/oracles. Of the folder beside it,
 * `…-next`, those files are run whose rules are in force.
 * @returns the exit code: 0 when every case passes and every file and block is known
 */
export function main(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): number {
  const folder = resolve(args[0] ?? environment.ORACLES_DIR ?? '../shared/oracles');
  try {
    const adapters = discoverAdapters();
    const next = `${folder}-next`;
    const reports = [
      ...runFolder(folder, adapters),
      ...(existsSync(next) ? runFolder(next, adapters, IN_FORCE) : []),
    ];
    for (const line of reports.flatMap(linesOf)) console.log(line);
    if (reports.length === 0) console.log(`no oracle file in ${folder}`);
    return reports.length > 0 && isPerfect(reports) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (require.main === module) process.exitCode = main(process.argv.slice(2));
