import { useId, useState } from 'react';
import { yuanText } from '../../../../domain/money/text';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { whyNoPromise } from '../../../kit/collection/whyNoPromise';
import { typedFen } from '../../../kit/forms/typedFigures';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { useCollectionAct } from './useCollectionAct';

const WORDS = words({
  amount: ['承诺金额（元）', 'Amount (yuan)'],
  by: ['最迟还款日', 'By'],
  send: ['记录承诺', 'Record the promise'],
  about: [
    '承诺期内不再催收；至多 {days} 天，至少 {least} 元。',
    'While it is open nobody calls or writes; it lasts {days} days at most and is of ¥{least} at least.',
  ],
});

/** Records what the borrower promised on the phone; where none is taken, why. */
export function PromiseForm({ calendar }: { calendar: Answers['CollectionCalendar'] }) {
  const { loanId, promiseDays, overdueFen, leastPromiseFen } = calendar;
  const say = useWords(WORDS);
  const why = whyNoPromise(calendar, useLanguage().language);
  const id = useId();
  const [amount, setAmount] = useState(overdueFen > 0 ? yuanText(overdueFen) : '');
  const [byDate, setDate] = useState('');
  const { header, onSuccess } = useCollectionAct(() => setDate(''));
  const promise = api.useMutation('post', '/loans/{loanId}/promises', { onSuccess });
  const amountFen = typedFen(amount);
  if (why !== null) return <p className="quiet">{why}</p>;
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (amountFen === null) return;
        promise.mutate({ params: { path: { loanId }, header }, body: { amountFen, byDate } });
      }}
    >
      <p className="quiet">{say('about', { days: promiseDays, least: yuanText(leastPromiseFen) })}</p>
      <div className="filters">
        <div className="field">
          <label htmlFor={`${id}-amount`}>{say('amount')}</label>
          <input
            id={`${id}-amount`}
            inputMode="decimal"
            required
            value={amount}
            onChange={({ target }) => setAmount(target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-by`}>{say('by')}</label>
          <input
            id={`${id}-by`}
            type="date"
            required
            value={byDate}
            onChange={({ target }) => setDate(target.value)}
          />
        </div>
        <button
          type="submit"
          className="button small primary filters-end"
          disabled={promise.isPending || amountFen === null || amountFen <= 0}
        >
          {say('send')}
        </button>
      </div>
      <ProblemNotice error={promise.error} />
    </form>
  );
}
