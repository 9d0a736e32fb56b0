import {
  type Ballot,
  canReachQuorum,
  mayActInSitting,
  type Sitting,
  type SittingAct,
  type SittingEvent,
  sittingAt,
} from '../../../domain/approval/committee';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const rule = parametersAt(PARAMETERS_BEGIN).approval.committee;
const DEADLINE = 1_000;
const sitting: Sitting = {
  chairId: 'chair',
  memberIds: ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'],
  recusedUserIds: ['m7'],
  connectedUserIds: [],
  makerIds: ['m8'],
  deadlineMs: DEADLINE,
  rule,
};

const vote = (userId: string, ballot: Ballot, atMs = 1): SittingAct => ({
  kind: 'VOTE',
  userId,
  ballot,
  atMs,
});
const recuse = (userId: string): SittingAct => ({ kind: 'RECUSE', userId, atMs: 1 });

/** Votes of m1, m2, … in order: `y`es, `n`o, `a`bstain; `v`eto and `g`iving it up are the chair's. */
function votes(ballots: string): SittingAct[] {
  const named: Readonly<Record<string, Ballot>> = {
    y: 'YES',
    n: 'NO',
    a: 'ABSTAIN',
    v: 'VETO',
    g: 'NO_VETO',
  };
  return [...ballots].map((letter, index) => {
    const ballot = named[letter] ?? 'NO';
    return vote(letter === 'v' || letter === 'g' ? 'chair' : `m${index + 1}`, ballot);
  });
}

describe('a sitting', () => {
  it.each([
    ['yyyyy', 'APPROVED', false],
    ['yyyynn', 'APPROVED', false], // exactly two thirds, and the chair may still veto
    ['yyyynng', 'APPROVED', true],
    ['yyynn', 'REJECTED', false],
    ['yyynnn', 'REJECTED', true],
    ['yyaaaa', 'APPROVED', false], // abstaining makes the quorum and is not in the divisor
    ['aaaaaa', 'REJECTED', true], // nothing was cast
    ['yyyy', 'NO_QUORUM', false],
    ['yyyyyyv', 'VETOED', true],
    ['', 'NO_QUORUM', false],
  ])('in which %j was voted: %s, closed %s', (ballots, outcome, closed) => {
    expect(sittingAt(sitting, votes(ballots), 1)).toMatchObject({ outcome, closed });
  });

  it('counts each kind of vote', () => {
    expect(sittingAt(sitting, votes('yyynaa'), 1)).toMatchObject({ yes: 3, no: 1, abstain: 2 });
  });

  it.each<[string, SittingEvent]>([
    ['is recused', recuse('chair')],
    ['is deactivated', { kind: 'DEACTIVATE', userId: 'chair', atMs: 2 }],
  ])('waits for no veto of a chair who %s', (_, event) => {
    expect(sittingAt(sitting, [...votes('yyyyyy'), event], 2)).toMatchObject({ closed: true });
  });

  it('waits for no veto of a chair who worked on the case, or is connected with the borrower', () => {
    const all = votes('yyyyyy');
    expect(sittingAt({ ...sitting, makerIds: ['m8', 'chair'] }, all, 1)).toMatchObject({ closed: true });
    expect(sittingAt({ ...sitting, connectedUserIds: ['chair'] }, all, 1)).toMatchObject({ closed: true });
  });

  it('is over after its deadline, not at it', () => {
    expect(sittingAt(sitting, votes('yyyyy'), DEADLINE).closed).toBe(false);
    expect(sittingAt(sitting, votes('yyyyy'), DEADLINE + 1)).toMatchObject({
      outcome: 'APPROVED',
      closed: true,
    });
  });

  it('goes on without who steps back, and up one level when too few are left', () => {
    const left = [...votes('yyyyy'), recuse('m6')];
    expect(sittingAt(sitting, left, 1)).toMatchObject({ outcome: 'APPROVED', closed: false });
    expect(canReachQuorum(sitting)).toBe(true);
    const few = [...votes('yyyy'), recuse('m5'), recuse('m6')];
    expect(canReachQuorum(sitting, few)).toBe(false);
    expect(sittingAt(sitting, few, 1)).toEqual({
      ...{ outcome: 'ONE_LEVEL_UP', yes: 0, no: 0, abstain: 0 },
      closed: true,
    });
  });

  it('counts neither the chair nor anybody twice among its members', () => {
    const five = { ...sitting, recusedUserIds: [], makerIds: [] };
    expect(canReachQuorum({ ...five, memberIds: ['chair', 'a', 'b', 'c', 'd'] })).toBe(false);
    expect(canReachQuorum({ ...five, memberIds: ['a', 'a', 'b', 'c', 'd'] })).toBe(false);
  });
});

describe('a person in a sitting', () => {
  const gone: SittingEvent = { kind: 'DEACTIVATE', userId: 'm2', atMs: 1 };

  it.each<[string, SittingAct]>([
    ['USER_INACTIVE', vote('m2', 'YES')],
    ['RECUSED', vote('m7', 'YES')],
    ['SAME_PERSON_AS_MAKER', vote('m8', 'YES')],
    ['ALREADY_VOTED', vote('m1', 'NO')],
    ['ALREADY_VOTED', recuse('m1')],
    ['CHAIR_MAY_ONLY_VETO', vote('chair', 'YES')],
    ['NOT_A_MEMBER', vote('stranger', 'VETO')],
    ['NOT_A_MEMBER', recuse('stranger')],
    ['ONLY_CHAIR_MAY_VETO', vote('m3', 'NO_VETO')],
    ['STEP_CLOSED', vote('m3', 'YES', DEADLINE + 1)],
  ])('is refused as %s: %o', (code, act) => {
    expect(mayActInSitting(sitting, [...votes('y'), gone], act)).toEqual({ ok: false, refusal: { code } });
  });

  it('is heard once, and never after the result', () => {
    expect(mayActInSitting(sitting, votes('y'), vote('m3', 'ABSTAIN')).ok).toBe(true);
    const givenUp = [vote('chair', 'NO_VETO')];
    expect(mayActInSitting(sitting, givenUp, vote('chair', 'VETO'))).toMatchObject({
      refusal: { code: 'ALREADY_VOTED' },
    });
    expect(mayActInSitting(sitting, votes('yyyyyyg'), vote('m1', 'NO'))).toMatchObject({
      refusal: { code: 'STEP_CLOSED' },
    });
  });
});
