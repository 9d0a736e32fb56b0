import { isAsked, mayDispute, moodOf, nextPaymentOf } from '../../../web/apply/features/fees/fees';
import type { Answers } from '../../../web/client/client';
import { typedPoints } from '../../../web/kit/forms/typedFigures';

describe('points that are typed', () => {
  it.each([
    ['', 0],
    [' 120 ', 120],
    ['200', 200],
    ['201', null],
    ['1.5', null],
    ['-1', null],
  ])('%j of at most 200 are %j', (typed, points) => {
    expect(typedPoints(typed, 200)).toBe(points);
  });
});

test('a charge is disputed once it was invoiced, and one dispute at a time', () => {
  const may = (['QUOTED', 'CONSENTED', 'INVOICED', 'COLLECTED', 'DISPUTED', 'CANCELLED'] as const).filter(
    (status) => mayDispute({ status }),
  );
  expect(may).toEqual(['INVOICED', 'COLLECTED']);
});

test('what waits for consent asks to be done, what is disputed stands out', () => {
  expect([
    moodOf({ status: 'QUOTED' }),
    moodOf({ status: 'DISPUTED' }),
    moodOf({ status: 'INVOICED' }),
  ]).toEqual(['DO', 'BAD', 'PLAIN']);
});

test('other prices ask for an answer until there is one, or it is too late', () => {
  const notice: Answers['TariffNotice'] = {
    ...{ tariff: 't', loanId: 'l', sentOn: '2026-01-01', effectiveFrom: '2026-02-01' },
    ...{ answerBy: '2026-01-31', status: 'NOT_YET', answer: null, lines: [], shownSha256: '' },
  };
  expect(isAsked(notice)).toBe(true);
  expect(isAsked({ ...notice, answer: 'REFUSE' })).toBe(false);
  expect(isAsked({ ...notice, answerBy: null })).toBe(false);
  expect(isAsked({ ...notice, status: 'NO_CONSENT' })).toBe(false);
});

test('a bank that takes debits back too often is debited by itself no more', () => {
  expect(nextPaymentOf({ settlement: 'ONLINE', isTakenBackTooOften: false })).toBe('byDebit');
  expect(nextPaymentOf({ settlement: 'ONLINE', isTakenBackTooOften: true })).toBe('byPeople');
  expect(nextPaymentOf({ settlement: 'OFFLINE', isTakenBackTooOften: false })).toBe('byTransfer');
});
