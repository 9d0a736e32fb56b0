import { type FormEvent, useState } from 'react';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { Day, Money } from '../../../kit/figures/figures';
import { TextField } from '../../../kit/forms/fields';
import { useSay, useWords } from '../../../kit/words/language';
import { type Words, words } from '../../../kit/words/words';

const WORDS = words({
  title: ['结清报价', 'What settles the loan'],
  about: [
    '报价在您选择的日期前有效，付清即结清；报价单会出现在下方。',
    'It stands until the day you choose: paid in time, the loan is settled. Its paper appears below.',
  ],
  until: ['有效至', 'Good until'],
  ask: ['取得报价', 'Get a quote'],
  pay: ['结清金额', 'To settle'],
  due: ['其中到期未还', 'Due in it'],
  rest: ['其中提前归还', 'Prepaid in it'],
});
const STATES: Words<Answers['SettlementQuote']['status']> = words({
  STANDING: ['有效', 'Stands'],
  SETTLED: ['已结清', 'Settled'],
  LAPSED: ['已失效', 'Lapsed'],
});

/** What would settle the loan, valid to a day that the borrower chooses; of a loan that is repaid, what was quoted. */
export function SettlementQuotes({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const params = { path: { loanId } };
  const { data, isPending } = api.useQuery('get', '/loans/{loanId}/settlement-quotes', { params });
  const loan = api.useQuery('get', '/loans/{loanId}', { params });
  if (isPending || loan.isPending) return <div className="skeleton tall" />;
  const isOwed = loan.data?.status === 'REPAYING' || loan.data?.status === 'OVERDUE';
  if (!isOwed && data?.items.length === 0) return null;
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      {isOwed && <AskForQuote loanId={loanId} />}
      {data?.items.map((quote) => (
        <Quote key={quote.id} quote={quote} />
      ))}
    </section>
  );
}

function AskForQuote({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const [validThrough, choose] = useState('');
  const { key, renew } = useActKey();
  const asking = api.useMutation('post', '/loans/{loanId}/settlement-quotes', {
    onSuccess: async () => {
      renew();
      await queries.invalidateQueries();
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const params = { path: { loanId }, header: { 'Idempotency-Key': key } };
    asking.mutate({ params, body: { validThrough } });
  };
  return (
    <form className="stack" onSubmit={send}>
      <p className="quiet">{say('about')}</p>
      <TextField
        label={say('until')}
        type="date"
        required
        value={validThrough}
        onChange={({ target }) => choose(target.value)}
      />
      <ProblemNotice error={asking.error} />
      <button type="submit" className="button" disabled={asking.isPending}>
        {say('ask')}
      </button>
    </form>
  );
}

function Quote({ quote }: { quote: Answers['SettlementQuote'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { amountFen, dueFen, prepaymentFen, status, validThrough } = quote;
  return (
    <div className="stack-tight">
      <span className="row spread">
        <strong>
          {say('pay')} <Money fen={amountFen} />
        </strong>
        <span className="state" data-mood={status === 'SETTLED' ? 'GOOD' : 'PLAIN'}>
          {sayPair(STATES[status])}
        </span>
      </span>
      <small>
        {say('until')} <Day day={validThrough} /> · {say('due')} <Money fen={dueFen} /> · {say('rest')}{' '}
        <Money fen={prepaymentFen} />
      </small>
    </div>
  );
}
