import { Link } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { monthText } from '../../../kit/figures/figures';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Choice, Filters } from '../../parts/Filters';
import { Mark } from '../../parts/Mark';
import { newestOfYears, yearOf } from '../../parts/period';
import './finance.css';

const WORDS = words({
  year: ['年份', 'Year'],
  months: ['各月', 'Months'],
  closed: ['已结', 'Closed'],
  open: ['未结', 'Open'],
  running: ['进行中', 'Running'],
});

/** The months of the books, a year at a time and the newest first, each with how it stands. */
export function MonthList({ month, choose }: { month: string; choose: (month: string) => void }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const { data, error, isPending, refetch } = api.useQuery('get', '/periods');
  const items = data?.items ?? [];
  const years = newestOfYears(items.map((each) => each.month));
  const own = years.find(([, year]) => year === yearOf(month));
  const ofYear = items.filter((each) => yearOf(each.month) === yearOf(month));
  return (
    <>
      <ProblemNotice error={error} again={() => void refetch()} />
      <Filters>
        <Choice
          label={say('year')}
          value={own?.[0] ?? month}
          options={own === undefined ? [[month, yearOf(month)], ...years] : years}
          choose={(newest) => newest !== undefined && choose(newest)}
        />
      </Filters>
      <nav className="row months" aria-label={say('months')}>
        {isPending && <div className="skeleton" />}
        {ofYear.map((each) => (
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
    </>
  );
}
