import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type Answers, actKey, api, isProblem, queries } from '../../../../kit/api/api';
import { useDraft } from '../../../../kit/drafts/useDraft';
import { countDecided, lookAtTasks, taskQuery, useNextTask } from '../../../app/tasks/acts';
import { readSearch, wishOf } from '../../../app/tasks/filters';
import { standingOf } from '../../../app/tasks/standing';
import { changesSince, type Standing } from './changes';
import { bodyOf, type DecisionForm, EMPTY_FORM, missingFrom, readForm } from './decisionForm';

/** A decision as it is filled in, kept and sent. */
export function useDecision(file: Answers['TaskFile'], userId: string) {
  const { task } = file;
  const search = readSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const work = useNextTask();
  const [form, setForm] = useState(EMPTY_FORM);
  const [seen, setSeen] = useState<Standing>(task);
  const draft = useDraft(userId, { form: 'taskDecision', subject: task.id }, readForm);
  const { opened, type } = draft;
  useEffect(() => {
    if (opened != null) setForm((typed) => (typed === EMPTY_FORM ? opened : typed));
  }, [opened]);
  const fill = (change: Partial<DecisionForm>): void => {
    const filled = { ...form, ...change };
    setForm(filled);
    type(filled);
  };
  const decide = api.useMutation('post', '/tasks/{taskId}/decision');
  const changes = changesSince(seen, task, userId);
  useEffect(() => {
    if (changes.length === 0 && seen.version !== task.version) setSeen(task);
  });
  const keyOf = useSendingKey();
  const send = (): void => {
    const { decision } = form;
    if (decision === null || missingFrom(file, form) !== null || decide.isPending) return;
    if (!standingOf(task, userId).mayDecide) return;
    // Whoever has read what changed and sends it all the same has seen it.
    const now = decide.error === null || !isStale(decide.error) ? seen : task;
    setSeen(now);
    const next = search.work === true ? wishOf(search) : null;
    const body = bodyOf(file, form, decision, now, next);
    decide.mutate(
      { params: { path: { taskId: task.id }, header: { 'Idempotency-Key': keyOf(body) } }, body },
      {
        onSuccess: (answer) => void leave(answer ?? null),
        onError: () => void queries.invalidateQueries({ queryKey: taskQuery(task.id).queryKey }),
      },
    );
  };
  const leave = async (answer: Answers['TaskDecided'] | null): Promise<void> => {
    void draft.end();
    if (search.work === true) countDecided();
    const next = answer?.next ?? null;
    if (next !== null) {
      queries.setQueryData(taskQuery(next.task.id).queryKey, next);
      await navigate({ to: '/inbox/$taskId', params: { taskId: next.task.id }, search });
    } else if (search.work === true) {
      await work.open(search).catch(() => undefined);
    }
    void lookAtTasks();
  };
  return {
    ...{ form, fill, draft, send, changes, isDone: decide.isSuccess },
    isSending: decide.isPending,
    error: decide.error,
    acknowledge: () => setSeen(task),
    missing: missingFrom(file, form),
  };
}

/** Whether the case has changed since it was seen. */
export const isStale = (error: unknown): boolean => isProblem(error) && error.code === 'STALE_VERSION';

/** One key for what is sent, another one once something else is. */
export function useSendingKey(): (body: object) => string {
  const sent = useRef({ text: '', key: '' });
  return useMemo(
    () => (body) => {
      const text = JSON.stringify(body);
      if (sent.current.text !== text) sent.current = { text, key: actKey() };
      return sent.current.key;
    },
    [],
  );
}
