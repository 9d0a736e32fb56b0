import { useNavigate } from '@tanstack/react-router';
import { api, client, queries } from '../../../kit/api/api';
import { filterOf, type InboxSearch, readSearch, wishOf } from './filters';

/** What was changed is asked for anew: the list, the counts and the task itself. */
export const lookAtTasks = async (): Promise<void> => {
  await queries.invalidateQueries({
    predicate: ({ queryKey: [, path] }) => typeof path === 'string' && /^\/task/.test(path),
  });
};

const settled = { onSettled: lookAtTasks };

/** Acts on who has a task. What is under way belongs to the task, never to the page. */
export function useTaskActs() {
  return {
    claim: api.useMutation('post', '/tasks/{taskId}/claim', settled),
    giveBack: api.useMutation('post', '/tasks/{taskId}/return', settled),
    takeOver: api.useMutation('post', '/tasks/{taskId}/takeover', settled),
    give: api.useMutation('post', '/tasks/{taskId}/assignment', settled),
    snooze: api.useMutation('post', '/tasks/{taskId}/snooze', settled),
    endSnooze: api.useMutation('post', '/tasks/{taskId}/snooze/removal', settled),
  };
}

/**
 * Work mode: opens what one has taken and not decided yet, else claims the most urgent task that one may decide; where
 * nothing is left the list says so.
 */
export function useNextTask() {
  const navigate = useNavigate();
  const next = api.useMutation('post', '/tasks/next');
  const show = (taskId: string): Promise<void> =>
    navigate({
      to: '/inbox/$taskId',
      params: { taskId },
      search: (before) => readSearch({ ...before, work: true }),
    });
  return {
    isPending: next.isPending,
    error: next.error,
    open: async (search: InboxSearch): Promise<void> => {
      const query = { ...filterOf(search), mine: 'true', pageSize: '1' } as const;
      const { data: own } = await client.GET('/tasks', { params: { query } });
      const [task] = own?.items ?? [];
      if (task !== undefined) return await show(task.id);
      const { next: file } = await next.mutateAsync({ body: wishOf(search) });
      void lookAtTasks();
      if (file === null) return await navigate({ to: '/inbox', search: { ...search, work: true } });
      queries.setQueryData(taskQuery(file.task.id).queryKey, file);
      await show(file.task.id);
    },
  };
}

/** One task with everything that is needed to decide it. */
export const taskQuery = (taskId: string) =>
  api.queryOptions('get', '/tasks/{taskId}', { params: { path: { taskId } } });

const DECIDED = ['decided in work mode'];

/** Counts what was decided in work mode, until the tab is closed. */
export const countDecided = (): void => {
  queries.setQueryData<number>(DECIDED, (count = 0) => count + 1);
};

/** How much was decided in work mode. */
export const decidedSoFar = (): number => queries.getQueryData<number>(DECIDED) ?? 0;
