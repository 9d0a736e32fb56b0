import enWarnings from '../../../contracts/texts/en/signInWarnings.json';
import zhWarnings from '../../../contracts/texts/zh-CN/signInWarnings.json';
import { api } from '../api/api';
import { ProblemNotice } from '../api/ProblemNotice';
import { Instant } from '../figures/figures';
import { useWords } from '../words/language';
import { pairs, words } from '../words/words';

const WORDS = words({
  title: ['登录记录', 'Sign-ins'],
  about: ['有不是您本人的登录？请立即更改密码。', 'One that was not you? Change the password at once.'],
  DONE: ['成功', 'Signed in'],
  FAILED: ['密码错误', 'Wrong password'],
  UNDER_ATTACK: ['尝试过多，已拦截', 'Too many attempts: held off'],
});
const WARNINGS = pairs(zhWarnings, enWarnings);

/** Sign-ins and attempts, with what was unusual about them. */
export function SignIns() {
  const say = useWords(WORDS);
  const warn = useWords(WARNINGS);
  const signIns = api.useQuery('get', '/me/sign-ins');
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <p className="quiet">{say('about')}</p>
      <ProblemNotice error={signIns.error} />
      {signIns.isPending && <div className="skeleton" />}
      <ul className="lines">
        {(signIns.data?.items ?? []).map(({ at, outcome, agent, network, warnings }) => (
          <li key={at}>
            <strong>{say(outcome)}</strong> <Instant at={at} />{' '}
            <small>
              {agent} {network}
            </small>
            {warnings.length > 0 && (
              <p className="notice notice-warn">{warnings.map((each) => warn(each)).join(' · ')}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
