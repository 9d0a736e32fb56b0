import { useNavigate } from '@tanstack/react-router';
import { type Answers, api, queries } from '../../../kit/api/api';
import { readSearch } from './filters';

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
  };
}

type Wish = Pick<Answers['TaskFilter'], 'kind' | 'role' | 'title' | 'overdue'>;

/** Claims the most urgent task that one may decide, and opens it; the list stays where nothing is left. */
export function useNextTask() {
  const navigate = useNavigate();
  const next = api.useMutation('post', '/tasks/next');
  return {
    ...next,
    open: async (wish: Wish): Promise<Answers['TaskFile'] | null> => {
      const { next: file } = await next.mutateAsync({ body: wish });
      if (file !== null) {
        const { id } = file.task;
        queries.setQueryData(taskQuery(id).queryKey, file);
        await navigate({
          to: '/inbox/$taskId',
          params: { taskId: id },
          search: (before) => readSearch({ ...before, work: true }),
        });
      }
      void lookAtTasks();
      return file;
    },
  };
}

/** One task with everything that is needed to decide it. */
export const taskQuery = (taskId: string) =>
  api.queryOptions('get', '/tasks/{taskId}', { params: { path: { taskId } } });
