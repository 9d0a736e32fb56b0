import type { Answers } from '../../../../client/client';

type Sitting = Answers['Sitting'];

/** Where a sitting stands, for the meter: who has voted, and how many are still needed. */
export function meterOf({ seats, quorum }: Pick<Sitting, 'seats' | 'quorum'>) {
  const voters = seats.filter(({ conflict }) => conflict === null);
  const cast = voters.filter(({ cast: vote }) => vote !== null && vote.ballot !== 'RECUSE').length;
  return { seats: voters.length, cast, quorum, missing: Math.max(quorum - cast, 0) };
}

/** What somebody may do at a sitting. */
export function seatOf({ seats, closed }: Pick<Sitting, 'seats' | 'closed'>, userId: string) {
  const seat = seats.find(({ person }) => person.id === userId) ?? null;
  const mayVote = seat !== null && seat.conflict === null && seat.cast === null && !closed;
  return { seat, mayVote, mayVeto: mayVote && seat.isChair };
}
