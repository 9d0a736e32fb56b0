import { useMutation } from '@tanstack/react-query';
import { useWords } from '../words/language';
import { words } from '../words/words';
import { readAgain, useIsUnread } from './unread';
import './unread.css';

const WORDS = words({
  unread: ['部分内容暂时无法读取', 'A part of this page could not be read'],
  again: ['重试', 'Try again'],
});

/** Stands in the frame of every screen: says that a part of it is missing, where no notice of its own does. */
export function Unread() {
  const say = useWords(WORDS);
  const isUnread = useIsUnread();
  const reading = useMutation({ mutationFn: readAgain });
  return (
    <div className="unread" role="status">
      {isUnread && (
        <p className="notice notice-warn">
          {say('unread')}
          <button
            type="button"
            className="button"
            disabled={reading.isPending}
            onClick={() => reading.mutate()}
          >
            {say('again')}
          </button>
        </p>
      )}
    </div>
  );
}
