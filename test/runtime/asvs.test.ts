import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import levels from '../support/asvs.json';

/** The table of docs/security.md says of each requirement of ASVS 5.0, levels 1 and 2, whether it is met. */

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
const levelOf: Readonly<Record<string, string>> = levels;
const all = Object.keys(levelOf);

interface Row {
  readonly ids: readonly string[];
  readonly verdict: string;
  readonly tests: readonly string[];
}

/** A row names requirements one by one, or from the first to the last of a chapter that does not apply. */
function idsOf(cell: string): readonly string[] {
  const [first = '', last] = cell.trim().split('–');
  return last === undefined ? cell.trim().split(/\s+/) : all.slice(all.indexOf(first), all.indexOf(last) + 1);
}

const rows: readonly Row[] = page
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, ids = '']) => /^\d+\.\d+\.\d+/.test(ids))
  .map(([, ids = '', verdict = '', , tests = '']) => ({
    ids: idsOf(ids),
    verdict,
    tests: [...tests.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => path),
  }));

const counted = (level: string, verdicts: readonly string[]) =>
  rows
    .filter(({ verdict }) => verdicts.includes(verdict))
    .flatMap(({ ids }) => ids)
    .filter((id) => levelOf[id] === level).length;

describe('the table of ASVS', () => {
  it('has every requirement once', () => {
    expect(rows.flatMap(({ ids }) => ids).toSorted()).toEqual(all.toSorted());
  });

  it('names a test, which is there, for what is met', () => {
    for (const { ids, verdict, tests } of rows) {
      expect(['met', 'partly', 'not', 'n/a']).toContain(verdict);
      if (verdict === 'met') expect([ids, tests.length]).not.toEqual([ids, 0]);
      for (const test of tests) expect([test, existsSync(join(root, test))]).toEqual([test, true]);
    }
  });

  it('sums up what it says, and 85 % of level 2 are met', () => {
    for (const level of ['L1', 'L2']) {
      const [met, applicable] = [counted(level, ['met']), counted(level, ['met', 'partly', 'not'])];
      expect(page).toContain(`Level ${level.slice(1)}: ${met} of ${applicable} met`);
      if (level === 'L2') expect(met / applicable).toBeGreaterThanOrEqual(0.85);
    }
  });
});
