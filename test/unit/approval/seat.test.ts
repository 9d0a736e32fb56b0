import type { Sitting, SittingEvent } from '../../../domain/approval/committee';
import type { Delegation } from '../../../domain/approval/delegation';
import type { DecidingActor } from '../../../domain/approval/mayDecide';
import { seatOf, type WantedVote } from '../../../domain/approval/seat';
import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';

const MEMBERS = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'];
const sitting: Sitting = {
  chairId: 'chair',
  memberIds: MEMBERS,
  recusedUserIds: [],
  connectedUserIds: [],
  makerIds: [],
  deadlineMs: 100,
  rule: { quorum: 5, majorityNumerator: 2, majorityDenominator: 3 },
};
const wanted: WantedVote = {
  ballot: 'YES',
  atMs: 1,
  on: isoDate('2026-03-05'),
  amountFen: fen(1_200_000_000),
};
const lentBy = (principalId: string, changes: Partial<Delegation> = {}): Delegation => ({
  principalId,
  deputyId: 'dan',
  roles: ['committee'],
  from: isoDate('2026-03-01'),
  until: isoDate('2026-03-10'),
  maximumFen: fen(1_200_000_000),
  revokedOn: null,
  ...changes,
});
const deputy = (...delegations: readonly Delegation[]): DecidingActor => ({
  userId: 'dan',
  roles: [],
  institutionId: 'bank-a',
  delegations,
});
const voted = (userId: string, deputyId?: string): SittingEvent => ({
  ...{ kind: 'VOTE', userId, ballot: 'YES', atMs: 0 },
  ...(deputyId === undefined ? {} : { deputyId }),
});

function seat(
  actor: DecidingActor,
  events: readonly SittingEvent[] = [],
  changes: Partial<Sitting> = {},
  vote: Partial<WantedVote> = {},
) {
  const verdict = seatOf({ ...sitting, ...changes }, events, actor, { ...wanted, ...vote });
  return verdict.ok ? verdict.value.onBehalfOf : verdict.refusal.code;
}

it('is the own one of a member, whatever was lent', () => {
  expect(seat({ ...deputy(), userId: 'm1' })).toBeNull();
  expect(seat({ ...deputy(lentBy('m2', { deputyId: 'm1' })), userId: 'm1' })).toBeNull();
  const both = { ...deputy(lentBy('m2', { deputyId: 'm1' })), userId: 'm1' };
  expect(seat(both, [voted('m1')])).toBe('ALREADY_VOTED');
});

it('is for a deputy that of the first member who lent it and whom nothing bars', () => {
  expect(seat(deputy(lentBy('m1'), lentBy('m2')))).toBe('m1');
  expect(seat(deputy(lentBy('m1'), lentBy('m2')), [voted('m1')])).toBe('m2');
  expect(seat(deputy(lentBy('m1'), lentBy('m2')), [], { connectedUserIds: ['m1'] })).toBe('m2');
});

it.each<[string, DecidingActor, readonly SittingEvent[], Partial<Sitting>, Partial<WantedVote>]>([
  ['NOT_A_MEMBER', deputy(), [], {}, {}],
  ['NOT_A_MEMBER', deputy(lentBy('m1', { roles: ['approver'] })), [], {}, {}],
  ['NOT_A_MEMBER', deputy(lentBy('chair')), [], {}, { ballot: 'VETO' }],
  ['DELEGATION_NOT_IN_FORCE', deputy(lentBy('m1', { until: isoDate('2026-03-04') })), [], {}, {}],
  ['DELEGATION_AMOUNT', deputy(lentBy('m1', { maximumFen: fen(1_199_999_999) })), [], {}, {}],
  ['SAME_PERSON_AS_MAKER', deputy(lentBy('m1')), [], { makerIds: ['dan'] }, {}],
  ['SAME_PERSON_AS_MAKER', deputy(lentBy('m1')), [], { makerIds: ['m1'] }, {}],
  // Whoever may not at all is told so, and not that something lapsed or is too small.
  [
    'SAME_PERSON_AS_MAKER',
    deputy(lentBy('m1', { until: isoDate('2026-03-04'), maximumFen: fen(1) })),
    [],
    { makerIds: ['dan'] },
    {},
  ],
  ['RECUSED', deputy(lentBy('m1')), [], { connectedUserIds: ['dan'] }, {}],
  ['RECUSED', deputy(lentBy('m1')), [{ kind: 'RECUSE', userId: 'm1', atMs: 0 }], {}, {}],
  ['ALREADY_VOTED', deputy(lentBy('m1'), lentBy('m2')), [voted('m1', 'dan')], {}, {}],
  ['ALREADY_VOTED', deputy(lentBy('m1')), [voted('m1')], {}, {}],
  ['ONLY_CHAIR_MAY_VETO', deputy(lentBy('m1')), [], {}, { ballot: 'VETO' }],
  ['STEP_CLOSED', deputy(lentBy('m1')), [], {}, { atMs: 101 }],
])('is refused as %s', (code, actor, events, changes, vote) => {
  expect(seat(actor, events, changes, vote)).toBe(code);
});
