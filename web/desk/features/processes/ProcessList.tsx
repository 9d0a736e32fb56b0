import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { PAGED } from '../../parts/Listed';
import type { PROCESS_WORDS } from '../../parts/processes';
import { ProcessTold } from './ProcessTold';

const WORDS = words({
  more: ['更多', 'More'],
  none: ['没有卡住的流程。', 'Nothing is stuck.'],
  noneOfStage: ['该环节没有流程。', 'No process is in this stage.'],
});

interface Wish {
  readonly stuck?: 'true';
  readonly process?: keyof typeof PROCESS_WORDS;
  readonly stage?: string;
}

const LOOK_EVERY_MS = 15_000;
/** The worst ones; more are asked for. */
const AT_FIRST = '5';

/** Processes, each with why it stands and what can be done. */
export function ProcessList({ wish }: { wish: Wish }) {
  const say = useWords(WORDS);
  const query = { ...wish, pageSize: AT_FIRST };
  const found = api.useInfiniteQuery(
    'get',
    '/admin/workflows',
    { params: { query } },
    { ...PAGED, refetchInterval: LOOK_EVERY_MS },
  );
  const items = found.data?.pages.flatMap((page) => page.items);
  if (found.error !== null) return <ProblemNotice error={found.error} again={() => found.refetch()} />;
  if (items === undefined) return <div className="card skeleton" aria-busy="true" />;
  if (items.length === 0 && !found.hasNextPage) {
    return <p className="notice notice-good">{say(wish.stuck === 'true' ? 'none' : 'noneOfStage')}</p>;
  }
  return (
    <>
      <ul className="process-list">
        {items.map((workflow) => (
          <li key={`${workflow.workflowId}|${workflow.reason}`} className="card">
            <ProcessTold workflow={workflow} />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <p>
          <button
            type="button"
            className="button small"
            disabled={found.isFetchingNextPage}
            onClick={() => found.fetchNextPage()}
          >
            {say('more')}
          </button>
        </p>
      )}
    </>
  );
}
