import { useForm } from 'react-hook-form';
import { yuanText } from '../../../../domain/money/text';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Day, Money } from '../../../kit/figures/figures';
import { YuanField } from '../../../kit/forms/fields';
import { typedFen, WRONG_FIGURE, wrongWithYuan } from '../../../kit/forms/typedFigures';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { isTold } from './debits';
import { duesOf, partsOf } from './dues';
import { MoneyMoved } from './MoneyMoved';
import { useDebit } from './useDebit';

const WORDS = words({
  now: ['现在应还', 'Due now'],
  next: ['下次应还（第 {number} 期）', 'Next payment (no. {number})'],
  wasDue: ['原应于', 'Was due on'],
  by: ['到期日', 'Due on'],
  late: ['已逾期 {days} 天', '{days day|days} late'],
  auto: ['到期日自动从还款账户扣款，无需操作。', 'It is debited by itself on that day: nothing to do.'],
  settled: ['本笔贷款已还清。', 'This loan is repaid.'],
  ahead: ['提前存入的还款', 'Paid ahead'],
  parts: ['由以下各项构成', 'Made up of'],
  principal: ['本金', 'Principal'],
  interest: ['利息', 'Interest'],
  penalty: ['罚息', 'Penalty interest'],
  compound: ['复利', 'Compound interest'],
  fees: ['费用', 'Fees'],
  pay: ['立即还款', 'Pay now'],
  amount: ['还款金额', 'Amount'],
  yuan: ['元', 'CNY'],
  hint: [
    '从还款账户扣款；多付的部分留待抵扣以后的应还款。',
    'Debited from your account; more than is due is kept for what comes.',
  ],
  debit: ['确认扣款', 'Debit it'],
  more: ['再还一笔', 'Pay more'],
});

/** What is due now, and the button that pays it. */
export function DueNow({ loan }: { loan: Answers['Loan'] }) {
  const say = useWords(WORDS);
  const dues = duesOf(loan);
  if (dues === null) return <p className="card notice-good">{say('settled')}</p>;
  const isNow = dues.kind === 'NOW';
  const isLate = isNow && dues.daysPastDue > 0;
  return (
    <section className="card stack next" data-mood={isLate ? 'BAD' : isNow ? 'DO' : 'PLAIN'}>
      <h2>{isNow ? say('now') : say('next', { number: dues.number })}</h2>
      <p className="offer-amount">
        <Money fen={dues.amountFen} />
      </p>
      {isNow && <Parts balances={loan.balances} />}
      <p>
        {say(isLate ? 'wasDue' : 'by')} <Day day={dues.dueDate} />
        {isLate && <strong className="late"> · {say('late', { days: dues.daysPastDue })}</strong>}
      </p>
      {!isNow && <p className="quiet">{say('auto')}</p>}
      {!isNow && loan.balances.suspenseFen > 0 && (
        <p>
          {say('ahead')} <Money fen={loan.balances.suspenseFen} />
        </p>
      )}
      <Pay loanId={loan.id} owedFen={dues.amountFen} isOpen={isNow} />
    </section>
  );
}

/** What the amount above is made up of. */
function Parts({ balances }: { balances: Answers['Balances'] }) {
  const say = useWords(WORDS);
  return (
    <dl className="figures" aria-label={say('parts')}>
      {partsOf(balances).map(({ part, fen }) => (
        <div key={part}>
          <dt>{say(part)}</dt>
          <dd>
            <Money fen={fen} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Pay({ loanId, owedFen, isOpen }: { loanId: string; owedFen: number; isOpen: boolean }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { key, moved, answered, wrongOf, forget } = useDebit(loanId);
  const form = useForm({ defaultValues: { amount: yuanText(owedFen) }, mode: 'onTouched' });
  const paying = api.useMutation('post', '/loans/{loanId}/repayments', { onSuccess: answered });
  const wrong = wrongOf(paying);
  const send = form.handleSubmit(({ amount }) => {
    const amountFen = typedFen(amount) ?? 0;
    paying.mutate({
      params: { path: { loanId }, header: { 'Idempotency-Key': key } },
      body: { amountFen },
    });
  });
  // Pressed once more it would be another debit.
  if (moved?.payment.status === 'SUCCEEDED') {
    return (
      <div className="stack">
        <MoneyMoved moved={moved} />
        <button
          type="button"
          className="button"
          onClick={() => {
            form.reset({ amount: yuanText(owedFen) });
            forget();
          }}
        >
          {say('more')}
        </button>
      </div>
    );
  }
  return (
    <details open={isOpen || isTold({ isPending: paying.isPending, moved, wrong })}>
      <summary>{say('pay')}</summary>
      <form className="stack" noValidate onSubmit={(event) => void send(event)}>
        <YuanField
          label={say('amount')}
          unit={say('yuan')}
          hint={say('hint')}
          wrong={form.formState.errors.amount?.message}
          {...form.register('amount', {
            validate: (typed) => {
              const mistake = wrongWithYuan(typed, { mayBeZero: false });
              return mistake === null || sayPair(WRONG_FIGURE[mistake]);
            },
          })}
        />
        <ProblemNotice error={wrong} />
        <MoneyMoved moved={paying.isPending ? undefined : moved} />
        <button type="submit" className="button primary" disabled={paying.isPending}>
          {say('debit')}
        </button>
      </form>
    </details>
  );
}
