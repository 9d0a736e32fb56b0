import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');
let tree: string;

/** A small tree in which each import breaks one rule, or none, checked by the rules of the house. */
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'imports-'));
  cpSync(join(root, 'tsconfig.json'), join(tree, 'tsconfig.json'));
  cpSync(join(root, '.dependency-cruiser.cjs'), join(tree, '.dependency-cruiser.cjs'));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), content);
}

function cruise(...folders: string[]): { passed: boolean; output: string } {
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const answer = spawnSync(process.execPath, [bin, '--config', '.dependency-cruiser.cjs', ...folders], {
    cwd: tree,
    encoding: 'utf8',
  });
  return { passed: answer.status === 0, output: `${answer.stdout}${answer.stderr}` };
}

const target = 'export const value = 1;\n';
const importing = (path: string): string => `import { value } from '${path}';\nexport const copy = value;\n`;

describe('import rules', () => {
  it.each([
    ['contracts', '../domain/target'],
    ['workflows', '../contracts/target'],
    ['activities', '../gateways/target'],
    ['api', '../gateways/target'],
    ['worker', '../workflows/target'],
    ['sandbox', '../domain/money/target'],
    ['dev', '../api/target'],
  ])('let %s import %s', (folder, path) => {
    write(`${path.slice(3)}.ts`, target);
    write(`${folder}/file.ts`, importing(path));
    expect(cruise(folder)).toMatchObject({ passed: true });
  });

  it.each([
    ['domain', '../contracts/target'],
    ['domain', '../gateways/target'],
    ['contracts', '../workflows/target'],
    ['workflows', '../activities/target'],
    ['workflows', '../gateways/target'],
    ['activities', '../workflows/target'],
    ['api', '../workflows/target'],
    ['api', '../activities/target'],
    ['gateways', '../api/target'],
    ['sandbox', '../gateways/target'],
    ['sandbox', '../domain/loan/target'],
    ['worker', '../dev/target'],
  ])('refuse that %s imports %s', (folder, path) => {
    write(`${path.slice(3)}.ts`, target);
    write(`${folder}/file.ts`, importing(path));
    const { passed, output } = cruise(folder);
    expect(output).toContain(`not-in-allowed: ${folder}/file.ts`);
    expect(passed).toBe(false);
  });

  it.each([
    ['api', 'pg'],
    ['api', '@prisma/client'],
    ['activities', 'nodemailer'],
    ['worker', 'bullmq'],
    ['domain', 'node:crypto'],
    ['workflows', 'node:fs'],
    ['workflows', '@temporalio/client'],
  ])('refuse that %s imports the package %s', (folder, name) => {
    write(`${folder}/file.ts`, `import * as vendor from '${name}';\nexport const copy = vendor;\n`);
    const { passed, output } = cruise(folder);
    expect(output).toContain(`${folder}/file.ts`);
    expect(passed).toBe(false);
  });

  it('refuse two files that need each other', () => {
    write('domain/a.ts', `import { b } from './b';\nexport const a = (): unknown => b;\n`);
    write('domain/b.ts', `import { a } from './a';\nexport const b = (): unknown => a;\n`);
    expect(cruise('domain').output).toContain('no-circles');
  });
});
