import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { casesOf, type Difference, type OracleAdapter, type OracleFile } from './adapter';

/** What running one oracle file gave. */
export interface FileReport {
  readonly file: string;
  readonly passed: number;
  readonly total: number;
  readonly differences: readonly Difference[];
  /** A file or a block that no adapter knows, or a file that can't be read. */
  readonly problems: readonly string[];
}

/** Files beside the oracles (`../shared/oracles-next`) whose rules are in force. */
export const IN_FORCE: readonly string[] = [
  'committee.json',
  'fees.json',
  'insight.json',
  'ladder.json',
  'reconcile.json',
  'servicing.json',
  'statements.json',
];

/** Names of blocks that hold prose or parameters in every file. */
const PROSE_BLOCKS = ['meta', 'spec'];

/**
 * Runs every case of every JSON file in a folder. Files and blocks may be missing; unknown ones are
 * problems. Never throws for what a file holds.
 * @param only names of the files to run; all when left out
 * @throws when the folder can't be read
 */
export function runFolder(
  folder: string,
  adapters: readonly OracleAdapter[],
  only?: readonly string[],
): readonly FileReport[] {
  if (!existsSync(folder)) throw new Error(`no such folder: ${folder}`);
  const files = readdirSync(folder).filter(
    (name) => name.endsWith('.json') && (only === undefined || only.includes(name)),
  );
  return files.sort().map((file) => runFile(folder, file, adapters));
}

function runFile(folder: string, file: string, adapters: readonly OracleAdapter[]): FileReport {
  const nothing = { file, passed: 0, total: 0, differences: [] };
  const adapter = adapters.find((candidate) => candidate.file === file);
  if (adapter === undefined) return { ...nothing, problems: [`unknown file ${file}`] };
  const content = readOracle(join(folder, file));
  if (typeof content === 'string') return { ...nothing, problems: [content] };
  return Object.entries(content)
    .filter(([block]) => !PROSE_BLOCKS.includes(block) && !adapter.withoutCases?.includes(block))
    .map(([block, value]) => runBlock(adapter, content, block, value))
    .reduce(addReports, { ...nothing, problems: [] });
}

/** The parsed file, or the sentence that says why it can't be read. */
function readOracle(path: string): OracleFile | string {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
    return isObject ? (content as OracleFile) : `${path} holds no object of blocks`;
  } catch (error) {
    return `${path} can't be read: ${messageOf(error)}`;
  }
}

function runBlock(adapter: OracleAdapter, content: OracleFile, block: string, value: unknown): FileReport {
  const { file } = adapter;
  const check = adapter.blocks[block];
  if (check === undefined) {
    return { file, passed: 0, total: 0, differences: [], problems: [`unknown block ${block} in ${file}`] };
  }
  const found = casesOf(value).map((testCase, index) => {
    try {
      return check(testCase, content);
    } catch (error) {
      return [{ path: `${block}[${index}]`, expected: 'a result', actual: messageOf(error) }];
    }
  });
  const passed = found.filter((differences) => differences.length === 0).length;
  return { file, passed, total: found.length, differences: found.flat(), problems: [] };
}

function addReports(left: FileReport, right: FileReport): FileReport {
  return {
    file: left.file,
    passed: left.passed + right.passed,
    total: left.total + right.total,
    differences: [...left.differences, ...right.differences],
    problems: [...left.problems, ...right.problems],
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** True when every case passed and nothing was unknown or unreadable. */
export function isPerfect(reports: readonly FileReport[]): boolean {
  return reports.every(({ differences, problems }) => differences.length === 0 && problems.length === 0);
}

/** How many differences of a file are shown. */
const SHOWN_DIFFERENCES = 5;

/** A report for people: `file passed/total`, then the problems and the first differences. */
export function linesOf(report: FileReport): readonly string[] {
  const { file, passed, total, differences, problems } = report;
  const shown = differences
    .slice(0, SHOWN_DIFFERENCES)
    .map(
      ({ path, expected, actual }) =>
        `    ${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`,
    );
  const hidden = differences.length - shown.length;
  return [
    `${file} ${passed}/${total}`,
    ...problems.map((problem) => `    ${problem}`),
    ...shown,
    ...(hidden > 0 ? [`    … and ${hidden} more differences`] : []),
  ];
}
