import { presentCalendar } from '../../../api/collection/calendar';
import { isoDate } from '../../../domain/calendar/isoDate';
import type { CollectionStory } from '../../../gateways/database/collectionViews';
import type { LoanRecord, LoanRow } from '../../../gateways/database/loans';
import { CALENDAR, LoanBook, TERMS } from '../../support/loans';

/** Due on 12 February, and nothing came. */
const record = new LoanBook().disburse().history as LoanRecord;
const loan = { id: TERMS.loanId, enterpriseId: 'e', enterprise: { name: '某某公司' } } as unknown as LoanRow;

const asked = (day: number, action: 'CALL_BY_SERVICE' | 'CALL_BY_COLLECTOR' | 'START_PENALTY') => ({
  ...{ episode: 1, day, action, outcome: 'DONE', why: null },
});
const STORY: CollectionStory = {
  episodes: [{ number: 1, openedOn: isoDate('2026-02-13'), curedAt: null, stage: 'M1', awaitsDebit: false }],
  rungs: [
    { episode: 1, day: 3, reachedOn: isoDate('2026-02-15'), stage: 'M1' },
    { episode: 1, day: 7, reachedOn: isoDate('2026-02-19'), stage: 'M1' },
  ],
  actions: [asked(3, 'CALL_BY_SERVICE'), asked(7, 'CALL_BY_COLLECTOR'), asked(7, 'START_PENALTY')] as never,
  ...{ promises: [], holds: [], contacts: [] },
};
const called = (at: string, channel = 'PHONE') =>
  ({ id: at, episode: 1, channel, party: 'DEBTOR', outcome: 'NOT_REACHED', at, taskId: null }) as never;
const told = (isStaff: boolean, contacts: CollectionStory['contacts'] = []) => {
  const known = { loan, record, calendar: CALENDAR, callsOfDay: 0, isStaff };
  const nowMs = Date.parse('2026-02-20T10:00:00+08:00');
  const { past } = presentCalendar({ ...known, nowMs, story: { ...STORY, contacts } });
  return past.map(({ day, actions, done }) => ({ day, actions, done }));
};

describe('a call that people were asked for', () => {
  const penalty = { day: 7, actions: ['START_PENALTY'], done: ['START_PENALTY'] };

  it('is not done while nobody made it, and the borrower reads of none', () => {
    expect(told(true)).toEqual([
      { day: 3, actions: ['CALL_BY_SERVICE'], done: [] },
      { day: 7, actions: ['CALL_BY_COLLECTOR', 'START_PENALTY'], done: ['START_PENALTY'] },
    ]);
    expect(told(false)).toEqual([penalty]);
    expect(told(false, [called('2026-02-16T02:00:00Z', 'VISIT'), called('2026-02-14T02:00:00Z')])).toEqual([
      penalty,
    ]);
  });

  it('is done once somebody tried, and fulfils no other one', () => {
    const [first, second] = [called('2026-02-15T02:00:00Z'), called('2026-02-19T02:00:00Z')];
    expect(told(true, [first])).toMatchObject([{ done: ['CALL_BY_SERVICE'] }, { done: ['START_PENALTY'] }]);
    expect(told(true, [second])).toMatchObject([
      { done: [] },
      { done: ['CALL_BY_COLLECTOR', 'START_PENALTY'] },
    ]);
    expect(told(false, [first]).map(({ day }) => day)).toEqual([3, 7]);
  });
});
