import { type FormEvent, useState } from 'react';
import { addDays, isoDate } from '../../../../domain/calendar/isoDate';
import { yuanText } from '../../../../domain/money/text';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { PROMISE_STATUSES } from '../../../kit/collection/calendar';
import { whyNoPromise } from '../../../kit/collection/whyNoPromise';
import { Day, Money } from '../../../kit/figures/figures';
import { TextField, YuanField } from '../../../kit/forms/fields';
import { typedFen, WRONG_FIGURE, wrongWithYuan } from '../../../kit/forms/typedFigures';
import { useLanguage, useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['承诺还款', 'Promise to pay'],
  about: [
    '承诺一个日期和金额，期间我们不会催您；最长 {days} 天，至少 {least} 元。最后一日当天的转账也算数。',
    'Say how much you pay and by when; until then nobody presses you. {days} days at most, ¥{least} at least. A transfer on the last day counts.',
  ],
  amount: ['承诺金额', 'Amount'],
  yuan: ['元', 'CNY'],
  by: ['最迟还款日', 'By'],
  missing: ['请选择日期', 'Choose a day'],
  send: ['作出承诺', 'Promise it'],
  line: ['最迟', 'by'],
});
type Calendar = Answers['CollectionCalendar'];

/** What was promised, and another promise where one is taken; else why not. */
export function Promises({ calendar }: { calendar: Calendar }) {
  const say = useWords(WORDS);
  const sayStatus = useWords(PROMISE_STATUSES);
  const why = whyNoPromise(calendar, useLanguage().language);
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      {calendar.promises.map(({ id, amountFen, byDate, status }) => (
        <p key={id} className="row spread">
          <span>
            <Money fen={amountFen} /> · {say('line')} <Day day={byDate} />
          </span>
          <span className="state" data-mood={{ OPEN: 'DO', KEPT: 'GOOD', BROKEN: 'BAD' }[status]}>
            {sayStatus(status)}
          </span>
        </p>
      ))}
      {why === null ? <PromiseForm calendar={calendar} /> : <p>{why}</p>}
    </section>
  );
}

function PromiseForm({
  calendar: { asOf, loanId, overdueFen, promiseDays, leastPromiseFen },
}: {
  calendar: Calendar;
}) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { key } = useActKey();
  const [amount, setAmount] = useState(() => yuanText(overdueFen));
  const [byDate, setDate] = useState('');
  const [isTried, setTried] = useState(false);
  const promising = api.useMutation('post', '/loans/{loanId}/promises', {
    onSuccess: () => queries.invalidateQueries(),
  });
  const wrong = wrongWithYuan(amount, { mayBeZero: false });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    const amountFen = typedFen(amount);
    if (wrong !== null || amountFen === null || byDate === '') return;
    const params = { path: { loanId }, header: { 'Idempotency-Key': key } };
    promising.mutate({ params, body: { amountFen, byDate } });
  };
  return (
    <form className="stack" noValidate onSubmit={send}>
      <p>{say('about', { days: promiseDays, least: yuanText(leastPromiseFen) })}</p>
      <YuanField
        label={say('amount')}
        unit={say('yuan')}
        wrong={wrong === null ? undefined : sayPair(WRONG_FIGURE[wrong])}
        value={amount}
        onChange={({ target }) => setAmount(target.value)}
      />
      <TextField
        label={say('by')}
        type="date"
        min={asOf}
        max={addDays(isoDate(asOf), promiseDays)}
        wrong={isTried && byDate === '' ? say('missing') : undefined}
        value={byDate}
        onChange={({ target }) => setDate(target.value)}
      />
      <ProblemNotice error={promising.error} />
      <button type="submit" className="button primary" disabled={promising.isPending}>
        {say('send')}
      </button>
    </form>
  );
}
