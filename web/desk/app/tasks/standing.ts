import type { Answers } from '../../../client/client';

type Task = Pick<Answers['Task'], 'status' | 'claimedBy' | 'barred' | 'isOverdue' | 'decisions'>;

/** Who has a task, and what the reader may do about that. The API has the last word. */
export function standingOf({ status, claimedBy, barred, isOverdue, decisions }: Task, userId: string) {
  const isOpen = status === 'OPEN' || status === 'CLAIMED';
  const isMine = claimedBy === userId;
  const isTaken = claimedBy !== null && !isMine;
  // Of what a committee votes on nobody takes hold.
  const isTakeable = isOpen && decisions.length > 0;
  return {
    state: isMine ? ('MINE' as const) : isTaken ? ('TAKEN' as const) : ('FREE' as const),
    isOpen,
    mayClaim: isTakeable && claimedBy === null && barred === null,
    mayGiveBack: isTakeable && isMine,
    mayTakeOver: isTakeable && isTaken && isOverdue,
    mayDecide: isTakeable && !isTaken && barred === null,
  };
}
