import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { KeyCap } from '../../../kit/keys/KeyCap';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { useNextTask } from '../../app/tasks/acts';
import { wishOf } from '../../app/tasks/filters';

const WORDS = words({
  work: ['依次办理', 'Work mode'],
  nothing: ['已无可办理的事项', 'Nothing left that you may do'],
});

/** Hands out the most urgent task, and after each decision the next. */
export function WorkButton() {
  const say = useWords(WORDS);
  const search = useSearch({ from: '/inbox' });
  const next = useNextTask();
  const [isDone, done] = useState(false);
  const work = (): void => {
    next.open(wishOf(search)).then(
      (file) => done(file === null),
      () => done(false),
    );
  };
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
      <span role="status" className="quiet">
        {isDone && say('nothing')}
      </span>
      <ProblemNotice error={next.error} />
    </>
  );
}
