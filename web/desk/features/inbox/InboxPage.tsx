import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, useState } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { between, moved } from '../../../kit/list/moves';
import { VirtualList } from '../../../kit/list/VirtualList';
import { Ticks } from '../../../kit/live/Deadline';
import { usePreferences } from '../../../kit/look/preferences';
import { useTitle } from '../../../kit/look/title';
import { useSession } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { decidedSoFar, useTaskActs } from '../../app/tasks/acts';
import { filterOf, readSearch } from '../../app/tasks/filters';
import { BulkLayer } from './BulkLayer';
import { FilterBar } from './FilterBar';
import { useInboxKeys } from './inboxKeys';
import { RowContext, TaskRow } from './TaskRow';
import { ViewBar } from './ViewBar';
import { WorkButton } from './WorkButton';
import './inbox.css';

const WORDS = words({
  title: ['待办', 'Inbox'],
  list: ['待办事项', 'Tasks'],
  empty: [
    '没有符合条件的事项。新事项到达时会自动出现在这里。',
    'No task fits. New ones come here by themselves.',
  ],
  choose: [
    '选择一项开始办理，或按 W 由平台依次派给您。',
    'Choose a task, or press W and the platform hands them to you one by one.',
  ],
  workDone: [
    '没有更多可由您办理的事项了，本次已办结 {count} 项。',
    'Nothing left that you may decide; {count} decided.',
  ],
  bulk: ['分派 {count} 项', 'Assign {count}'],
  bulkAll: ['批量分派', 'Assign in bulk'],
  loading: ['正在读取', 'Loading'],
});
const PAGE_SIZE = '100';
const ROW_HEIGHTS = { COMFORTABLE: 60, COMPACT: 46 } as const;
const keyOf = ({ id }: Answers['Task']): string => id;

/** The tasks of the own roles at the left, which never go; the one that is open at the right. */
export function InboxPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  const search = useSearch({ from: '/inbox' });
  const { taskId: open } = useParams({ strict: false });
  const list = useTasks();
  const { preferences } = usePreferences();
  const field = useRef<HTMLInputElement>(null);
  const state = useListState(list.items, open ?? null);
  const userId = useSession()?.user.id ?? '';
  const acts = useMemo(
    () => ({ userId, toggle: state.toggle, at: state.goTo }),
    [userId, state.toggle, state.goTo],
  );
  const [isBulk, bulk] = useState(false);
  useInboxKeys({ ...state, field, search, isOpen: open !== undefined });
  return (
    <div className="inbox" data-open={open !== undefined}>
      <section className="inbox-list">
        <header className="inbox-head">
          {open === undefined ? <h1>{say('title')}</h1> : <strong>{say('title')}</strong>}
          <WorkButton />
          <button type="button" className="button" onClick={() => bulk(true)}>
            {state.chosen.size > 0 ? say('bulk', { count: state.chosen.size }) : say('bulkAll')}
          </button>
        </header>
        <ViewBar />
        <FilterBar field={field} />
        <ProblemNotice error={list.error} again={list.again} />
        <div className="inbox-rows" aria-busy={list.isOld} data-old={list.isOld}>
          {list.items.length === 0 ? (
            <p className="quiet inbox-empty">{say(list.isLoading ? 'loading' : 'empty')}</p>
          ) : (
            <Ticks>
              <RowContext value={acts}>
                <VirtualList
                  items={list.items}
                  keyOf={keyOf}
                  Row={TaskRow}
                  rowHeight={ROW_HEIGHTS[preferences.density]}
                  label={say('list')}
                  current={state.current}
                  chosen={state.chosen}
                  onEnd={list.more}
                />
              </RowContext>
            </Ticks>
          )}
        </div>
      </section>
      <section className="inbox-case">
        {open === undefined && (
          <p className="quiet inbox-empty" role="status">
            {search.work === true ? say('workDone', { count: decidedSoFar() }) : say('choose')}
          </p>
        )}
        <Outlet />
      </section>
      {isBulk && <BulkLayer filter={filterOf(search)} chosen={state.chosen} close={() => bulk(false)} />}
    </div>
  );
}

/** The tasks that the address asks for, page after page as they come into sight. */
function useTasks() {
  const search = useSearch({ from: '/inbox' });
  const query = { ...filterOf(search), pageSize: PAGE_SIZE };
  const {
    data,
    error,
    isPlaceholderData,
    isLoading,
    refetch,
    hasNextPage,
    isFetchingNextPage,
    fetchNextPage,
  } = api.useInfiniteQuery(
    'get',
    '/tasks',
    { params: { query } },
    {
      pageParamName: 'after',
      initialPageParam: null,
      getNextPageParam: (last) => last.next ?? undefined,
      placeholderData: (before) => before,
    },
  );
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { items, error, isLoading, isOld: isPlaceholderData, again: () => void refetch(), more };
}

/** Where one is in the list, and which rows are chosen. */
function useListState(items: readonly Answers['Task'][], open: string | null) {
  const navigate = useNavigate();
  const { claim, giveBack } = useTaskActs();
  const keys = useMemo(() => items.map(keyOf), [items]);
  const [current, goTo] = useState<string | null>(open);
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    choose((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  const move = (by: number, extend: boolean): void => {
    const to = moved(keys, current, by);
    goTo(to);
    if (extend && current !== null && to !== null) {
      choose((before) => new Set([...before, ...between(keys, current, to)]));
    }
  };
  const show = (id: string): void =>
    void navigate({ to: '/inbox/$taskId', params: { taskId: id }, search: readSearch });
  const act = (which: typeof claim | typeof giveBack): void => {
    if (current !== null) which.mutate({ params: { path: { taskId: current } } });
  };
  return {
    ...{ current, goTo, chosen, toggle, move, show },
    choose,
    chooseAll: () => choose(new Set(keys)),
    claim: () => act(claim),
    giveBack: () => act(giveBack),
  };
}
export type ListState = ReturnType<typeof useListState>;
