import type { Answers } from '../api/api';
import { Day, Money } from '../figures/figures';
import { useWords } from '../words/language';
import { words } from '../words/words';
import './loan.css';

const WORDS = words({
  caption: ['还款计划', 'Schedule'],
  number: ['期次', '#'],
  due: ['到期日', 'Due'],
  payment: ['应还', 'Payment'],
  principal: ['本金', 'Principal'],
  interest: ['利息', 'Interest'],
  balance: ['剩余本金', 'Balance'],
  total: ['合计', 'Total'],
});

/** Every payment of a loan; on a phone principal and interest stand below it. */
export function ScheduleTable({ rows }: { rows: readonly Answers['ScheduleRow'][] }) {
  const say = useWords(WORDS);
  const sum = (of: 'paymentFen' | 'principalFen' | 'interestFen'): number =>
    rows.reduce((total, row) => total + row[of], 0);
  return (
    <table className="schedule">
      <caption className="unseen">{say('caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('number')}</th>
          <th scope="col">{say('due')}</th>
          <th scope="col" className="figure">
            {say('payment')}
          </th>
          <th scope="col" className="figure wide">
            {say('principal')}
          </th>
          <th scope="col" className="figure wide">
            {say('interest')}
          </th>
          <th scope="col" className="figure wide">
            {say('balance')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.number}>
            <td className="figure">{row.number}</td>
            <td>
              <Day day={row.dueDate} />
            </td>
            <td className="figure">
              <Money fen={row.paymentFen} />
              <Parts row={row} />
            </td>
            <td className="figure wide">
              <Money fen={row.principalFen} />
            </td>
            <td className="figure wide">
              <Money fen={row.interestFen} />
            </td>
            <td className="figure wide">
              <Money fen={row.balanceFen} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            {say('total')}
          </th>
          <td className="figure">
            <Money fen={sum('paymentFen')} />
          </td>
          <td className="figure wide">
            <Money fen={sum('principalFen')} />
          </td>
          <td className="figure wide">
            <Money fen={sum('interestFen')} />
          </td>
          <td className="figure wide" />
        </tr>
      </tfoot>
    </table>
  );
}

function Parts({ row }: { row: Pick<Answers['ScheduleRow'], 'principalFen' | 'interestFen'> }) {
  const say = useWords(WORDS);
  return (
    <small className="narrow-only">
      {say('principal')} <Money fen={row.principalFen} />
      <br />
      {say('interest')} <Money fen={row.interestFen} />
    </small>
  );
}
