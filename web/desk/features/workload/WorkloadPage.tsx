import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { useSay, useWords } from '../../../kit/words/language';
import { ROLE_NAMES, TASK_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { WHO_LOOKS_AT_WORK } from '../../app/places';
import { Asked } from '../../parts/Asked';
import { Filters, Typed } from '../../parts/Filters';
import { Page, useIs } from '../../parts/Page';
import { type Column, Records } from '../../parts/Records';
import { changed } from '../../parts/search';
import { byBurden, hoursText, inTimeShare } from './figures';

const WORDS = words({
  title: ['工作量', 'Workload'],
  lead: [
    '在办为此刻，已办按决定之日统计；用时为工作时间。',
    'Open as of now; done by the day of the decision; hours of business time.',
  ],
  from: ['自', 'From'],
  to: ['至', 'To'],
  people: ['按人员', 'By person'],
  roles: ['按角色', 'By role'],
  kinds: ['按事项', 'By kind of task'],
  who: ['名称', 'Name'],
  open: ['在办', 'Open'],
  overdue: ['超时', 'Overdue'],
  done: ['已办', 'Done'],
  inTime: ['按时率', 'In time'],
  median: ['用时中位数（小时）', 'Median hours'],
  slow: ['九成以内用时（小时）', 'Nine of ten within (hours)'],
  none: ['这段时间没有事项。', 'No tasks in these days.'],
  dash: ['—', '—'],
});
type Load = Omit<Answers['Workload']['people'][number], 'person'>;
interface Named extends Load {
  readonly name: string;
}

/** What each person, role and kind of task has to do, has done, and whether in time. */
export function WorkloadPage() {
  const say = useWords(WORDS);
  const search = useSearch({ from: '/workload' });
  const navigate = useNavigate();
  const mayRead = useIs(WHO_LOOKS_AT_WORK);
  const of = api.useQuery('get', '/workload', { params: { query: search } }, { enabled: mayRead });
  const from = useCallback(
    (day: string | undefined) =>
      void navigate({ to: '.', search: changed(search, { from: day }), replace: true }),
    [navigate, search],
  );
  const to = useCallback(
    (day: string | undefined) =>
      void navigate({ to: '.', search: changed(search, { to: day }), replace: true }),
    [navigate, search],
  );
  return (
    <Page title={say('title')} lead={say('lead')} roles={WHO_LOOKS_AT_WORK}>
      <Filters>
        <Typed label={say('from')} type="date" value={search.from ?? of.data?.from} choose={from} />
        <Typed label={say('to')} type="date" value={search.to ?? of.data?.to} choose={to} />
      </Filters>
      <Asked of={of}>{(load) => <Loads load={load} />}</Asked>
    </Page>
  );
}

function Loads({ load }: { load: Answers['Workload'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const tables = [
    [say('people'), load.people.map(({ person, ...rest }) => ({ ...rest, name: person.name }))],
    [say('roles'), load.roles.map(({ role, ...rest }) => ({ ...rest, name: sayPair(ROLE_NAMES[role]) }))],
    [say('kinds'), load.kinds.map(({ kind, ...rest }) => ({ ...rest, name: sayPair(TASK_NAMES[kind]) }))],
  ] as const;
  return tables.map(([caption, rows]) => <LoadTable key={caption} caption={caption} rows={rows} />);
}

function LoadTable({ caption, rows }: { caption: string; rows: readonly Named[] }) {
  const say = useWords(WORDS);
  const figure = (
    key: string,
    head: string,
    cell: (row: Named) => string | number | null,
  ): Column<Named> => ({
    key,
    head,
    cell: (row) => cell(row) ?? say('dash'),
    isFigure: true,
  });
  const share = (row: Named): string | null => {
    const percent = inTimeShare(row);
    return percent === null ? null : `${percent}%`;
  };
  return (
    <section className="stack">
      <h2>{caption}</h2>
      <Records
        caption={caption}
        columns={[
          { key: 'name', head: say('who'), cell: ({ name }) => name },
          figure('open', say('open'), ({ open }) => open),
          figure('overdue', say('overdue'), ({ overdue }) => overdue),
          figure('done', say('done'), ({ done }) => done),
          figure('inTime', say('inTime'), share),
          figure('median', say('median'), ({ medianHours }) => hoursText(medianHours)),
          figure('slow', say('slow'), ({ slowHours }) => hoursText(slowHours)),
        ]}
        rows={byBurden(rows)}
        idOf={({ name }) => name}
        empty={say('none')}
      />
    </section>
  );
}
