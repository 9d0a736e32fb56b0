import { useNavigate, useSearch } from '@tanstack/react-router';
import { memo, type RefObject, useEffect, useState } from 'react';
import { api } from '../../../kit/api/api';
import { useSay, useWords } from '../../../kit/words/language';
import { TASK_NAMES } from '../../../kit/words/names';
import { type Words, words } from '../../../kit/words/words';
import { GRADES, type InboxSearch, readSearch, SORTS, type Sort } from '../../app/tasks/filters';

const WORDS = words({
  title: ['名称', 'Name'],
  kind: ['事项', 'Kind'],
  all: ['全部事项', 'All kinds'],
  grade: ['评级', 'Grade'],
  anyGrade: ['全部评级', 'All grades'],
  sort: ['排序', 'Order'],
  hint: ['按名称筛选', 'Part of a name'],
});
const SORT_NAMES: Words<(typeof SORTS)[number]> = words({
  due: ['按期限', 'By deadline'],
  '-amount': ['金额从大到小', 'Largest first'],
  amount: ['金额从小到大', 'Smallest first'],
  grade: ['按评级', 'By grade'],
  stageSince: ['按停留时间', 'By time in stage'],
  product: ['按产品', 'By product'],
});
const TYPING_MS = 150;

/** Which tasks the list shows and in which order: all of it is in the address. */
export const FilterBar = memo(function FilterBar({ field }: { field: RefObject<HTMLInputElement | null> }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const search = useSearch({ from: '/inbox' });
  const navigate = useNavigate();
  const { data: counts } = api.useQuery('get', '/task-counts');
  const kinds = [...new Set(counts?.kinds.map(({ kind }) => kind))];
  const change = (to: Partial<Record<keyof InboxSearch, string>>): void => {
    void navigate({ to: '.', search: readSearch({ ...search, ...to }), replace: true });
  };
  return (
    <search className="inbox-filters">
      <TitleField field={field} title={search.title ?? ''} change={(title) => change({ title })} />
      <select
        aria-label={say('kind')}
        value={search.kind ?? ''}
        onChange={({ target }) => change({ kind: target.value })}
      >
        <option value="">{say('all')}</option>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {sayPair(TASK_NAMES[kind])}
          </option>
        ))}
      </select>
      <select
        aria-label={say('grade')}
        value={search.grade ?? ''}
        onChange={({ target }) => change({ grade: target.value })}
      >
        <option value="">{say('anyGrade')}</option>
        {GRADES.map((grade) => (
          <option key={grade}>{grade}</option>
        ))}
      </select>
      <select
        aria-label={say('sort')}
        value={search.sort ?? 'due'}
        onChange={({ target }) => change({ sort: target.value as Sort })}
      >
        {SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {sayPair(SORT_NAMES[sort])}
          </option>
        ))}
      </select>
    </search>
  );
});

interface TitleFieldProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly title: string;
  readonly change: (title: string) => void;
}

/** Typed words go to the address after a moment of rest. */
function TitleField({ field, title, change }: TitleFieldProps) {
  const say = useWords(WORDS);
  const [typed, type] = useState(title);
  useEffect(() => type(title), [title]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed alone counts
  useEffect(() => {
    if (typed.trim() === title) return;
    const waiting = setTimeout(() => change(typed), TYPING_MS);
    return () => clearTimeout(waiting);
  }, [typed]);
  return (
    <input
      ref={field}
      type="search"
      aria-label={say('title')}
      placeholder={say('hint')}
      value={typed}
      onChange={({ target }) => type(target.value)}
    />
  );
}
