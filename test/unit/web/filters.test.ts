import { describe, expect, it } from '@jest/globals';
import { asksTheSame, filterOf, readSearch, wishOf } from '../../../web/desk/app/tasks/filters';

describe('filters of the inbox', () => {
  it('are read from an address that anybody may have typed; what is not understood is left out', () => {
    const typed = {
      ...{
        kind: 'REVIEW_APPLICATION',
        grade: 'ZZ',
        title: '  云帆 ',
        mine: true,
        overdue: 'true',
        unclaimed: 'no',
      },
      ...{ leastFen: '300000', mostFen: '-1', sort: '-amount', strange: { deep: 1 } },
    };
    expect(readSearch(typed)).toEqual({
      ...{
        kind: 'REVIEW_APPLICATION',
        title: '云帆',
        mine: true,
        overdue: true,
        leastFen: '300000',
        sort: '-amount',
      },
    });
    expect(readSearch({ kind: ['x'], title: null, sort: 3 })).toEqual({});
  });

  it('are asked for in the words of the API; that one works through them is no filter', () => {
    expect(filterOf({ mine: true, title: '7045', work: true })).toEqual({ mine: 'true', title: '7045' });
    expect(filterOf(readSearch({ snoozed: 'true' }))).toEqual({ snoozed: 'true' });
  });

  it('are the same in whichever order they are said', () => {
    expect(
      asksTheSame({ mine: 'true', kind: 'SETTLE_DISPUTE' }, { kind: 'SETTLE_DISPUTE', mine: 'true' }),
    ).toBe(true);
    expect(asksTheSame({ mine: 'true' }, {})).toBe(false);
  });

  it('hand on to work mode what it can go by', () => {
    expect(wishOf({ kind: 'REVIEW_ENTERPRISE', mine: true, sort: '-amount', overdue: true })).toEqual({
      kind: 'REVIEW_ENTERPRISE',
      overdue: 'true',
    });
  });
});
