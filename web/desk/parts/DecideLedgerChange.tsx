import type { Answers } from '../../kit/api/api';
import { BOOK_KEEPERS } from './books';
import { FourEyes } from './FourEyes';
import { useLedgerDecision } from './ledgerChanges';
import { useIs } from './Page';
import { Who } from './Who';

/** What was decided about the books, or the decision itself. */
export function DecideLedgerChange({ change }: { change: Answers['LedgerChange'] }) {
  const mayDecide = useIs(BOOK_KEEPERS);
  const decide = useLedgerDecision();
  const { id, status, requestedBy, decidedBy, decisionReason } = change;
  if (status !== 'REQUESTED') {
    return (
      <>
        <Who id={decidedBy} /> {decisionReason}
      </>
    );
  }
  if (!mayDecide) return null;
  return (
    <FourEyes
      askedBy={requestedBy}
      decide={(body) => decide.mutate({ params: { path: { changeId: id } }, body })}
      isPending={decide.isPending}
      error={decide.error}
    />
  );
}
