import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Instant, Money } from '../../../kit/figures/figures';
import { bankCodePair } from '../../../kit/words/bankCodes';
import { useSay, useWords } from '../../../kit/words/language';
import { PAYMENT_STATUS_NAMES, PURPOSE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['扣款与付款记录', 'Debits and payments'],
  none: ['还没有扣款。', 'Nothing was debited yet.'],
});

/** Every order at the bank about a loan, the newest first, with the bank's answer in words. */
export function Attempts({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const { data, error, refetch } = api.useQuery('get', '/payments', {
    params: { query: { loanId, pageSize: '50' } },
  });
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <ProblemNotice error={error} again={() => void refetch()} />
      {data === undefined && error === null && <div className="skeleton" />}
      {data?.items.length === 0 && <p className="quiet">{say('none')}</p>}
      {data !== undefined && data.items.length > 0 && (
        <ul className="attempts">
          {data.items.map((payment) => (
            <Attempt key={payment.id} payment={payment} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Attempt({ payment }: { payment: Answers['Payment'] }) {
  const sayPair = useSay();
  const { status, purpose, amountFen, code, submittedAt, createdAt } = payment;
  return (
    <li>
      <span>
        <span>{sayPair(PURPOSE_NAMES[purpose])}</span>
        <Money fen={amountFen} />
      </span>
      <small>
        <Instant at={submittedAt ?? createdAt} />
        <span
          className="state"
          data-mood={status === 'FAILED' ? 'BAD' : status === 'SUCCEEDED' ? 'GOOD' : 'PLAIN'}
        >
          {sayPair(PAYMENT_STATUS_NAMES[status])}
          {code !== null && status !== 'SUCCEEDED' && ` · ${sayPair(bankCodePair(code))}`}
        </span>
      </small>
    </li>
  );
}
