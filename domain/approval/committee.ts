import type { CommitteeRule } from '../parameters/approval';
import { accept, type Result, refuse } from '../result';

export const BALLOTS = ['YES', 'NO', 'ABSTAIN', 'VETO', 'NO_VETO'] as const;
/** The members vote YES, NO or ABSTAIN; the chair's are VETO and NO_VETO, which gives the veto up. */
export type Ballot = (typeof BALLOTS)[number];
const OF_CHAIR: readonly Ballot[] = ['VETO', 'NO_VETO'];

/** Who sits on a case, fixed when the step opens: who joins or leaves the committee later changes nothing. */
export interface Sitting {
  /** Does not vote, may only veto and never counts for the quorum; null where nobody is appointed. */
  readonly chairId: string | null;
  readonly memberIds: readonly string[];
  /** Who stepped back before the opening. */
  readonly recusedUserIds: readonly string[];
  /** Connected with the borrower: recused by rule. */
  readonly connectedUserIds: readonly string[];
  /** Who applied, investigated or reviewed the case. */
  readonly makerIds: readonly string[];
  /** Business instant (ms) after which nobody can vote. */
  readonly deadlineMs: number;
  readonly rule: Pick<CommitteeRule, 'quorum' | 'majorityNumerator' | 'majorityDenominator'>;
}

/** What a person does in a sitting. */
export type SittingAct =
  | {
      readonly kind: 'VOTE';
      /** Whose seat it is. */
      readonly userId: string;
      /** Who votes on it in the place of its holder. */
      readonly deputyId?: string;
      readonly ballot: Ballot;
      readonly atMs: number;
    }
  | { readonly kind: 'RECUSE'; readonly userId: string; readonly atMs: number };

/** What happened in a sitting; a person who is deactivated can't act, and counts among the members all the same. */
export type SittingEvent =
  | SittingAct
  | { readonly kind: 'DEACTIVATE'; readonly userId: string; readonly atMs: number };

export const SITTING_OUTCOMES = ['APPROVED', 'REJECTED', 'VETOED', 'NO_QUORUM', 'ONE_LEVEL_UP'] as const;
/** NO_QUORUM: too few came; ONE_LEVEL_UP: too few are without a conflict. Both send the case one level up. */
export type SittingOutcome = (typeof SITTING_OUTCOMES)[number];

export interface SittingState {
  /** If the step ended now. */
  readonly outcome: SittingOutcome;
  readonly yes: number;
  readonly no: number;
  readonly abstain: number;
  /** Whether nothing more can change. */
  readonly closed: boolean;
}

/** Why a person may not act in a sitting. */
export type SittingRefusal =
  | 'STEP_CLOSED'
  | 'USER_INACTIVE'
  | 'RECUSED'
  | 'SAME_PERSON_AS_MAKER'
  | 'ALREADY_VOTED'
  | 'CHAIR_MAY_ONLY_VETO'
  | 'NOT_A_MEMBER'
  | 'ONLY_CHAIR_MAY_VETO';

/** Whether enough members without a conflict are there for a quorum; else the case goes one level up, unvoted. */
export function canReachQuorum(sitting: Sitting, events: readonly SittingEvent[] = []): boolean {
  return eligible(sitting, events).length >= sitting.rule.quorum;
}

/**
 * Whether a person may vote or step back now; a vote is final. House design, as is all of the sitting
 * (committee.json, block vote).
 * @param events what was accepted so far
 */
export function mayActInSitting(
  sitting: Sitting,
  events: readonly SittingEvent[],
  act: SittingAct,
): Result<void, SittingRefusal> {
  const { userId, atMs } = act;
  if (sittingAt(sitting, events, atMs).closed) return refuse('STEP_CLOSED');
  if (happened(events, 'DEACTIVATE', userId)) return refuse('USER_INACTIVE');
  if (isRecused(sitting, events, userId)) return refuse('RECUSED');
  if (sitting.makerIds.includes(userId)) return refuse('SAME_PERSON_AS_MAKER');
  if (happened(events, 'VOTE', userId)) return refuse('ALREADY_VOTED');
  const code = act.kind === 'VOTE' ? barsBallot(sitting, userId, act.ballot) : barsStranger(sitting, userId);
  return code === null ? accept(undefined) : refuse(code);
}

/** Why somebody without a seat may not vote on another's; null when nothing bars. */
export function isOutOfSitting(
  sitting: Sitting,
  events: readonly SittingEvent[],
  deputyId: string,
): 'SAME_PERSON_AS_MAKER' | 'RECUSED' | 'ALREADY_VOTED' | null {
  if (sitting.makerIds.includes(deputyId)) return 'SAME_PERSON_AS_MAKER';
  if (isRecused(sitting, events, deputyId)) return 'RECUSED';
  return votes(events).some((vote) => vote.deputyId === deputyId) ? 'ALREADY_VOTED' : null;
}

/** Folds what was accepted so far into where the sitting stands at a business instant. */
export function sittingAt(sitting: Sitting, events: readonly SittingEvent[], atMs: number): SittingState {
  if (!canReachQuorum(sitting, events)) {
    return { outcome: 'ONE_LEVEL_UP', yes: 0, no: 0, abstain: 0, closed: true };
  }
  const count = (ballot: Ballot) => votes(events).filter((vote) => vote.ballot === ballot).length;
  const [yes, no, abstain] = [count('YES'), count('NO'), count('ABSTAIN')];
  const outcome = count('VETO') > 0 ? 'VETOED' : counted(yes, no, abstain, sitting.rule);
  const haveAllVoted = eligible(sitting, events).every((member) => happened(events, 'VOTE', member));
  const isDecided = haveAllVoted && !(outcome === 'APPROVED' && mayChairVeto(sitting, events));
  const closed = outcome === 'VETOED' || atMs > sitting.deadlineMs || isDecided;
  return { outcome, yes, no, abstain, closed };
}

/** Abstentions make the quorum; the majority is of those who said yes or no. */
function counted(yes: number, no: number, abstain: number, rule: Sitting['rule']): SittingOutcome {
  const cast = yes + no;
  if (cast + abstain < rule.quorum) return 'NO_QUORUM';
  const isMajority = yes * rule.majorityDenominator >= cast * rule.majorityNumerator;
  return cast > 0 && isMajority ? 'APPROVED' : 'REJECTED';
}

function barsBallot({ chairId, memberIds }: Sitting, userId: string, ballot: Ballot): SittingRefusal | null {
  if (userId === chairId) return OF_CHAIR.includes(ballot) ? null : 'CHAIR_MAY_ONLY_VETO';
  if (!memberIds.includes(userId)) return 'NOT_A_MEMBER';
  return OF_CHAIR.includes(ballot) ? 'ONLY_CHAIR_MAY_VETO' : null;
}

function barsStranger({ chairId, memberIds }: Sitting, userId: string): SittingRefusal | null {
  return userId === chairId || memberIds.includes(userId) ? null : 'NOT_A_MEMBER';
}

/** A vote that is going well must not cut the chair's veto off. */
function mayChairVeto(sitting: Sitting, events: readonly SittingEvent[]): boolean {
  const { chairId, makerIds } = sitting;
  if (chairId === null) return false;
  const hasActed = happened(events, 'VOTE', chairId) || happened(events, 'DEACTIVATE', chairId);
  return !hasActed && !isRecused(sitting, events, chairId) && !makerIds.includes(chairId);
}

function eligible(sitting: Sitting, events: readonly SittingEvent[]): readonly string[] {
  const { chairId, makerIds, memberIds } = sitting;
  return [...new Set(memberIds)].filter(
    (member) => member !== chairId && !makerIds.includes(member) && !isRecused(sitting, events, member),
  );
}

function isRecused(
  { recusedUserIds, connectedUserIds }: Sitting,
  events: readonly SittingEvent[],
  userId: string,
): boolean {
  const isBefore = recusedUserIds.includes(userId) || connectedUserIds.includes(userId);
  return isBefore || happened(events, 'RECUSE', userId);
}

function happened(events: readonly SittingEvent[], kind: SittingEvent['kind'], userId: string): boolean {
  return events.some((event) => event.kind === kind && event.userId === userId);
}

function votes(events: readonly SittingEvent[]) {
  return events.filter((event) => event.kind === 'VOTE');
}
