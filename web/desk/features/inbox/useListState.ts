import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { Answers } from '../../../kit/api/api';
import { between, moved } from '../../../kit/list/moves';
import { useTaskActs } from '../../app/tasks/acts';
import { readSearch } from '../../app/tasks/filters';
import { useSnoozing } from '../../app/tasks/Snoozing';
import { useReadAhead } from './useTasks';

export const keyOf = ({ id }: Answers['Task']): string => id;

/** Where one is in the list, which rows are chosen, and what is done about one. */
export function useListState(items: readonly Answers['Task'][], open: string | undefined) {
  const navigate = useNavigate();
  const { claim, giveBack } = useTaskActs();
  const { ask } = useSnoozing();
  const keys = useMemo(() => items.map(keyOf), [items]);
  useReadAhead(keys, open);
  const [current, goTo] = useState<string | null>(open ?? null);
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
  const act = (which: typeof claim | typeof giveBack, taskId: string | null): void => {
    if (taskId !== null) which.mutate({ params: { path: { taskId } } });
  };
  return {
    ...{ current, goTo, chosen, toggle, move, show },
    chooseAll: () => choose(new Set(keys)),
    claim: (taskId: string | null) => act(claim, taskId),
    giveBack: (taskId: string | null) => act(giveBack, taskId),
    snooze: () => {
      const task = items.find(({ id }) => id === (open ?? current));
      if (task !== undefined) ask(task);
    },
    error: claim.error ?? giveBack.error,
  };
}
export type ListState = ReturnType<typeof useListState>;
