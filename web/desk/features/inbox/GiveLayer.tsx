import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Layer } from '../../../kit/layer/Layer';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { useTaskActs } from '../../app/tasks/acts';
import { Asked } from '../../parts/Asked';

const WORDS = words({
  title: ['转交“{title}”', 'Give “{title}” to'],
  give: ['{name}（在办 {held} 项）', '{name} ({held} at hand)'],
  none: ['目前没有其他人可以办理。', 'Nobody else may decide it at present.'],
});

/** Those who may decide a task, who has least to do first; a press gives it. */
export function GiveLayer({ task, close }: { task: Answers['Task']; close: () => void }) {
  const say = useWords(WORDS);
  const { give } = useTaskActs();
  const of = api.useQuery('get', '/tasks/{taskId}', { params: { path: { taskId: task.id } } });
  const send = (userId: string, { version }: Answers['Task']): void =>
    give.mutate({ params: { path: { taskId: task.id } }, body: { userId, version } }, { onSuccess: close });
  return (
    <Layer title={say('title', { title: task.caseTitle })} close={close}>
      <Asked of={of}>
        {(file) => {
          const able = file.candidates.filter(
            ({ barred, person }) => barred === null && person.id !== file.task.claimedBy,
          );
          if (able.length === 0) return <p className="quiet">{say('none')}</p>;
          return (
            <div className="row">
              {able.map(({ person, held }) => (
                <button
                  key={person.id}
                  type="button"
                  className="button"
                  disabled={give.isPending}
                  onClick={() => send(person.id, file.task)}
                >
                  {say('give', { name: person.name, held })}
                </button>
              ))}
            </div>
          );
        }}
      </Asked>
      <ProblemNotice error={give.error} />
    </Layer>
  );
}
