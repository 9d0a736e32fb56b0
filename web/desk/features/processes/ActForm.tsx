import { api, queries } from '../../../kit/api/api';
import { useActKey } from '../../../kit/api/useActKey';
import { useWords } from '../../../kit/words/language';
import { ReasonForm } from '../../parts/ReasonForm';
import { isGrave } from './health';
import { ACTS, type ActKind, PREVIEWS } from './words';

interface ActFormProps {
  readonly workflowId: string;
  readonly kind: ActKind;
  readonly leave: () => void;
}

/** An act on a process: what will happen, and the reason for it. */
export function ActForm({ workflowId, kind, leave }: ActFormProps) {
  const [sayAct, sayPreview] = [useWords(ACTS), useWords(PREVIEWS)];
  const { key } = useActKey();
  const act = api.useMutation('post', '/admin/process-acts', {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['get', '/admin/process-acts'] });
      void queries.invalidateQueries({ queryKey: ['get', '/admin/workflows'] });
      leave();
    },
  });
  return (
    <ReasonForm
      act={sayAct(kind)}
      isGrave={isGrave(kind)}
      send={(reason) =>
        act.mutate({ params: { header: { 'Idempotency-Key': key } }, body: { workflowId, kind, reason } })
      }
      leave={leave}
      isPending={act.isPending}
      error={act.error}
    >
      <p className={`notice ${isGrave(kind) ? 'notice-warn' : ''}`}>{sayPreview(kind)}</p>
    </ReasonForm>
  );
}
