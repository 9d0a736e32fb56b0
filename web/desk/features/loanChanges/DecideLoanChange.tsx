import { type Answers, api, queries } from '../../../kit/api/api';
import { FourEyes } from '../../parts/FourEyes';
import { useIs } from '../../parts/Page';
import { Who } from '../../parts/Who';

/** Changes are read anew wherever they are listed. */
const lookAtChanges = () =>
  queries.invalidateQueries({
    predicate: ({ queryKey: [, path] }) => path === '/loan-changes' || path === '/loans/{loanId}/changes',
  });

/** Those who may decide; the API says the same. */
const DECIDERS = ['finance', 'risk', 'approver', 'board'] as const;

/** What was decided about a change, or the decision itself. */
export function DecideLoanChange({ change }: { change: Answers['LoanChange'] }) {
  const mayDecide = useIs(DECIDERS);
  const decide = api.useMutation('post', '/loans/{loanId}/changes/{changeId}/decision', {
    onSuccess: lookAtChanges,
  });
  const { id, loanId, status, refusal, decidedBy, decisionReason } = change;
  if (status !== 'REQUESTED') {
    return (
      <>
        <Who id={decidedBy} /> {refusal?.text ?? decisionReason}
      </>
    );
  }
  if (!mayDecide) return null;
  return (
    <FourEyes
      askedBy={change.requestedBy}
      decide={(body) => decide.mutate({ params: { path: { loanId, changeId: id } }, body })}
      isPending={decide.isPending}
      error={decide.error}
    />
  );
}
