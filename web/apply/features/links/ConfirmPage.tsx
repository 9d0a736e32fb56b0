import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { useLink } from './useLink';

const WORDS = words({
  title: ['确认更换邮箱', 'Confirm another mail address'],
  about: [
    '新旧两个邮箱都确认后才会生效。如果不是您本人的操作，请关闭此页。',
    'It counts once the old and the new address have both confirmed. If this was not you, close the page.',
  ],
  confirm: ['确认', 'Confirm'],
  done: ['邮箱已更换，请用新邮箱重新登录。', 'Done. Sign in with the new address.'],
  half: ['已确认，等待另一个邮箱确认。', 'Confirmed. Now the other address has to confirm as well.'],
});

/** Where the links of a change of mail address lead, at either end. */
export function ConfirmPage() {
  const say = useWords(WORDS);
  const link = useLink();
  const confirmation = api.useMutation('post', '/auth/mail-confirmations');
  useTitle(say('title'));
  return (
    <div className="card stack narrow">
      <h1>{say('title')}</h1>
      {confirmation.data === undefined ? (
        <>
          <p>{say('about')}</p>
          <ProblemNotice error={confirmation.error} />
          <button
            type="button"
            className="button primary"
            disabled={link === null || confirmation.isPending}
            onClick={() => confirmation.mutate({ body: { token: link?.get('token') ?? '' } })}
          >
            {say('confirm')}
          </button>
        </>
      ) : (
        <p className="notice notice-good" role="status">
          {say(confirmation.data.isDone ? 'done' : 'half')}
        </p>
      )}
    </div>
  );
}
