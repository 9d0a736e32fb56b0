import { Link } from '@tanstack/react-router';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { useIs } from '../../parts/Page';
import { BREAK_KINDS } from './differences';

const WORDS = words({
  title: ['签署', 'Sign-off'],
  signed: ['已由 {name} 签署', 'Signed off by {name}'],
  blocked: ['以下差异处理完毕后才能签署：', 'Can be signed off once these are settled:'],
  breaks: ['去处理', 'Settle them'],
  ready: ['没有未处理的差异，可以签署。', 'Nothing is open: the day can be signed off.'],
  who: [
    '签署人不得处理过该日的差异；签署后不可撤回。',
    'By nobody who settled a difference of the day; never taken back.',
  ],
  sign: ['签署该日', 'Sign the day off'],
});

const SIGNERS = ['finance'] as const;

/** Who says that bank and books agree on a day, or what still keeps somebody from it. */
export function SignOff({ day }: { day: Answers['Reconciliation'] }) {
  const [say, sayKind] = [useWords(WORDS), useWords(BREAK_KINDS)];
  const maySign = useIs(SIGNERS);
  const sign = api.useMutation('post', '/reconciliation/{date}/sign-off', {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', '/reconciliation'] }),
  });
  const { date, signOff, openBreaks } = day;
  return (
    <section className="card stack" aria-labelledby="sign-off">
      <h2 id="sign-off">{say('title')}</h2>
      {signOff !== null && (
        <p className="notice notice-good">
          {say('signed', { name: signOff.by.name })} · <Instant at={signOff.at} />
        </p>
      )}
      {signOff === null && openBreaks.length > 0 && (
        <div className="notice notice-warn">
          <p>{say('blocked')}</p>
          <ul>
            {openBreaks.map(({ id, kind, reference }) => (
              <li key={id}>
                {sayKind(kind)} <small>{reference}</small>
              </li>
            ))}
          </ul>
          <Link to="/finance/breaks" search={{ status: 'OPEN' }}>
            {say('breaks')}
          </Link>
        </div>
      )}
      {signOff === null && openBreaks.length === 0 && (
        <>
          <p>{say('ready')}</p>
          {maySign && (
            <p className="row">
              <button
                type="button"
                className="button small primary"
                disabled={sign.isPending}
                onClick={() => sign.mutate({ params: { path: { date } } })}
              >
                {say('sign')}
              </button>
              <small>{say('who')}</small>
            </p>
          )}
        </>
      )}
      <ProblemNotice error={sign.error} />
    </section>
  );
}
