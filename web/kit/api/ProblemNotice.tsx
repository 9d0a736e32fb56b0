import { useLayoutEffect } from 'react';
import { useWords } from '../words/language';
import { words } from '../words/words';
import { isProblem } from './api';
import { KEY_REUSED } from './attempts';
import { SentBefore } from './SentBefore';
import { noteTold } from './unread';

const WORDS = words({
  offline: [
    '网络不通，所填内容已保留，请稍后再试。',
    'The network does not answer. Nothing you typed is lost: try again in a moment.',
  ],
  number: ['请求编号 {id}', 'Request {id}'],
  again: ['重试', 'Try again'],
});

/** What went wrong and what to do, in the person's language; nothing where nothing is wrong. */
export function ProblemNotice({ error, again }: { error: unknown; again?: () => void }) {
  const say = useWords(WORDS);
  useLayoutEffect(() => (error === null || error === undefined ? undefined : noteTold(error)), [error]);
  if (error === null || error === undefined) return null;
  return (
    <div className="notice notice-bad" role="alert">
      <p>{isProblem(error) ? error.detail : say('offline')}</p>
      {isProblem(error) && error.errors !== undefined && (
        <ul>
          {error.errors.map(({ field, message }) => (
            <li key={field}>{message}</li>
          ))}
        </ul>
      )}
      {isProblem(error) && error.code === KEY_REUSED && (
        <SentBefore key={error.requestId} requestId={error.requestId} />
      )}
      {isProblem(error) && <small>{say('number', { id: error.requestId })}</small>}
      {again !== undefined && (
        <button type="button" onClick={again}>
          {say('again')}
        </button>
      )}
    </div>
  );
}
