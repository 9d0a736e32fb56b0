import type { CommitteeRule } from '../parameters/approval';
import { accept, type Result, refuse } from '../result';

export const BALLOTS = ['YES', 'NO', 'ABSTAIN', 'VETO'] as const;
/** VETO belongs to the chair, the others to the members. */
export type Ballot = (typeof BALLOTS)[number];

export interface Vote {
  readonly userId: string;
  readonly ballot: Ballot;
}

/** Who sits on a case. The chair does not vote and may only veto. */
export interface Committee {
  readonly chairId: string;
  readonly memberIds: readonly string[];
  readonly recusedUserIds: readonly string[];
}

export type CommitteeOutcome = 'APPROVED' | 'REJECTED' | 'VETOED' | 'NO_QUORUM';

export interface Tally {
  readonly outcome: CommitteeOutcome;
  readonly yes: number;
  readonly no: number;
  readonly abstained: number;
}

/** Why a person may not cast a ballot. */
export type VoteRefusal =
  | 'UNKNOWN_VALUE'
  | 'RECUSED'
  | 'ALREADY_VOTED'
  | 'CHAIR_MAY_ONLY_VETO'
  | 'NOT_A_MEMBER'
  | 'ONLY_CHAIR_MAY_VETO';

/** Whether a person may cast a ballot now. */
export function mayVote(committee: Committee, votes: readonly Vote[], vote: Vote): Result<void, VoteRefusal> {
  if (!BALLOTS.includes(vote.ballot)) return refuse('UNKNOWN_VALUE', 'ballot');
  if (committee.recusedUserIds.includes(vote.userId)) return refuse('RECUSED');
  if (votes.some((cast) => cast.userId === vote.userId)) return refuse('ALREADY_VOTED');
  if (vote.userId === committee.chairId) {
    return vote.ballot === 'VETO' ? accept(undefined) : refuse('CHAIR_MAY_ONLY_VETO', 'ballot');
  }
  if (!committee.memberIds.includes(vote.userId)) return refuse('NOT_A_MEMBER');
  return vote.ballot === 'VETO' ? refuse('ONLY_CHAIR_MAY_VETO', 'ballot') : accept(undefined);
}

/**
 * Counts the votes of a closed ballot: a veto stops the case; else the quorum of members must have voted
 * (abstaining counts as presence) and the majority of all votes cast must be yes.
 */
export function tally(
  committee: Committee,
  votes: readonly Vote[],
  rule: CommitteeRule,
): Result<Tally, VoteRefusal> {
  for (const [index, vote] of votes.entries()) {
    const allowed = mayVote(committee, votes.slice(0, index), vote);
    if (!allowed.ok) return allowed;
  }
  const count = (ballot: Ballot) => votes.filter((vote) => vote.ballot === ballot).length;
  const [yes, no, abstained] = [count('YES'), count('NO'), count('ABSTAIN')];
  return accept({ outcome: outcomeOf(yes, yes + no + abstained, count('VETO'), rule), yes, no, abstained });
}

function outcomeOf(yes: number, cast: number, vetoes: number, rule: CommitteeRule): CommitteeOutcome {
  if (vetoes > 0) return 'VETOED';
  if (cast < rule.quorum) return 'NO_QUORUM';
  return yes * rule.majorityDenominator >= cast * rule.majorityNumerator ? 'APPROVED' : 'REJECTED';
}

/**
 * Whether enough members without a conflict are left for a quorum; else the case goes one level up.
 */
export function canReachQuorum(committee: Committee, rule: CommitteeRule): boolean {
  const free = committee.memberIds.filter(
    (member) => member !== committee.chairId && !committee.recusedUserIds.includes(member),
  );
  return new Set(free).size >= rule.quorum;
}
