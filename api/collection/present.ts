import type { Answer, contactView, holdView, promiseView } from '../../contracts/http';
import type { CollectionStory } from '../../gateways/database/collectionViews';

/** @param isStaff the borrower is not told who of the staff did it, nor staff who of the borrower's people */
export function presentPromise(
  { madeBy, isByBorrower, ...promise }: CollectionStory['promises'][number],
  isStaff: boolean,
): Answer<typeof promiseView> {
  const { id, amountFen, byDate, madeAt, status, endedAt } = promise;
  return { id, amountFen, byDate, madeAt, madeBy: isStaff && !isByBorrower ? madeBy : null, status, endedAt };
}

export function presentHold(
  hold: CollectionStory['holds'][number],
  isStaff: boolean,
): Answer<typeof holdView> {
  const { id, kind, fromDate, untilDate, reason, status, askedBy, decidedAt, decisionReason, createdAt } =
    hold;
  return {
    ...{ id, kind, from: fromDate, until: untilDate, reason, status, decidedAt, decisionReason, createdAt },
    askedBy: isStaff ? askedBy : null,
  };
}

export function presentContact({
  id,
  channel,
  party,
  outcome,
  at,
  byUser,
  taskId,
  note,
}: CollectionStory['contacts'][number]): Answer<typeof contactView> {
  return { id, channel, party, outcome, at, by: byUser, taskId, note };
}
