import { describe, expect, it } from '@jest/globals';
import type { Answers } from '../../../web/client/client';
import { meterOf, seatOf } from '../../../web/desk/features/case/sitting/sitting';

type Seat = Answers['Sitting']['seats'][number];
const seat = (id: string, more: Partial<Seat> = {}): Seat => ({
  ...{ person: { id, name: id }, isChair: false, conflict: null, cast: null, ...more },
});
const cast = (ballot: NonNullable<Seat['cast']>['ballot']): NonNullable<Seat['cast']> => ({
  ...{ ballot, at: '2026-11-27T00:00:00Z', deputyId: null, deputy: null, reason: '' },
});
const seats = [
  seat('a', { cast: cast('YES') }),
  seat('b', { cast: cast('RECUSE') }),
  seat('c', { conflict: 'MAKER' }),
  seat('d', { isChair: true }),
];

describe('a sitting', () => {
  it('counts votes of those who have one, and what the quorum still needs', () => {
    expect(meterOf({ seats, quorum: 2 })).toEqual({ seats: 3, cast: 1, quorum: 2, missing: 1 });
  });

  it('lets vote whoever sits there, once, and only its chair veto', () => {
    expect(seatOf({ seats, closed: false }, 'd')).toMatchObject({ mayVote: true, mayVeto: true });
    for (const who of ['a', 'b', 'c', 'x']) expect(seatOf({ seats, closed: false }, who).mayVote).toBe(false);
    expect(seatOf({ seats, closed: true }, 'd').mayVote).toBe(false);
  });
});
