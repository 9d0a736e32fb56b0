import { useParams } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day, Money } from '../../../kit/figures/figures';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { FEE_TIMINGS } from '../../parts/feeTimings';
import { TARIFF_STATUSES } from '../../parts/feeWords';
import { Listed, PAGED } from '../../parts/Listed';
import { LoanFrame } from '../../parts/LoanFrame';
import { Mark } from '../../parts/Mark';
import { useFeeColumns } from './feeColumns';

const WORDS = words({
  title: ['费用', 'Fees'],
  empty: ['本贷款没有费用。', 'No charge of this loan.'],
  notices: ['价目变更通知', 'Notices of other prices'],
  from: ['自', 'From'],
  answer: ['须于此前答复', 'To be answered by'],
  none: ['没有价目变更通知。', 'No notice of other prices.'],
});

/** Charges of one loan, and how it stands with later price lists. */
export function FeesOfLoan() {
  const { loanId } = useParams({ from: '/loans/$loanId/fees' });
  return (
    <LoanFrame loanId={loanId}>
      {() => (
        <>
          <Charges loanId={loanId} />
          <Notices loanId={loanId} />
        </>
      )}
    </LoanFrame>
  );
}

function Charges({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const columns = useFeeColumns({ withEnterprise: false });
  const found = api.useInfiniteQuery('get', '/fees', { params: { query: { loanId } } }, PAGED);
  return (
    <section className="stack" aria-labelledby="fees-of-loan">
      <h2 id="fees-of-loan">{say('title')}</h2>
      <Listed
        caption={say('title')}
        found={found}
        columns={columns}
        idOf={({ id }) => id}
        empty={say('empty')}
      />
    </section>
  );
}

function Notices({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const of = api.useQuery('get', '/tariffs/notices', { params: { query: { loanId } } });
  return (
    <section className="stack" aria-labelledby="tariff-notices">
      <h2 id="tariff-notices">{say('notices')}</h2>
      <Asked of={of}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="card quiet">{say('none')}</p>
          ) : (
            items.map((notice) => <Notice key={notice.tariff} notice={notice} />)
          )
        }
      </Asked>
    </section>
  );
}

function Notice({ notice }: { notice: Answers['TariffNotice'] }) {
  const [say, sayStatus, sayPair] = [useWords(WORDS), useWords(TARIFF_STATUSES), useSay()];
  const sayTiming = useWords(FEE_TIMINGS);
  return (
    <article className="card stack">
      <p className="row">
        <Mark tone={notice.status === 'APPLIES' ? 'good' : 'plain'}>{sayStatus(notice.status)}</Mark>
        {say('from')} <Day day={notice.effectiveFrom} />
        {notice.answerBy !== null && (
          <span className="quiet">
            {say('answer')} <Day day={notice.answerBy} />
          </span>
        )}
      </p>
      <ul>
        {notice.lines.map(({ rule, words: text, nowFen, thenFen, timing, thenTiming, thenFrom }) => (
          <li key={rule}>
            {sayPair([text.zh, text.en])}: <Money fen={nowFen} /> {sayTiming(timing)} →{' '}
            <Money fen={thenFen} /> {thenFen > 0 && sayTiming(thenTiming)}
            {thenFrom > notice.effectiveFrom && (
              <span className="quiet">
                {' '}
                {say('from')} <Day day={thenFrom} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </article>
  );
}
