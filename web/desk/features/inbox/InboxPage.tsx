import { Outlet, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import type { Answers } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { VirtualList } from '../../../kit/list/VirtualList';
import { Ticks } from '../../../kit/live/Deadline';
import { usePreferences } from '../../../kit/look/preferences';
import { useTitle } from '../../../kit/look/title';
import type { Place } from '../../../kit/menu/PopMenu';
import { useSession } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { DECIDERS, GIVERS } from '../../app/places';
import { decidedSoFar } from '../../app/tasks/acts';
import { filterOf } from '../../app/tasks/filters';
import { Snoozing } from '../../app/tasks/Snoozing';
import { useIs } from '../../parts/Page';
import { PaneEdge, usePaneWidth } from '../../parts/PaneEdge';
import { BulkLayer } from './BulkLayer';
import { FilterBar } from './FilterBar';
import { GiveLayer } from './GiveLayer';
import { useInboxKeys } from './inboxKeys';
import { RowMenu } from './RowMenu';
import { RowContext, TaskRow } from './TaskRow';
import { keyOf, type ListState, useListState } from './useListState';
import { useTasks } from './useTasks';
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
  width: ['列表宽度', 'Width of the list'],
});
const ROW_HEIGHTS = { COMFORTABLE: 60, COMPACT: 46 } as const;
type Task = Answers['Task'];

/** The tasks of the own roles at the left, which never go; the one that is open at the right. */
export function InboxPage() {
  return (
    <Snoozing>
      <Inbox />
    </Snoozing>
  );
}

function Inbox() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  const search = useSearch({ from: '/inbox' });
  const { taskId: open } = useParams({ strict: false });
  const frame = useRef<HTMLDivElement>(null);
  const width = usePaneWidth(frame, 'inbox');
  return (
    <div ref={frame} className="inbox" data-open={open !== undefined}>
      <TaskList open={open} />
      <PaneEdge {...width} label={say('width')} />
      <section className="inbox-case">
        {open === undefined && (
          <p className="quiet inbox-empty" role="status">
            {search.work === true ? say('workDone', { count: decidedSoFar() }) : say('choose')}
          </p>
        )}
        <Outlet />
      </section>
    </div>
  );
}

function TaskList({ open }: { open: string | undefined }) {
  const say = useWords(WORDS);
  const search = useSearch({ from: '/inbox' });
  const list = useTasks();
  const field = useRef<HTMLInputElement>(null);
  const state = useListState(list.items, open);
  const [isBulk, bulk] = useState(false);
  const [mayDecide, mayGive] = [useIs(DECIDERS), useIs(GIVERS)];
  useInboxKeys({ ...state, field, search, isOpen: open !== undefined });
  return (
    <section className="inbox-list">
      <header className="inbox-head">
        {open === undefined ? <h1>{say('title')}</h1> : <strong>{say('title')}</strong>}
        {mayDecide && <WorkButton />}
        {mayGive && (
          <button type="button" className="button" onClick={() => bulk(true)}>
            {state.chosen.size > 0 ? say('bulk', { count: state.chosen.size }) : say('bulkAll')}
          </button>
        )}
      </header>
      <ViewBar />
      <FilterBar field={field} />
      <ProblemNotice error={list.error} again={list.again} />
      <ProblemNotice error={state.error} />
      <div className="inbox-rows" aria-busy={list.isOld} data-old={list.isOld}>
        {list.items.length === 0 ? (
          <p className="quiet inbox-empty">{say(list.isLoading ? 'loading' : 'empty')}</p>
        ) : (
          <Rows items={list.items} state={state} more={list.more} />
        )}
      </div>
      {isBulk && <BulkLayer filter={filterOf(search)} chosen={state.chosen} close={() => bulk(false)} />}
    </section>
  );
}

interface RowsProps {
  readonly items: readonly Task[];
  readonly state: ListState;
  readonly more: () => void;
}

/** The rows, and the menu of one of them. */
function Rows({ items, state, more }: RowsProps) {
  const say = useWords(WORDS);
  const { preferences } = usePreferences();
  const userId = useSession()?.user.id ?? '';
  const [menu, openMenu] = useState<{ readonly task: Task; readonly at: Place } | null>(null);
  const [given, give] = useState<Task | null>(null);
  const acts = useMemo(
    () => ({
      ...{ userId, toggle: state.toggle, at: state.goTo },
      menu: (task: Task, at: Place) => openMenu({ task, at }),
    }),
    [userId, state.toggle, state.goTo],
  );
  return (
    <Ticks>
      <RowContext value={acts}>
        <VirtualList
          items={items}
          keyOf={keyOf}
          Row={TaskRow}
          rowHeight={ROW_HEIGHTS[preferences.density]}
          label={say('list')}
          current={state.current}
          chosen={state.chosen}
          onEnd={more}
        />
      </RowContext>
      {menu !== null && (
        <RowMenu
          {...menu}
          userId={userId}
          claim={state.claim}
          giveBack={state.giveBack}
          give={give}
          close={() => openMenu(null)}
        />
      )}
      {given !== null && <GiveLayer task={given} close={() => give(null)} />}
    </Ticks>
  );
}
