import { api } from '../../kit/api/api';
import { Day } from '../../kit/figures/figures';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { behindAt } from './books';

const WORDS = words({
  through: ['账务截至', 'Books as of'],
  why: [
    '其后各日的日终尚未完成，利息、逾期与准备的数字还会变动。',
    'The nights since then are not done: interest, arrears and provisions will still change.',
  ],
});
const LOOK_EVERY_MS = 15_000;

/** Says so where figures are shown of days that their nights have not closed yet. @param until the last of them */
export function BooksThrough({ until }: { until?: string }) {
  const say = useWords(WORDS);
  const { data, isPending } = api.useQuery('get', '/finance/day', undefined, {
    refetchInterval: LOOK_EVERY_MS,
  });
  if (isPending) return <div className="skeleton" />;
  const through = data && behindAt(data, until);
  if (through == null) return null;
  return (
    <p className="notice notice-warn" role="status">
      <strong>
        {say('through')} <Day day={through} />
      </strong>{' '}
      {say('why')}
    </p>
  );
}
