import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CELLS } from '../../../dev/faults/cells';
import { MUTANTS } from '../../../dev/faults/mutants';

const ROOT = join(__dirname, '../../..');

describe('the deliberate defects', () => {
  it('are as many as were promised, each by a name of its own', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(12);
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });

  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    '%s still fits the sources',
    (_name, mutant) => {
      const text = readFileSync(join(ROOT, mutant.file), 'utf8');
      expect(text.split(mutant.find)).toHaveLength(2);
      expect(mutant.replace).not.toBe(mutant.find);
    },
  );

  it('have catchers that exist', () => {
    for (const { caughtBy } of MUTANTS) {
      expect(
        'cell' in caughtBy ? Object.hasOwn(CELLS, caughtBy.cell) : existsSync(join(ROOT, caughtBy.test)),
      ).toBe(true);
    }
  });
});
