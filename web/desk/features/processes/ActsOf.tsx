import { api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { Mark } from '../../parts/Mark';
import { ACT_TONES } from './actTones';
import { ACT_STATUSES, ACTS } from './words';

const LOOK_EVERY_MS = 5_000;
const LAST_ONES = '3';

/** What was done about a process last, and whether it has moved since. */
export function ActsOf({ workflowId }: { workflowId: string }) {
  const [sayAct, sayStatus] = [useWords(ACTS), useWords(ACT_STATUSES)];
  const query = { params: { query: { workflowId, pageSize: LAST_ONES } } };
  const { data } = api.useQuery('get', '/admin/process-acts', query, { refetchInterval: LOOK_EVERY_MS });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <ul className="process-list process-acts" aria-live="polite">
      {data.items.map(({ id, kind, status, createdAt, refusal }) => (
        <li key={id} className="row">
          <Instant at={createdAt} /> {sayAct(kind)}
          <Mark tone={ACT_TONES[status]}>{sayStatus(status)}</Mark>
          {refusal?.text}
        </li>
      ))}
    </ul>
  );
}
