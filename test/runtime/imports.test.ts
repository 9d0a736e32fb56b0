import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');

/** [folder, what a file there imports] */
const allowed = [
  ['contracts', '../domain/target'],
  ['workflows', '../contracts/target'],
  ['activities', '../gateways/target'],
  ['api', '../gateways/target'],
  ['worker', '../workflows/target'],
  ['door', '../contracts/target'],
  ['sandbox', '../domain/money/target'],
  ['dev', '../api/target'],
  ['gateways', 'pg'],
] as const;

const refused = [
  ['domain', '../contracts/target'],
  ['domain', '../gateways/target'],
  ['domain', 'node:crypto'],
  ['contracts', '../workflows/target'],
  ['workflows', '../activities/target'],
  ['workflows', '../gateways/target'],
  ['workflows', 'node:fs'],
  ['workflows', '@temporalio/client'],
  ['activities', '../workflows/target'],
  ['activities', 'nodemailer'],
  ['api', '../workflows/target'],
  ['api', '../activities/target'],
  ['api', 'pg'],
  ['api', '@prisma/client'],
  ['gateways', '../api/target'],
  ['door', '../gateways/database/target'],
  ['door', '../gateways/temporal/target'],
  ['sandbox', '../gateways/target'],
  ['sandbox', '../domain/loan/target'],
  ['worker', '../dev/target'],
  ['worker', 'bullmq'],
] as const;

interface Violation {
  readonly from: string;
  readonly rule: string;
}

const fileOf = (folder: string, imported: string): string =>
  `${folder}/imports-${imported.replace(/\W+/g, '-')}.ts`;

let tree: string;
let violations: readonly Violation[];
let status: number | null;

/** A small tree in which each file breaks one rule, or none, judged once by the rules of the house. */
beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'imports-'));
  for (const name of ['tsconfig.json', '.dependency-cruiser.cjs']) cpSync(join(root, name), join(tree, name));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  for (const [folder, imported] of [...allowed, ...refused]) {
    if (imported.startsWith('../')) write(`${imported.slice(3)}.ts`, 'export const value = 1;\n');
    write(fileOf(folder, imported), `import * as value from '${imported}';\nexport const copy = value;\n`);
  }
  write('domain/a.ts', `import { b } from './b';\nexport const a = (): unknown => b;\n`);
  write('domain/b.ts', `import { a } from './a';\nexport const b = (): unknown => a;\n`);
  cruise();
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), content);
}

function cruise(): void {
  const folders = [...new Set([...allowed, ...refused].map(([folder]) => folder))];
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const flags = ['--config', '.dependency-cruiser.cjs', '--preserve-symlinks'];
  const answer = spawnSync(process.execPath, [bin, ...flags, ...folders], { cwd: tree, encoding: 'utf8' });
  status = answer.status;
  const found = answer.stdout.matchAll(/error ([\w-]+): (\S+)/g);
  violations = [...found].map(([, rule = '', from = '']) => ({ rule, from }));
}

const rulesBrokenBy = (file: string): string[] =>
  violations.filter(({ from }) => from === file).map(({ rule }) => rule);

describe('import rules', () => {
  it('fail the check when one is broken', () => {
    expect(status).not.toBe(0);
  });

  it.each(allowed)('let %s import %s', (folder, imported) => {
    expect(rulesBrokenBy(fileOf(folder, imported))).toEqual([]);
  });

  it.each(refused)('refuse that %s imports %s', (folder, imported) => {
    expect(rulesBrokenBy(fileOf(folder, imported))).toContain('not-in-allowed');
  });

  it('refuse two files that need each other', () => {
    expect(rulesBrokenBy('domain/a.ts')).toContain('no-circles');
  });
});
