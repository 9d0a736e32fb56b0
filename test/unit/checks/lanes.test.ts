import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from '../../../dev/checks/check';
import { inLanes, type Queue } from '../../../dev/checks/lanes';

const say = (): void => undefined;
const begun: string[] = [];
const check = (title: string, ms: number, failed = 0): Check => ({
  title,
  run: async () => {
    begun.push(title);
    await sleep(ms);
    return { passed: 1, failed, ...(failed > 0 && { red: [`${title} is red`] }) };
  },
});

beforeEach(() => begun.splice(0));

describe('lanes', () => {
  it('take the next one as they get free, of their first queue first, and each once', async () => {
    const first: Queue = [check('long', 60), check('short', 5), check('shorter', 1)];
    const second: Queue = [check('other', 20), check('last', 1)];
    const found = await inLanes([[first, second], [second]], say);
    expect(found).toEqual({ passed: 5, failed: 0, red: [] });
    expect(begun).toEqual(['long', 'other', 'last', 'short', 'shorter']);
    expect([first, second]).toEqual([[], []]);
  });

  it('go on after one that fails, or that cannot be run, count it and name it', async () => {
    const broken: Check = { title: 'broken', run: () => Promise.reject(new Error('no disk')) };
    expect(await inLanes([[[broken, check('red', 1, 2), check('green', 1)]]], say)).toEqual({
      ...{ passed: 2, failed: 3, red: ['no disk', 'red is red'] },
    });
  });
});
