import { useSearch } from '@tanstack/react-router';
import { memo } from 'react';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { KeyCap } from '../../../kit/keys/KeyCap';
import { useKeys } from '../../../kit/keys/useKeys';
import { useWords } from '../../../kit/words/language';
import { type Pair, words } from '../../../kit/words/words';
import { useNextTask } from '../../app/tasks/acts';

const WORDS = words({ work: ['依次办理', 'Work mode'] });
const KEYS: Pair = ['依次办理', 'Work mode'];

/** Hands out one task after the other, the most urgent first. */
export const WorkButton = memo(function WorkButton() {
  const say = useWords(WORDS);
  const search = useSearch({ from: '/inbox' });
  const next = useNextTask();
  // What went wrong is told below the button.
  const work = (): void => void next.open(search).catch(() => undefined);
  useKeys('PLACE', KEYS, [{ press: 'KeyW', does: WORDS.work, act: work }]);
  return (
    <>
      <button
        type="button"
        className="button primary"
        aria-keyshortcuts="W"
        disabled={next.isPending}
        onClick={work}
      >
        {say('work')} <KeyCap press="KeyW" />
      </button>
      <ProblemNotice error={next.error} />
    </>
  );
});
