import { Link } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { monthText } from '../../../kit/figures/figures';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Mark } from '../../parts/Mark';
import './finance.css';

const WORDS = words({
  months: ['各月', 'Months'],
  closed: ['已结', 'Closed'],
  open: ['未结', 'Open'],
  running: ['进行中', 'Running'],
});
const MOST = 12;

/** The months of the books beside each other, the newest first, each with how it stands. */
export function MonthList({ month }: { month: string }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const { data, error, isPending, refetch } = api.useQuery('get', '/periods');
  return (
    <nav className="row months" aria-label={say('months')}>
      <ProblemNotice error={error} again={() => void refetch()} />
      {isPending && <div className="skeleton" />}
      {data?.items.slice(0, MOST).map((each) => (
        <Link
          key={each.month}
          to="/finance/periods"
          search={{ month: each.month }}
          aria-current={each.month === month ? 'true' : undefined}
          className="month"
        >
          {monthText(each.month, language)}{' '}
          <Mark tone={each.closedAt !== null ? 'good' : each.isOver ? 'warn' : 'plain'}>
            {say(each.closedAt !== null ? 'closed' : each.isOver ? 'open' : 'running')}
          </Mark>
        </Link>
      ))}
    </nav>
  );
}
