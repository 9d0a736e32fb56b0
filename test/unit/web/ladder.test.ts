import { describe, expect, it } from '@jest/globals';
import { stageTone } from '../../../web/desk/features/collection/ladder';
import { rungsOf } from '../../../web/kit/collection/calendar';

type Calendar = Parameters<typeof rungsOf>[0];
const text = { zh: '短信提醒', en: 'Reminder' };
const past = (
  episode: number,
  on: string,
  day: number,
  done: Calendar['past'][number]['done'],
  notApplicable: Calendar['past'][number]['notApplicable'] = [],
): Calendar['past'][number] => ({
  ...{ episode, on, day, instalment: null, stage: 'M1', actions: ['REMIND', 'AUTO_DEBIT'], done, text },
  notApplicable,
});

describe('the ladder of a loan', () => {
  it('shows what was reached in the default that is open, then what comes', () => {
    const rungs = rungsOf({
      episode: 2,
      past: [
        past(2, '2026-11-20', 4, ['REMIND']),
        past(2, '2026-11-17', 1, ['REMIND', 'AUTO_DEBIT']),
        past(2, '2026-11-25', 9, ['REMIND'], [{ action: 'AUTO_DEBIT', why: 'NO_GUARANTOR' }]),
        past(1, '2026-05-17', 1, []),
      ],
      next: [
        { on: '2026-12-01', day: 15, instalment: null, stage: null, actions: ['CALL_BY_COLLECTOR'], text },
      ],
    });
    expect(rungs.map(({ on, state, whyNot }) => [on, state, whyNot])).toEqual([
      ['2026-11-17', 'DONE', []],
      ['2026-11-20', 'STARTED', []],
      // What the loan has nobody for holds nothing open, and says why.
      ['2026-11-25', 'DONE', ['NO_GUARANTOR']],
      ['2026-12-01', 'NEXT', []],
    ]);
  });

  it('is the graver the further one has climbed', () => {
    expect(stageTone('M0')).toBe('plain');
    expect(stageTone('M2')).toBe('warn');
    expect(stageTone('M7+')).toBe('bad');
  });
});
