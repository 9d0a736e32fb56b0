import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { PAGED } from '../../../kit/api/paged';
import { Money, monthText } from '../../../kit/figures/figures';
import { COSTS } from '../../../kit/loan/words';
import { useLanguage, useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import '../../../kit/account/account.css';

const WORDS = words({
  title: ['费用异议的处理结果', 'What came of disputes about fees'],
  about: ['所有机构的结果均匿名公布。', 'Of all institutions, without names.'],
  none: ['还没有公布的结果。', 'Nothing is published yet.'],
  charged: ['收费', 'Charged'],
  granted: ['同意减免或退还', 'Given up or back'],
  more: ['更早的结果', 'Older ones'],
});

/** What came of disputes about fees, for anybody. */
export function PublishedDisputes() {
  const say = useWords(WORDS);
  const found = api.useInfiniteQuery('get', '/fees/disputes/published', { params: { query: {} } }, PAGED);
  const items = found.data?.pages.flatMap((page) => page.items);
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <p className="quiet">{say('about')}</p>
      <ProblemNotice error={found.error} again={() => void found.refetch()} />
      {found.isPending && <div className="skeleton" />}
      {items?.length === 0 && <p>{say('none')}</p>}
      <ul className="lines">
        {items?.map((dispute, at) => (
          // Nothing names one of them: that is what they are published for.
          // biome-ignore lint/suspicious/noArrayIndexKey: they stand in the order in which they came
          <Dispute key={at} dispute={dispute} />
        ))}
      </ul>
      {found.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {say('more')}
        </button>
      )}
    </section>
  );
}

function Dispute({ dispute }: { dispute: Answers['PublishedDispute'] }) {
  const [say, sayPair] = [useWords(WORDS), useSay()];
  const { language } = useLanguage();
  const { month, kind, chargedFen, grantedFen, outcomeWords, reasonWords } = dispute;
  return (
    <li className="stack-tight">
      <span className="row spread">
        <strong>{sayPair(COSTS[kind])}</strong>
        <span className="state">{sayPair([outcomeWords.zh, outcomeWords.en])}</span>
      </span>
      <span>{sayPair([reasonWords.zh, reasonWords.en])}</span>
      <small>
        {monthText(month, language)} · {say('charged')} <Money fen={chargedFen} /> · {say('granted')}{' '}
        <Money fen={grantedFen} />
      </small>
    </li>
  );
}
