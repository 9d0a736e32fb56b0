import { Link } from '@tanstack/react-router';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['中小企业贷款，费用一眼看清', 'Loans for small enterprises, every cost in sight'],
  about: [
    '注册、提交资料、申请，每一步都告诉您下一步是什么、何时完成。',
    'Register, prove who you are, apply: each step says what comes next and by when.',
  ],
  signIn: ['登录', 'Sign in'],
});

/** What a stranger sees first. */
export function Welcome() {
  const say = useWords(WORDS);
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <p>{say('about')}</p>
      <div className="row">
        <Link to="/sign-in" className="button primary">
          {say('signIn')}
        </Link>
      </div>
    </div>
  );
}
