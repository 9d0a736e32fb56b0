import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Instant } from '../../../kit/figures/figures';
import { useSay, useWords } from '../../../kit/words/language';
import { FILE_CHANGE_NAMES, STAGE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { isOpen, moodOf } from './fileChanges';

const WORDS = words({
  asked: ['申请时间', 'Asked for'],
  name: ['名称', 'Name'],
  residentId: ['身份证号', 'Resident id'],
  mail: ['新邮箱', 'New address'],
  person: ['涉及人员', 'Whose'],
  waits: ['将于此时生效，之前可以停止：', 'It counts from then on; until then you can stop it:'],
  byInstitution: [
    '由金融机构工作人员为失去邮箱的同事申请。如果不是贵企业的人提出的，请立即停止。',
    'Asked for by the institution for somebody of yours who lost the mailbox. If none of you did, stop it at once.',
  ],
  why: ['未通过的原因：{reason}', 'Why it was refused: {reason}'],
  stop: ['停止这项变更', 'Stop it'],
});

/** One change: what would be on file, how far it is, and the button that stops it. */
export function FileChange({ change }: { change: Answers['FileChange'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const stopping = api.useMutation('post', '/file-changes/{changeId}/stop', {
    onSuccess: () => queries.invalidateQueries(),
  });
  const { createdAt, id, isByInstitution, kind, person, refusal, stage, waitsUntil, wish } = change;
  const mood = moodOf(change);
  return (
    <section className="card stack next" data-mood={mood}>
      <div className="row spread">
        <h2>{sayPair(FILE_CHANGE_NAMES[kind])}</h2>
        <span className="state" data-mood={mood}>
          {sayPair(STAGE_NAMES.FILE_CHANGE[stage])}
        </span>
      </div>
      <dl className="figures">
        {person !== null && (
          <div>
            <dt>{say('person')}</dt>
            <dd>{person.name}</dd>
          </div>
        )}
        {(['name', 'residentId', 'mail'] as const).map((field) => {
          const value = wish?.[field] ?? null;
          return (
            value !== null && (
              <div key={field}>
                <dt>{say(field)}</dt>
                <dd>{value}</dd>
              </div>
            )
          );
        })}
        <div>
          <dt>{say('asked')}</dt>
          <dd>
            <Instant at={createdAt} />
          </dd>
        </div>
      </dl>
      {isByInstitution && isOpen(change) && <p className="notice notice-warn">{say('byInstitution')}</p>}
      {stage === 'WAITING' && waitsUntil !== null && (
        <p>
          {say('waits')} <Instant at={waitsUntil} />
        </p>
      )}
      {refusal !== null && <p>{say('why', { reason: refusal.reason })}</p>}
      <ProblemNotice error={stopping.error} />
      {isOpen(change) && (
        <button
          type="button"
          className="button danger"
          disabled={stopping.isPending}
          onClick={() => stopping.mutate({ params: { path: { changeId: id } } })}
        >
          {say('stop')}
        </button>
      )}
    </section>
  );
}
