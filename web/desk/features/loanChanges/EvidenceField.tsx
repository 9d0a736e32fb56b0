import { api } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { CaseLink } from '../../parts/CaseLink';

const WORDS = words({
  legend: ['证明材料（本贷款待办中的附件）', 'Evidence (papers put to tasks of the loan)'],
  noTask: ['本贷款没有待办，无处存放附件。', 'The loan has no task that papers could be put to.'],
  none: ['尚无附件。', 'No papers yet.'],
  put: ['到待办中上传', 'Attach them to the task'],
});
/** Cases whose papers show something of a loan; the API says the same. */
const CASES = ['LOAN', 'COLLECTION'] as const;

interface EvidenceFieldProps {
  readonly loanId: string;
  /** Papers by `id`. */
  readonly chosen: readonly string[];
  readonly choose: (chosen: readonly string[]) => void;
}

/** Papers of a loan's cases, to be ticked. */
export function EvidenceField({ loanId, chosen, choose }: EvidenceFieldProps) {
  const say = useWords(WORDS);
  const of = api.useQuery('get', '/tasks', { params: { query: { caseId: loanId } } });
  return (
    <fieldset className="field">
      <legend>{say('legend')}</legend>
      <Asked of={of}>
        {({ items }) => {
          // All tasks of a case have the same papers: one of each case is enough.
          const tasks = CASES.flatMap((type) => items.find(({ caseType }) => caseType === type) ?? []);
          if (tasks.length === 0) return <p className="quiet">{say('noTask')}</p>;
          return tasks.map(({ id }) => <OfTask key={id} taskId={id} chosen={chosen} choose={choose} />);
        }}
      </Asked>
    </fieldset>
  );
}

function OfTask({ taskId, chosen, choose }: Omit<EvidenceFieldProps, 'loanId'> & { taskId: string }) {
  const say = useWords(WORDS);
  const of = api.useQuery('get', '/tasks/{taskId}', { params: { path: { taskId } } });
  return (
    <Asked of={of}>
      {({ attachments }) => (
        <>
          {attachments.length === 0 && <p className="quiet">{say('none')}</p>}
          {attachments.map(({ id, name }) => (
            <label key={id} className="row tick">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={({ target }) =>
                  choose(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                }
              />
              {name}
            </label>
          ))}
          <CaseLink type="TASK" id={taskId}>
            {say('put')}
          </CaseLink>
        </>
      )}
    </Asked>
  );
}
