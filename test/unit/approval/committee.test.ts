import { type Ballot, type Committee, mayVote, tally, type Vote } from '../../../domain/approval/committee';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const rule = parametersAt(PARAMETERS_BEGIN).approval.committee;
const committee: Committee = {
  chairId: 'chair',
  memberIds: ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7'],
  recusedUserIds: ['m7'],
};

/** Votes of m1, m2, … in order: `y`es, `n`o, `a`bstain. */
function votes(ballots: string): Vote[] {
  const named: Readonly<Record<string, Ballot>> = { y: 'YES', n: 'NO', a: 'ABSTAIN' };
  return [...ballots].map((letter, index) => ({ userId: `m${index + 1}`, ballot: named[letter] ?? 'NO' }));
}

describe('a committee', () => {
  it.each([
    ['yyyyy', 'APPROVED'],
    ['yyyyn', 'APPROVED'],
    ['yyyynn', 'APPROVED'], // exactly two thirds
    ['yyynn', 'REJECTED'],
    ['yyyaa', 'REJECTED'], // abstaining is not yes
    ['yyyyaa', 'APPROVED'],
    ['nnnnn', 'REJECTED'],
    ['yyyy', 'NO_QUORUM'],
    ['', 'NO_QUORUM'],
  ])('that votes %s: %s', (ballots, outcome) => {
    expect(tally(committee, votes(ballots), rule)).toMatchObject({ ok: true, value: { outcome } });
  });

  it('counts each kind of vote', () => {
    expect(tally(committee, votes('yyyyna'), rule)).toEqual({
      ok: true,
      value: { outcome: 'APPROVED', yes: 4, no: 1, abstained: 1 },
    });
  });

  it('is stopped by its chair, with or without a quorum', () => {
    const veto: Vote = { userId: 'chair', ballot: 'VETO' };
    expect(tally(committee, [...votes('yyyyyy'), veto], rule)).toMatchObject({
      value: { outcome: 'VETOED', yes: 6 },
    });
    expect(tally(committee, [veto], rule)).toMatchObject({ value: { outcome: 'VETOED' } });
  });

  it.each<[string, Vote]>([
    ['CHAIR_MAY_ONLY_VETO', { userId: 'chair', ballot: 'YES' }],
    ['ONLY_CHAIR_MAY_VETO', { userId: 'm2', ballot: 'VETO' }],
    ['NOT_A_MEMBER', { userId: 'stranger', ballot: 'YES' }],
    ['NOT_A_MEMBER', { userId: 'stranger', ballot: 'VETO' }],
    ['RECUSED', { userId: 'm7', ballot: 'YES' }],
    ['ALREADY_VOTED', { userId: 'm1', ballot: 'NO' }],
    ['UNKNOWN_VALUE', { userId: 'm2', ballot: 'MAYBE' as Ballot }],
  ])('refuses as %s %o', (code, vote) => {
    expect(mayVote(committee, votes('y'), vote)).toMatchObject({ ok: false, refusal: { code } });
    expect(tally(committee, [...votes('y'), vote], rule)).toMatchObject({ ok: false, refusal: { code } });
  });

  it.each<[string, Vote]>([
    ['CHAIR_MAY_ONLY_VETO', { userId: 'chair', ballot: 'YES' }],
    ['ONLY_CHAIR_MAY_VETO', { userId: 'm2', ballot: 'VETO' }],
    ['UNKNOWN_VALUE', { userId: 'm2', ballot: 'MAYBE' as Ballot }],
  ])('names the ballot that is refused as %s', (code, vote) => {
    expect(mayVote(committee, [], vote)).toEqual({ ok: false, refusal: { code, field: 'ballot' } });
  });

  it('hears each member and the chair once', () => {
    expect(mayVote(committee, votes('y'), { userId: 'm2', ballot: 'ABSTAIN' }).ok).toBe(true);
    expect(mayVote(committee, votes('y'), { userId: 'chair', ballot: 'VETO' }).ok).toBe(true);
  });
});
