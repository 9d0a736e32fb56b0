import { type Answers, api, queries } from '../../../kit/api/api';
import { FourEyes } from '../../parts/FourEyes';
import { useIs } from '../../parts/Page';
import { Who } from '../../parts/Who';

/** Those who may decide; the API says the same. */
const DECIDERS = ['admin', 'risk'] as const;

/** What was decided about an act, or the decision itself. */
export function DecideAct({ act }: { act: Answers['ProcessAct'] }) {
  const mayDecide = useIs(DECIDERS);
  const decide = api.useMutation('post', '/admin/process-acts/{actId}/decision', {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', '/admin/process-acts'] }),
  });
  const { id, status, decidedBy, decisionReason, refusal } = act;
  if (status !== 'ASKED') {
    return (
      <>
        {decidedBy !== null && <Who id={decidedBy} />} {refusal?.text ?? decisionReason}
      </>
    );
  }
  if (!mayDecide) return null;
  return (
    <FourEyes
      askedBy={act.askedBy}
      decide={(body) => decide.mutate({ params: { path: { actId: id } }, body })}
      isPending={decide.isPending}
      error={decide.error}
    />
  );
}
