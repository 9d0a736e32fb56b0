import type { ReactNode } from 'react';
import type { Answers } from '../../../kit/api/api';
import { Day, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { waysOf } from './dues';

const WORDS = words({
  SHORTEN_TERM: ['缩短期限', 'Shorter'],
  REDUCE_INSTALMENT: ['减少月供', 'Smaller payments'],
  all: ['全部还清', 'All of it'],
  cash: ['现在支付', 'To pay now'],
  interest: ['其中应计利息', 'Accrued interest in it'],
  fee: ['其中手续费', 'Fee in it'],
  saved: ['节省利息', 'Interest saved'],
  next: ['之后每期', 'Each payment after it'],
  left: ['剩余期数', 'Payments left'],
  last: ['还清日期', 'Repaid on'],
  choose: ['选择此方式', 'Choose this'],
  caption: ['提前还款方式比较', 'Ways to prepay'],
});

interface WaysProps {
  readonly options: readonly Answers['PrepaymentOption'][];
  readonly choose: (option: Answers['PrepaymentOption']) => void;
  readonly isBusy: boolean;
}

/** Both ways beside each other, line by line. */
export function PrepayWays({ options, choose, isBusy }: WaysProps) {
  const say = useWords(WORDS);
  const isWhole = options.every(({ schedule }) => schedule.length === 0);
  // All of it is the same in both ways.
  const ways = waysOf(isWhole ? options.slice(0, 1) : options);
  const line = (label: string, shown: (way: (typeof ways)[number]) => ReactNode) => (
    <tr>
      <th scope="row">{label}</th>
      {ways.map((way) => (
        <td key={way.option.mode} className="figure">
          {shown(way)}
        </td>
      ))}
    </tr>
  );
  return (
    <table className="ways">
      <caption className="unseen">{say('caption')}</caption>
      <thead>
        <tr>
          <td />
          {ways.map(({ option }) => (
            <th key={option.mode} scope="col" className="figure">
              {isWhole ? say('all') : say(option.mode)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {line(say('cash'), ({ option }) => (
          <Money fen={option.cashFen} />
        ))}
        {line(say('interest'), ({ option }) => (
          <Money fen={option.accruedInterestFen} />
        ))}
        {line(say('fee'), ({ option }) => (
          <Money fen={option.feeFen} />
        ))}
        {line(say('saved'), ({ option }) => (
          <Money fen={option.interestSavedFen} />
        ))}
        {!isWhole && (
          <>
            {line(say('next'), ({ nextFen }) => (
              <Money fen={nextFen} />
            ))}
            {line(say('left'), ({ paymentsLeft }) => paymentsLeft)}
            {line(say('last'), ({ lastDate }) => lastDate !== null && <Day day={lastDate} />)}
          </>
        )}
        <tr>
          <td />
          {ways.map(({ option }) => (
            <td key={option.mode} className="figure">
              <button
                type="button"
                className="button primary"
                disabled={isBusy}
                onClick={() => choose(option)}
              >
                {say('choose')}
                <span className="unseen"> {isWhole ? say('all') : say(option.mode)}</span>
              </button>
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
