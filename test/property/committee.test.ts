import fc from 'fast-check';
import {
  BALLOTS,
  mayActInSitting,
  type Sitting,
  type SittingAct,
  type SittingEvent,
  sittingAt,
} from '../../domain/approval/committee';
import { PARAMETERS_BEGIN, parametersAt } from '../../domain/parameters/parametersAt';

const { committee: rule } = parametersAt(PARAMETERS_BEGIN).approval;
const PEOPLE = ['chair', ...Array.from({ length: 9 }, (_, index) => `m${index}`), 'stranger'];
const anybody = fc.constantFrom(...PEOPLE);
const atMs = fc.integer({ min: 0, max: 120 });

const anySitting: fc.Arbitrary<Sitting> = fc.record({
  chairId: fc.constant('chair'),
  memberIds: fc.subarray(PEOPLE.slice(1, -1), { minLength: 4 }),
  recusedUserIds: fc.subarray(PEOPLE, { maxLength: 1 }),
  connectedUserIds: fc.subarray(PEOPLE, { maxLength: 1 }),
  makerIds: fc.subarray(PEOPLE, { maxLength: 1 }),
  deadlineMs: fc.constant(100),
  rule: fc.constant(rule),
});
const anyAct: fc.Arbitrary<SittingAct> = fc.oneof(
  fc.record({
    kind: fc.constant('VOTE' as const),
    userId: anybody,
    ballot: fc.constantFrom(...BALLOTS),
    atMs,
  }),
  fc.record({ kind: fc.constant('RECUSE' as const), userId: anybody, atMs }),
);
const anyActs = fc.array(anyAct, { maxLength: 30 });

/** Plays acts in the order of their time; refused ones change nothing. */
function play(sitting: Sitting, acts: readonly SittingAct[]): readonly SittingEvent[] {
  const inOrder = [...acts].sort((left, right) => left.atMs - right.atMs);
  const events: SittingEvent[] = [];
  for (const act of inOrder) if (mayActInSitting(sitting, events, act).ok) events.push(act);
  return events;
}

test('a committee approves only with five who came, two thirds of yes and no, and no veto', () => {
  fc.assert(
    fc.property(anySitting, anyActs, (sitting, acts) => {
      const events = play(sitting, acts);
      const { outcome, yes, no, abstain } = sittingAt(sitting, events, 101);
      const isVetoed = events.some((event) => event.kind === 'VOTE' && event.ballot === 'VETO');
      const isMajority = yes + no > 0 && yes / (yes + no) >= 2 / 3 - 1e-12;
      const isApproved = !isVetoed && yes + no + abstain >= 5 && isMajority;
      return (outcome === 'APPROVED') === isApproved;
    }),
  );
});

test('nobody has two votes, none is cast by who is recused, connected, a maker or a stranger', () => {
  fc.assert(
    fc.property(anySitting, anyActs, (sitting, acts) => {
      const voters = play(sitting, acts).flatMap(({ kind, userId }) => (kind === 'VOTE' ? [userId] : []));
      const { chairId, memberIds, makerIds, recusedUserIds, connectedUserIds } = sitting;
      const barred = [...makerIds, ...recusedUserIds, ...connectedUserIds];
      return (
        new Set(voters).size === voters.length &&
        voters.every((voter) => !barred.includes(voter) && [chairId, ...memberIds].includes(voter))
      );
    }),
  );
});

test('what is closed stays as it is, whatever comes', () => {
  fc.assert(
    fc.property(anySitting, anyActs, anyAct, (sitting, acts, late) => {
      const events = play(sitting, acts);
      const at = { ...late, atMs: 100 };
      const before = sittingAt(sitting, events, 100);
      return !before.closed || !mayActInSitting(sitting, events, at).ok;
    }),
  );
});
