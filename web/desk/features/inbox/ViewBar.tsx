import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { memo, useId, useState } from 'react';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useKeys } from '../../../kit/keys/useKeys';
import { Menu } from '../../../kit/menu/Menu';
import { useSay, useWords } from '../../../kit/words/language';
import { type Pair, words } from '../../../kit/words/words';
import { lookAtTasks } from '../../app/tasks/acts';
import { filterOf } from '../../app/tasks/filters';
import { ExportButton } from '../../parts/ExportButton';
import { shownView, type View, viewsOf } from './views';

const WORDS = words({
  views: ['视图', 'Views'],
  save: ['保存视图', 'Save view'],
  name: ['视图名称', 'Name of the view'],
  shared: ['与同事共享', 'Share with colleagues'],
  remove: ['删除此视图', 'Remove this view'],
  owner: ['{owner} 共享', 'Shared by {owner}'],
});
const VIEWS: Pair = ['视图', 'Views'];
const MOST_KEYS = 9;

/** Views that everybody has, and those that people saved; keys 1 to 9 switch. */
export const ViewBar = memo(function ViewBar() {
  const say = useWords(WORDS);
  const search = useSearch({ from: '/inbox' });
  const navigate = useNavigate();
  const { data: counts } = api.useQuery('get', '/task-counts');
  const { data: saved } = api.useQuery('get', '/task-views');
  const views = viewsOf(counts, saved?.items ?? []);
  const shown = shownView(views, search);
  useKeys(
    'PLACE',
    VIEWS,
    views.slice(0, MOST_KEYS).map((view, at) => ({
      press: `Digit${at + 1}`,
      does: view.name,
      act: () => void navigate({ to: '/inbox', search: view.search }),
    })),
  );
  return (
    <nav className="views" aria-label={say('views')}>
      {views.map((view) => (
        <ViewLink key={view.id} view={view} isShown={view === shown} />
      ))}
      <Menu label={say(shown?.saved?.isMine === true ? 'views' : 'save')}>
        {shown?.saved?.isMine === true ? <RemoveView id={shown.id} /> : <SaveView />}
        <ExportButton wish={{ what: 'TASKS', filter: filterOf(search) }} />
      </Menu>
    </nav>
  );
});

function ViewLink({ view: { name, count, search, saved }, isShown }: { view: View; isShown: boolean }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const title = saved !== null && !saved.isMine ? say('owner', { owner: saved.owner.name }) : undefined;
  return (
    <Link
      to="/inbox"
      search={search}
      className="view"
      aria-current={isShown ? 'true' : undefined}
      title={title}
    >
      {sayPair(name)} <span className="view-count figure">{count}</span>
    </Link>
  );
}

function SaveView() {
  const say = useWords(WORDS);
  const nameId = useId();
  const search = useSearch({ from: '/inbox' });
  const [name, setName] = useState('');
  const [isShared, share] = useState(false);
  const add = api.useMutation('post', '/task-views', { onSuccess: lookAtTasks });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({ body: { name, isShared, filter: filterOf(search) } }, { onSuccess: () => setName('') });
      }}
    >
      <div className="field">
        <label htmlFor={nameId}>{say('name')}</label>
        <input
          id={nameId}
          required
          maxLength={60}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </div>
      <label className="row">
        <input type="checkbox" checked={isShared} onChange={({ target }) => share(target.checked)} />
        {say('shared')}
      </label>
      <ProblemNotice error={add.error} />
      <button type="submit" className="button primary" disabled={add.isPending}>
        {say('save')}
      </button>
    </form>
  );
}

function RemoveView({ id }: { id: string }) {
  const say = useWords(WORDS);
  const remove = api.useMutation('post', '/task-views/{viewId}/removal', { onSuccess: lookAtTasks });
  return (
    <>
      <ProblemNotice error={remove.error} />
      <button
        type="button"
        className="button danger"
        disabled={remove.isPending}
        onClick={() => remove.mutate({ params: { path: { viewId: id } } })}
      >
        {say('remove')}
      </button>
    </>
  );
}
