import { Link } from '@tanstack/react-router';
import type { Answers } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Mark } from '../../parts/Mark';
import './finance.css';

const WORDS = words({
  title: ['月结检查', 'Checks of the month'],
  ok: ['已满足', 'Right'],
  missing: ['缺 {count} 项', '{count} missing'],
  notYet: ['未满足', 'Not yet'],
  look: ['查看', 'Look'],
});

type Check = Answers['Period']['checks'][number];

/** What must be right before a month is closed, and where what is missing is found. */
export function PeriodChecks({ checks }: { checks: readonly Check[] }) {
  const say = useWords(WORDS);
  return (
    <section className="card" aria-labelledby="period-checks">
      <h2 id="period-checks" className="unseen">
        {say('title')}
      </h2>
      <ul className="period-checks">
        {checks.map(({ check, ok, open, text }) => (
          <li key={check} className="row">
            <Mark tone={ok ? 'good' : 'warn'}>
              {ok ? say('ok') : open > 0 ? say('missing', { count: open }) : say('notYet')}
            </Mark>
            <span>{text}</span>
            {!ok && <Cure check={check} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The screen where somebody does something about it; days are in the table below. */
function Cure({ check }: { check: Check['check'] }) {
  const say = useWords(WORDS);
  switch (check) {
    case 'NO_OPEN_BREAKS':
      return (
        <Link to="/finance/breaks" search={{ status: 'OPEN' }}>
          {say('look')}
        </Link>
      );
    case 'NO_UNKNOWN_ORDERS':
      return (
        <Link to="/finance/payments" search={{ status: 'UNKNOWN' }}>
          {say('look')}
        </Link>
      );
    case 'LEDGER_AGREES':
      return <Link to="/finance/trial-balance">{say('look')}</Link>;
    default:
      return null;
  }
}
