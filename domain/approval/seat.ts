import type { IsoDate } from '../calendar/isoDate';
import type { Fen } from '../money/fen';
import { accept, type RefusalOf, type Result, refuse } from '../result';
import { type Ballot, isOutOfSitting, mayActInSitting, type Sitting, type SittingEvent } from './committee';
import { type Delegation, isInForce } from './delegation';
import type { DecidingActor, Standing } from './mayDecide';

/** A vote that somebody wants to cast. */
export interface WantedVote {
  readonly ballot: Ballot;
  /** Business instant (ms). */
  readonly atMs: number;
  /** The business date of the act. */
  readonly on: IsoDate;
  /** What the committee votes on; null where it is about no amount. */
  readonly amountFen: Fen | null;
}

/** Why a person may not vote, on any seat. */
export type SeatRefusal = RefusalOf<typeof mayActInSitting> | 'DELEGATION_NOT_IN_FORCE' | 'DELEGATION_AMOUNT';

/**
 * On whose seat a person votes: the own one, else that of the first member who has lent it and whom nothing bars. One
 * person votes once, on whichever seat; a seat of the chair can't be lent. House design, by the rule of `mayDecide`.
 */
export function seatOf(
  sitting: Sitting,
  events: readonly SittingEvent[],
  { userId, delegations = [] }: DecidingActor,
  vote: WantedVote,
): Result<Standing, SeatRefusal> {
  const lent = delegations.filter(
    ({ principalId, roles }) => roles.includes('committee') && sitting.memberIds.includes(principalId),
  );
  if (userId === sitting.chairId || sitting.memberIds.includes(userId) || lent.length === 0) {
    const own = mayActInSitting(sitting, events, { kind: 'VOTE', userId, ...vote });
    return own.ok ? accept({ onBehalfOf: null }) : own;
  }
  const out = isOutOfSitting(sitting, events, userId);
  if (out !== null) return refuse(out);
  const inForce = lent.filter((delegation) => isInForce(delegation, vote.on));
  const judged = inForce.map((delegation) => deputyOn(sitting, events, delegation, vote));
  return judged.find(({ ok }) => ok) ?? judged[0] ?? refuse('DELEGATION_NOT_IN_FORCE');
}

function deputyOn(
  sitting: Sitting,
  events: readonly SittingEvent[],
  { principalId, maximumFen }: Delegation,
  vote: WantedVote,
): Result<Standing, SeatRefusal> {
  if (vote.amountFen !== null && vote.amountFen > maximumFen) return refuse('DELEGATION_AMOUNT');
  const act = { kind: 'VOTE', userId: principalId, ballot: vote.ballot, atMs: vote.atMs } as const;
  const seat = mayActInSitting(sitting, events, act);
  return seat.ok ? accept({ onBehalfOf: principalId }) : seat;
}
