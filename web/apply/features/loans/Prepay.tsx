import { keepPreviousData } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { YuanField } from '../../../kit/forms/fields';
import { typedFen, WRONG_FIGURE, wrongWithYuan } from '../../../kit/forms/typedFigures';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { MoneyMoved } from './MoneyMoved';
import { PrepayWays } from './PrepayWays';
import { useDebit } from './useDebit';

const WORDS = words({
  title: ['提前还款', 'Prepay'],
  about: [
    '比较两种方式：缩短期限，或减少每期还款。',
    'Compare both ways: a shorter loan, or smaller payments.',
  ],
  principal: ['提前归还的本金', 'Principal to prepay'],
  hint: ['留空表示全部还清', 'Empty: all of it'],
  yuan: ['元', 'CNY'],
  compare: ['比较', 'Compare'],
});

/** What prepaying costs and saves, in two columns, and the button of each. */
export function Prepay({ loan }: { loan: Answers['Loan'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<{ readonly principalFen: number | null } | null>(null);
  const wrong = wrongWithYuan(typed, { mayBeEmpty: true, mayBeZero: false });
  const { id: loanId } = loan;
  const { key, moved, answered, wrongOf } = useDebit(loanId);
  const query = asked?.principalFen == null ? {} : { principalFen: String(asked.principalFen) };
  const options = api.useQuery(
    'get',
    '/loans/{loanId}/prepayment-options',
    { params: { path: { loanId }, query } },
    { enabled: asked !== null, placeholderData: keepPreviousData },
  );
  const prepaying = api.useMutation('post', '/loans/{loanId}/prepayments', { onSuccess: answered });
  const paid = moved?.payment.status === 'SUCCEEDED' ? moved.key : null;
  useEffect(() => {
    // What was compared is no longer what is owed.
    if (paid !== null) setAsked(null);
  }, [paid]);
  const choose = ({ mode, principalFen, cashFen }: Answers['PrepaymentOption']): void =>
    prepaying.mutate({
      params: { path: { loanId }, header: { 'Idempotency-Key': key } },
      body: { mode, principalFen, amountFen: cashFen },
    });
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <p className="quiet">{say('about')}</p>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (wrong === null) setAsked({ principalFen: typedFen(typed) });
        }}
      >
        <YuanField
          label={say('principal')}
          hint={say('hint')}
          unit={say('yuan')}
          wrong={wrong === null ? undefined : sayPair(WRONG_FIGURE[wrong])}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <button type="submit" className="button">
          {say('compare')}
        </button>
      </form>
      <ProblemNotice error={options.error ?? wrongOf(prepaying)} />
      <MoneyMoved moved={prepaying.isPending ? undefined : moved} />
      {asked !== null && options.data !== undefined && (
        <PrepayWays options={options.data.options} choose={choose} isBusy={prepaying.isPending} />
      )}
    </section>
  );
}
