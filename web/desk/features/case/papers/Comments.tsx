import { useId, useState } from 'react';
import { type Answers, api } from '../../../../kit/api/api';
import { ProblemNotice } from '../../../../kit/api/ProblemNotice';
import { useActKey } from '../../../../kit/api/useActKey';
import { Instant } from '../../../../kit/figures/figures';
import { isOfInputMethod } from '../../../../kit/keys/keys';
import { useWords } from '../../../../kit/words/language';
import { words } from '../../../../kit/words/words';
import { lookAtTasks } from '../../../app/tasks/acts';

const WORDS = words({
  none: ['尚无讨论。企业看不到这里的内容。', 'Nobody has said anything yet. No applicant reads it.'],
  words: ['说点什么（企业不可见）', 'Say something (no applicant reads it)'],
  mention: ['提及同事', 'Mention a colleague'],
  nobody: ['不提及', 'Nobody'],
  send: ['发送', 'Send'],
});

/** What colleagues say about the case; who is mentioned is told. */
export function Comments({ file }: { file: Answers['TaskFile'] }) {
  const say = useWords(WORDS);
  return (
    <div className="stack">
      {file.comments.length === 0 && <p className="quiet">{say('none')}</p>}
      <ul className="comments">
        {file.comments.map(({ id, author, words: said, createdAt, mentions }) => (
          <li key={id}>
            <strong>{author.name}</strong>{' '}
            <small>
              <Instant at={createdAt} />
            </small>
            <p>
              {mentions.map(({ id: who, name }) => (
                <span key={who} className="tag">
                  @{name}
                </span>
              ))}{' '}
              {said}
            </p>
          </li>
        ))}
      </ul>
      <CommentForm file={file} />
    </div>
  );
}

function CommentForm({ file }: { file: Answers['TaskFile'] }) {
  const say = useWords(WORDS);
  const [wordsId, mentionId] = [useId(), useId()];
  const [said, type] = useState('');
  const [mentioned, mention] = useState('');
  const { key, renew } = useActKey();
  const comment = api.useMutation('post', '/tasks/{taskId}/comments', { onSettled: lookAtTasks });
  const send = (): void => {
    if (said.trim() === '' || comment.isPending) return;
    comment.mutate(
      {
        params: { path: { taskId: file.task.id }, header: { 'Idempotency-Key': key } },
        body: { words: said, mentions: mentioned === '' ? [] : [mentioned] },
      },
      {
        onSuccess: () => {
          type('');
          renew();
        },
      },
    );
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="field">
        <label htmlFor={wordsId}>{say('words')}</label>
        <textarea
          id={wordsId}
          rows={2}
          maxLength={2000}
          value={said}
          onChange={({ target }) => type(target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            if (isOfInputMethod(event.nativeEvent)) return;
            event.preventDefault();
            send();
          }}
        />
      </div>
      <div className="row">
        <div className="field">
          <label htmlFor={mentionId} className="unseen">
            {say('mention')}
          </label>
          <select id={mentionId} value={mentioned} onChange={({ target }) => mention(target.value)}>
            <option value="">{say('nobody')}</option>
            {file.candidates.map(({ person }) => (
              <option key={person.id} value={person.id}>
                @{person.name}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" className="button" disabled={comment.isPending}>
          {say('send')}
        </button>
      </div>
      <ProblemNotice error={comment.error} />
    </form>
  );
}
