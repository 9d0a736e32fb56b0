import { setTimeout as sleep } from 'node:timers/promises';
import { patientStage } from '../../demo/patience';
import { type TestPlatform, testPlatform } from '../support/platform';
import { chance } from './support/random';
import { expectWhole, stuckOf, wholeLife } from './support/stories';

/** Everything that can die. */
const PARTS = ['worker', 'temporal', 'postgres', 'api', 'bank', 'services', 'mail'] as const;
const LOANS = 3;
const TERM_MONTHS = 4;

let platform: TestPlatform;

beforeAll(async () => {
  platform = await testPlatform();
});

afterAll(() => platform.release());

describe('whatever is killed, and whenever', () => {
  it('every loan is paid out once, repaid, and in all books alike', async () => {
    const { between, shuffled } = chance();
    const stage = patientStage(platform);
    const isOver = new AbortController();
    const killing = (async () => {
      const killed: string[] = [];
      // Every part once, then again, until all loans are closed. From round to round with longer rests: a machine on
      // which parts come up more slowly than they are killed shows nothing but that.
      for (let round = 1; !isOver.signal.aborted; round += 1) {
        for (const part of shuffled(PARTS)) {
          const restMs = round * between(1_000, 6_000);
          await sleep(restMs, undefined, { signal: isOver.signal }).catch(() => undefined);
          if (isOver.signal.aborted) break;
          await platform.killAndAwait(part);
          killed.push(part);
        }
      }
      return killed;
    })();

    const lives = Promise.all(Array.from({ length: LOANS }, () => wholeLife(stage, TERM_MONTHS)));
    const loans = await lives.finally(() => isOver.abort());
    const killed = await killing;

    expect([...new Set(killed)].sort()).toEqual([...PARTS].sort());
    for (const { borrower, loanId } of loans) {
      await expectWhole(stage, borrower, loanId);
      expect(await stuckOf(borrower, (workflowId) => workflowId.includes(loanId))).toEqual([]);
    }
  }, 1_800_000);
});
