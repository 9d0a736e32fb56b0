import { useId, useState } from 'react';
import enRefusals from '../../../../contracts/texts/en/refusals.json';
import zhRefusals from '../../../../contracts/texts/zh-CN/refusals.json';
import { yuanText } from '../../../../domain/money/text';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { typedFen } from '../../../kit/forms/typedFigures';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { useCollectionAct } from './useCollectionAct';

const WORDS = words({
  amount: ['承诺金额（元）', 'Amount (yuan)'],
  by: ['最迟还款日', 'By'],
  send: ['记录承诺', 'Record the promise'],
  about: [
    '承诺期内不再催收；至多 {days} 天。',
    'While it is open nobody calls or writes; it lasts {days} days at most.',
  ],
});
const REFUSALS_ZH: Readonly<Record<string, string>> = zhRefusals;
const REFUSALS_EN: Readonly<Record<string, string>> = enRefusals;

/** Records what the borrower promised on the phone; where none is taken, why. */
export function PromiseForm({ calendar }: { calendar: Answers['CollectionCalendar'] }) {
  const { loanId, mayPromise, promiseDays, overdueFen } = calendar;
  const [say, sayPair] = [useWords(WORDS), useSay()];
  const id = useId();
  const [amount, setAmount] = useState(overdueFen > 0 ? yuanText(overdueFen) : '');
  const [byDate, setDate] = useState('');
  const { header, onSuccess } = useCollectionAct(() => setDate(''));
  const promise = api.useMutation('post', '/loans/{loanId}/promises', { onSuccess });
  const amountFen = typedFen(amount);
  if (mayPromise !== null) {
    const why = [REFUSALS_ZH[mayPromise] ?? '', REFUSALS_EN[mayPromise] ?? ''] as const;
    return <p className="quiet">{sayPair(why, { days: promiseDays })}</p>;
  }
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (amountFen === null) return;
        promise.mutate({ params: { path: { loanId }, header }, body: { amountFen, byDate } });
      }}
    >
      <p className="quiet">{say('about', { days: promiseDays })}</p>
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
