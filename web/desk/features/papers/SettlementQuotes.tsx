import { useId, useState } from 'react';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { Day, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { type Words, words } from '../../../kit/words/words';
import { Mark } from '../../parts/Mark';
import { useIs } from '../../parts/Page';
import { type Column, Records } from '../../parts/Records';

const WORDS = words({
  title: ['结清报价', 'What settles the loan'],
  until: ['有效至', 'Valid through'],
  send: ['出具结清报价', 'Quote it'],
  quoted: ['报价日', 'Quoted on'],
  amount: ['结清金额', 'Settles it'],
  due: ['其中到期', 'Of it: due'],
  prepaid: ['其中提前', 'Of it: ahead of time'],
  status: ['状态', 'Status'],
  empty: ['尚无结清报价。', 'None yet.'],
});
type Quote = Answers['SettlementQuote'];
const STATUSES: Words<Quote['status']> = words({
  STANDING: ['有效', 'Stands'],
  SETTLED: ['已按此结清', 'Settled by it'],
  LAPSED: ['已失效', 'Lapsed'],
});
/** Who may quote at the desk; the API says the same. */
const QUOTERS = ['finance', 'customer_service'] as const;

/** What owes something; the API says the same. */
const OWED_ON = ['REPAYING', 'OVERDUE', 'WRITTEN_OFF'] as const;

/** What settles the loan until a day: quoted here, honoured whenever the money comes by then. */
export function SettlementQuotes({ loan: { id: loanId, status } }: { loan: Answers['Loan'] }) {
  const [say, sayStatus] = [useWords(WORDS), useWords(STATUSES)];
  const mayQuote = useIs(QUOTERS) && OWED_ON.some((each) => each === status);
  const { data, error } = api.useQuery('get', '/loans/{loanId}/settlement-quotes', {
    params: { path: { loanId } },
  });
  const columns: readonly Column<Quote>[] = [
    { key: 'quoted', head: say('quoted'), cell: ({ quotedOn }) => <Day day={quotedOn} /> },
    { key: 'until', head: say('until'), cell: ({ validThrough }) => <Day day={validThrough} /> },
    {
      key: 'amount',
      head: say('amount'),
      isFigure: true,
      cell: ({ amountFen }) => <Money fen={amountFen} />,
    },
    { key: 'due', head: say('due'), isFigure: true, cell: ({ dueFen }) => <Money fen={dueFen} /> },
    {
      key: 'prepaid',
      head: say('prepaid'),
      isFigure: true,
      cell: ({ prepaymentFen }) => <Money fen={prepaymentFen} />,
    },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={status === 'LAPSED' ? 'plain' : 'good'}>{sayStatus(status)}</Mark>,
    },
  ];
  return (
    <section className="stack" aria-labelledby="settlement">
      <h2 id="settlement">{say('title')}</h2>
      {mayQuote && <QuoteForm loanId={loanId} />}
      <ProblemNotice error={error} />
      <Records
        caption={say('title')}
        columns={columns}
        rows={data?.items}
        idOf={({ id }) => id}
        empty={say('empty')}
      />
    </section>
  );
}

function QuoteForm({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const id = useId();
  const [validThrough, choose] = useState('');
  const { key, renew } = useActKey();
  const quote = api.useMutation('post', '/loans/{loanId}/settlement-quotes', {
    onSuccess: () => {
      renew();
      void queries.invalidateQueries({
        predicate: ({ queryKey: [, path] }) =>
          path === '/papers' || path === '/loans/{loanId}/settlement-quotes',
      });
    },
  });
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault();
        quote.mutate({
          params: { path: { loanId }, header: { 'Idempotency-Key': key } },
          body: { validThrough },
        });
      }}
    >
      <div className="field">
        <label htmlFor={id}>{say('until')}</label>
        <input
          id={id}
          type="date"
          required
          value={validThrough}
          onChange={({ target }) => choose(target.value)}
        />
      </div>
      <button type="submit" className="button small filters-end" disabled={quote.isPending}>
        {say('send')}
      </button>
      <ProblemNotice error={quote.error} />
    </form>
  );
}
