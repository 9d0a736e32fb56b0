import { useState } from 'react';
import { useWords } from '../words/language';
import { words } from '../words/words';
import { sendAnew } from './attempts';

const WORDS = words({
  anew: ['这是另一次提交', 'This is another one'],
  said: ['好的。请再次提交，将作为另一次处理。', 'Send it again now: it is taken as another one.'],
});

/** A form sent something else before, which may have been done: its person looks, and says whether this is another. */
export function SentBefore({ requestId }: { requestId: string }) {
  const say = useWords(WORDS);
  const [isAnother, setAnother] = useState(false);
  if (isAnother) return <p role="status">{say('said')}</p>;
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        sendAnew(requestId);
        setAnother(true);
      }}
    >
      {say('anew')}
    </button>
  );
}
