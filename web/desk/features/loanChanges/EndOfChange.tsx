import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useSession } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Who } from '../../parts/Who';

const WORDS = words({
  withdraw: ['撤回', 'Withdraw'],
  inbox: ['在审批人的待办中', 'In the inbox of whoever may approve it'],
});

/** Changes are read anew wherever they are listed. */
const lookAtChanges = () =>
  queries.invalidateQueries({
    predicate: ({ queryKey: [, path] }) => path === '/loan-changes' || path === '/loans/{loanId}/changes',
  });

/** What was decided about a change; until then whoever asked may withdraw it. */
export function EndOfChange({ change }: { change: Answers['LoanChange'] }) {
  const say = useWords(WORDS);
  const session = useSession();
  const withdraw = api.useMutation('post', '/loans/{loanId}/changes/{changeId}/withdrawal', {
    onSuccess: lookAtChanges,
  });
  const { id, loanId, status, refusal, decidedBy, decisionReason, requestedBy } = change;
  if (status !== 'REQUESTED') {
    return (
      <>
        <Who id={decidedBy} /> {refusal?.text ?? decisionReason}
      </>
    );
  }
  if (session?.user.id !== requestedBy) return <span className="quiet">{say('inbox')}</span>;
  return (
    <>
      <button
        type="button"
        className="button small"
        disabled={withdraw.isPending}
        onClick={() => withdraw.mutate({ params: { path: { loanId, changeId: id } } })}
      >
        {say('withdraw')}
      </button>
      <ProblemNotice error={withdraw.error} />
    </>
  );
}
