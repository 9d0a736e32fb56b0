import type { ReactNode } from 'react';
import type { Answers } from '../../../kit/api/api';
import { Day, Money, Rate } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  caption: ['变更前后', 'Before and after'],
  before: ['变更前', 'Before'],
  after: ['变更后', 'After'],
  rate: ['年利率', 'Rate a year'],
  maturity: ['到期日', 'Maturity'],
  interest: ['剩余利息', 'Interest to pay'],
  total: ['剩余应还合计', 'To repay in all'],
  rows: ['变更后的还款计划', 'The schedule after it'],
  number: ['期次', '#'],
  due: ['到期日', 'Due'],
  payment: ['应还', 'Payment'],
  limit: [
    '法定展期上限 {months} 个月，剩余 {left} 个月',
    'The law allows {months month|months}, {left is|are} left',
  ],
  observed: ['观察期至', 'Under observation until'],
});

type Quote = Answers['ChangeQuote'];

/** What a change comes to, line by line, before anybody agrees to it. */
export function QuoteTable({ quote }: { quote: Quote }) {
  const say = useWords(WORDS);
  const { before, after, extension, observedUntil, rows } = quote;
  const line = (label: string, shown: (of: Quote['before']) => ReactNode) => (
    <tr>
      <th scope="row">{label}</th>
      <td className="figure">{shown(before)}</td>
      <td className="figure">{shown(after)}</td>
    </tr>
  );
  return (
    <div className="stack">
      <table className="ways">
        <caption className="unseen">{say('caption')}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col" className="figure">
              {say('before')}
            </th>
            <th scope="col" className="figure">
              {say('after')}
            </th>
          </tr>
        </thead>
        <tbody>
          {line(say('rate'), ({ annualRate }) => (
            <Rate rate={annualRate} />
          ))}
          {line(say('maturity'), ({ maturity }) => (
            <Day day={maturity} />
          ))}
          {line(say('interest'), ({ interestToPayFen }) => (
            <Money fen={interestToPayFen} />
          ))}
          {line(say('total'), ({ totalToPayFen }) => (
            <Money fen={totalToPayFen} />
          ))}
        </tbody>
      </table>
      {extension !== null && (
        <p className="quiet">
          {say('limit', { months: extension.limitMonths, left: extension.leftAfterMonths })}
        </p>
      )}
      {observedUntil !== null && (
        <p className="quiet">
          {say('observed')} <Day day={observedUntil} />
        </p>
      )}
      {rows.length > 0 && (
        <details>
          <summary>{say('rows')}</summary>
          <table className="schedule">
            <caption className="unseen">{say('rows')}</caption>
            <thead>
              <tr>
                <th scope="col">{say('number')}</th>
                <th scope="col">{say('due')}</th>
                <th scope="col" className="figure">
                  {say('payment')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ number, dueDate, principalFen, interestFen }) => (
                <tr key={number}>
                  <td className="figure">{number}</td>
                  <td>
                    <Day day={dueDate} />
                  </td>
                  <td className="figure">
                    <Money fen={principalFen + interestFen} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </div>
  );
}
