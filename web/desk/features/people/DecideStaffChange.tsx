import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { FourEyes } from '../../parts/FourEyes';
import { useIs } from '../../parts/Page';
import { Who } from '../../parts/Who';
import { ASKERS, DECIDERS } from './words';

const WORDS = words({
  again: ['重发邀请', 'Send the invitation again'],
  sent: ['已重发', 'Sent again'],
  waits: ['等待对方接受', 'Not accepted yet'],
});

/** What was decided about a change, or the decision itself. */
export function DecideStaffChange({ change }: { change: Answers['StaffChange'] }) {
  const mayDecide = useIs(DECIDERS);
  const decide = api.useMutation('post', '/staff/changes/{changeId}/decision', {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', '/staff'] }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['get', '/staff/changes'] }),
  });
  const { id, status, kind, decidedBy, decisionReason, doneAt } = change;
  if (status === 'REQUESTED') {
    if (!mayDecide) return null;
    return (
      <FourEyes
        askedBy={change.requestedBy}
        decide={(body) => decide.mutate({ params: { path: { changeId: id } }, body })}
        isPending={decide.isPending}
        error={decide.error}
      />
    );
  }
  return (
    <>
      {decidedBy !== null && <Who id={decidedBy} />} {decisionReason}
      {kind === 'INVITE' && status === 'APPROVED' && doneAt === null && <Invitation changeId={id} />}
    </>
  );
}

function Invitation({ changeId }: { changeId: string }) {
  const say = useWords(WORDS);
  const mayAsk = useIs(ASKERS);
  const { key } = useActKey();
  const send = api.useMutation('post', '/staff/changes/{changeId}/invitation');
  return (
    <span className="row">
      <small>{say('waits')}</small>
      {mayAsk && (
        <button
          type="button"
          className="button small"
          disabled={send.isPending || send.isSuccess}
          onClick={() => send.mutate({ params: { path: { changeId }, header: { 'Idempotency-Key': key } } })}
        >
          {say(send.isSuccess ? 'sent' : 'again')}
        </button>
      )}
      <ProblemNotice error={send.error} />
    </span>
  );
}
