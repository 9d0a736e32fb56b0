import { useState } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { Layer } from '../../../kit/layer/Layer';
import { useSay, useWords } from '../../../kit/words/language';
import { TASK_NAMES } from '../../../kit/words/names';
import { type Words, words } from '../../../kit/words/words';
import { lookAtTasks } from '../../app/tasks/acts';
import { bulkPlan, outcomesOf } from './bulk';

const WORDS = words({
  title: ['批量分派', 'Assign in bulk'],
  to: ['分派给', 'Give to'],
  nobody: ['请选择办理人', 'Choose a person'],
  plan: [
    '共 {all} 项：可分派 {possible} 项（其中 {taken} 项将从现办理人处转出），不可分派 {barred} 项。',
    '{all task|tasks}: {possible} can be given ({taken} of them are taken from somebody), {barred} can not.',
  ],
  part: [
    '仅列出最紧急的 200 项，其余请再次分派。',
    'The most urgent 200 are listed; ask again for the rest.',
  ],
  send: ['分派 {possible} 项', 'Give {possible}'],
  empty: ['没有可分派的事项。', 'There is nothing to give.'],
  task: ['事项', 'Task'],
  state: ['结果', 'Outcome'],
  possible: ['可分派', 'Can be given'],
});
const OUTCOMES: Words<Answers['GivingOutcome']> = words({
  GIVEN: ['已分派', 'Given'],
  REFUSED: ['未分派', 'Not given'],
  UNDER_WAY: ['处理中', 'Under way'],
  NOT_REACHED: ['未处理，请重试', 'Not reached: try again'],
});

interface BulkProps {
  readonly filter: Answers['TaskFilter'];
  /** Rows that were chosen; none: all of the filter. */
  readonly chosen: ReadonlySet<string>;
  readonly close: () => void;
}

/** Gives all tasks of the filter, or the chosen ones, to a person: what it would do first, then what it did, row by row. */
export function BulkLayer({ filter, chosen, close }: BulkProps) {
  const say = useWords(WORDS);
  const [userId, give] = useState('');
  const { key } = useActKey();
  const preview = api.useMutation('post', '/task-assignments/preview');
  const assign = api.useMutation('post', '/task-assignments', { onSettled: lookAtTasks });
  const plan = bulkPlan(preview.data?.items ?? [], chosen);
  const look = (person: string): void => {
    give(person);
    assign.reset();
    if (person !== '') preview.mutate({ body: { userId: person, filter } });
  };
  const send = (): void =>
    assign.mutate({
      params: { header: { 'Idempotency-Key': key } },
      body: { userId, tasks: plan.possible.map(({ taskId, version }) => ({ taskId, version })) },
    });
  return (
    <Layer title={say('title')} close={close}>
      <PersonField filter={filter} userId={userId} choose={look} />
      <ProblemNotice error={preview.error ?? assign.error} />
      {preview.data !== undefined && (
        <>
          <p role="status">
            {say('plan', {
              all: plan.rows.length,
              possible: plan.possible.length,
              taken: plan.taken,
              barred: plan.barred,
            })}
            {!preview.data.isWhole && ` ${say('part')}`}
          </p>
          <BulkRows rows={plan.rows} given={assign.data?.items ?? []} />
          <button
            type="button"
            className="button primary"
            disabled={plan.possible.length === 0 || assign.isPending || assign.isSuccess}
            onClick={send}
          >
            {say('send', { possible: plan.possible.length })}
          </button>
        </>
      )}
    </Layer>
  );
}

interface PersonFieldProps {
  readonly filter: Answers['TaskFilter'];
  readonly userId: string;
  readonly choose: (userId: string) => void;
}

/** Those who may decide the most urgent task of the filter. */
function PersonField({ filter, userId, choose }: PersonFieldProps) {
  const say = useWords(WORDS);
  const { data: first } = api.useQuery('get', '/tasks', { params: { query: { ...filter, pageSize: '1' } } });
  const taskId = first?.items[0]?.id ?? '';
  const { data: file } = api.useQuery(
    'get',
    '/tasks/{taskId}',
    { params: { path: { taskId } } },
    { enabled: taskId !== '' },
  );
  if (first?.items.length === 0) return <p className="quiet">{say('empty')}</p>;
  return (
    <div className="field">
      <label htmlFor="bulk-person">{say('to')}</label>
      <select id="bulk-person" value={userId} onChange={({ target }) => choose(target.value)}>
        <option value="">{say('nobody')}</option>
        {file?.candidates.map(({ person }) => (
          <option key={person.id} value={person.id}>
            {person.name}
          </option>
        ))}
      </select>
    </div>
  );
}

interface BulkRowsProps {
  readonly rows: readonly Answers['PreviewedTask'][];
  readonly given: readonly Answers['GivenTask'][];
}

function BulkRows({ rows, given }: BulkRowsProps) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const outcomes = outcomesOf(given);
  return (
    <table>
      <thead>
        <tr>
          <th>{say('task')}</th>
          <th>{say('state')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ taskId, caseTitle, kind, refused }) => {
          const done = outcomes[taskId];
          const why = done?.refused?.reason ?? refused?.reason;
          return (
            <tr key={taskId}>
              <td>
                {caseTitle}
                <br />
                <small>{sayPair(TASK_NAMES[kind])}</small>
              </td>
              <td>{why ?? (done === undefined ? say('possible') : sayPair(OUTCOMES[done.outcome]))}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
