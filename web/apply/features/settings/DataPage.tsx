import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { CloseAccount } from './CloseAccount';
import { OwnConsents } from './OwnConsents';
import { OwnData } from './OwnData';

const WORDS = words({ title: ['我的数据', 'Your data'] });

/** What is kept, what was agreed to, and the way out. */
export function DataPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <OwnConsents />
      <OwnData />
      <CloseAccount />
    </div>
  );
}
