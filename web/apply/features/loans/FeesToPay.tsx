import { Link } from '@tanstack/react-router';
import type { Answers } from '../../../kit/api/api';
import { Day, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['待支付的费用', 'Fees to be paid'],
  apart: [
    '费用单独收取，不含在上面的应还金额中。',
    'Fees are collected by themselves: the amount above has none of them in it.',
  ],
  due: ['到期日', 'Due on'],
  byDebit: ['从还款账户自动扣款', 'debited from your account by itself'],
  byTransfer: ['请转账支付', 'pay it by transfer'],
});

/** Charges of a loan that are invoiced and not paid, beside what is due of its instalments; nothing where there are none. */
export function FeesToPay({ fees }: { fees: Answers['Loan']['fees'] }) {
  const say = useWords(WORDS);
  if (fees.length === 0) return null;
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <p className="quiet">{say('apart')}</p>
      <ul className="case-list">
        {fees.map(({ feeId, name, amountFen, dueDate, settlement }) => (
          <li key={feeId}>
            <Link to="/fees/$feeId" params={{ feeId }} className="card">
              <span className="row spread">
                <strong>{name}</strong>
                <Money fen={amountFen} />
              </span>
              <span className="quiet">
                {say('due')} <Day day={dueDate} /> ·{' '}
                {say(settlement === 'OFFLINE' ? 'byTransfer' : 'byDebit')}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
