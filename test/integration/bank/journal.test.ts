import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '../../../sandbox/kit/journal';
import { temporaryFolder } from '../../support/sandboxProcess';

interface Tally {
  total: number;
  events: number;
}

async function openTally(directory: string): Promise<{ journal: Journal<number, Tally>; tally: Tally }> {
  const tally: Tally = { total: 0, events: 0 };
  const journal = await Journal.open<number, Tally>({
    directory,
    name: 'tally',
    apply: (amount) => {
      tally.total += amount;
      tally.events += 1;
    },
    snapshot: () => ({ ...tally }),
    restore: (state) => Object.assign(tally, state),
    compactAfterLines: 25,
    onFault: (fault) => {
      throw fault;
    },
  });
  return { journal, tally };
}

describe('the journal of a sandbox process', () => {
  it('folds itself into snapshots while it is written to, and loses nothing', async () => {
    const directory = temporaryFolder();
    for (let life = 1; life <= 3; life += 1) {
      const { journal, tally } = await openTally(directory);
      expect(tally).toEqual({ total: 10_000 * (life - 1), events: 1_000 * (life - 1) });
      for (let round = 0; round < 20; round += 1) {
        for (let index = 0; index < 50; index += 1) journal.append(10);
        if (round % 3 === 0) await journal.settled();
      }
      await journal.close();
    }
    expect(existsSync(join(directory, 'tally.snapshot'))).toBe(true);
    expect(readFileSync(join(directory, 'tally.journal'), 'utf8').split('\n').length).toBeLessThan(1_000);
  });

  it('skips lines that the snapshot already holds, as after a crash between the two', async () => {
    const directory = temporaryFolder();
    const first = await openTally(directory);
    for (let index = 0; index < 10; index += 1) first.journal.append(1);
    await first.journal.settled();
    const lines = readFileSync(join(directory, 'tally.journal'));
    for (let index = 0; index < 40; index += 1) first.journal.append(1);
    await first.journal.close();
    writeFileSync(join(directory, 'tally.journal'), lines);
    const second = await openTally(directory);
    expect(second.tally).toEqual({ total: 50, events: 50 });
    second.journal.append(1);
    await second.journal.close();
    expect((await openTally(directory)).tally.total).toBe(51);
  });
});
