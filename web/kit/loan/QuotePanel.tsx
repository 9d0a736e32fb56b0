import { keepPreviousData } from '@tanstack/react-query';
import { type Answers, api } from '../api/api';
import { ProblemNotice } from '../api/ProblemNotice';
import { useRested } from '../forms/useRested';
import { useWords } from '../words/language';
import { words } from '../words/words';
import { CostList } from './CostList';
import { ScheduleTable } from './ScheduleTable';

const WORDS = words({
  title: ['全部成本', 'What it costs, all of it'],
  schedule: ['还款计划（{count} 期）', 'Schedule ({count payment|payments})'],
  wait: ['填好金额和期限后，这里显示全部成本。', 'With an amount and a term, all costs are shown here.'],
  basis: [
    '按 {grade} 级客户的价格试算；您的利率以评分结果为准。',
    'At the price of grade {grade}; your rate depends on your assessment.',
  ],
});

/** Terms as the API takes them. */
type Terms = Pick<Answers['Offer'], 'amountFen' | 'termMonths' | 'method'>;

/** What terms cost, followed while they are typed; the figures before stay until the next ones are there. */
export function QuotePanel({ productId, terms }: { productId: string; terms: Terms | null }) {
  const say = useWords(WORDS);
  const asked = useRested(terms);
  const { data, error, isFetching, isPlaceholderData } = api.useQuery(
    'post',
    '/quotes',
    { body: { productId, amountFen: 1, termMonths: 1, method: 'BULLET', ...asked } },
    { enabled: asked !== null, placeholderData: keepPreviousData, staleTime: Number.POSITIVE_INFINITY },
  );
  return (
    <section className="card stack quote" aria-busy={isFetching}>
      <h2>{say('title')}</h2>
      <ProblemNotice error={error} />
      {data === undefined && error === null && <p className="quiet">{say('wait')}</p>}
      {data !== undefined && (
        <div className={isPlaceholderData || terms === null ? 'stack stale' : 'stack'}>
          <CostList terms={data} />
          <small>{say('basis', { grade: data.basisGrade })}</small>
          <details>
            <summary>{say('schedule', { count: data.schedule.length })}</summary>
            <ScheduleTable rows={data.schedule} />
          </details>
        </div>
      )}
    </section>
  );
}
