import type { Answers } from '../../kit/api/api';
import { Day, Money, Rate } from '../../kit/figures/figures';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { Facts } from './Facts';

type Quote = Answers['ChangeQuote'];
type Figures = Quote['before'];

const WORDS = words({
  on: ['起算日', 'Counts from'],
  amount: ['权限金额', 'What the authority goes by'],
  observed: ['观察期至', 'Observed until'],
  limit: ['展期上限（月）', 'Limit of extensions (months)'],
  left: ['展期后剩余（月）', 'Left after it (months)'],
  before: ['变更前', 'Before'],
  after: ['变更后', 'After'],
  rows: ['变更后的还款计划（{count} 期）', 'Schedule after it ({count row|rows})'],
  number: ['期次', 'No.'],
  due: ['到期日', 'Due'],
  principal: ['本金', 'Principal'],
  interest: ['利息', 'Interest'],
});
const FIGURES = words<keyof Figures>({
  annualRate: ['年利率', 'Yearly rate'],
  maturity: ['到期日', 'Maturity'],
  principalOutstandingFen: ['剩余本金', 'Principal outstanding'],
  totalDueFen: ['现应还', 'Due now'],
  penaltyFen: ['罚息', 'Penalty'],
  compoundFen: ['复利', 'Compound interest'],
  interestToPayFen: ['尚需支付利息', 'Interest still to pay'],
  totalToPayFen: ['尚需支付合计', 'Still to pay in all'],
});

/** What a change would do: each figure before and after, and the schedule that follows. */
export function QuoteTold({ quote }: { quote: Quote }) {
  const [say, sayFigure] = [useWords(WORDS), useWords(FIGURES)];
  const { before, after, extension, observedUntil, rows } = quote;
  return (
    <div className="stack quote-told">
      <Facts
        facts={[
          [say('on'), <Day key="on" day={quote.on} />],
          [say('amount'), <Money key="amount" fen={quote.amountFen} />],
          [say('limit'), extension?.limitMonths ?? null],
          [say('left'), extension?.leftAfterMonths ?? null],
          [say('observed'), observedUntil === null ? null : <Day key="until" day={observedUntil} />],
        ]}
      />
      <table className="quote-figures">
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
          {(Object.keys(FIGURES) as (keyof Figures)[]).map((figure) => (
            <tr key={figure} data-differs={before[figure] !== after[figure]}>
              <th scope="row">{sayFigure(figure)}</th>
              <td className="figure">
                <Told figure={figure} value={before[figure]} />
              </td>
              <td className="figure">
                <Told figure={figure} value={after[figure]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > 0 && (
        <details>
          <summary>{say('rows', { count: rows.length })}</summary>
          <Rows rows={rows} />
        </details>
      )}
    </div>
  );
}

function Told({ figure, value }: { figure: keyof Figures; value: string | number }) {
  if (figure === 'annualRate') return <Rate rate={String(value)} />;
  return figure === 'maturity' ? <Day day={String(value)} /> : <Money fen={Number(value)} />;
}

function Rows({ rows }: Pick<Quote, 'rows'>) {
  const say = useWords(WORDS);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say('number')}</th>
          <th scope="col">{say('due')}</th>
          <th scope="col" className="figure">
            {say('principal')}
          </th>
          <th scope="col" className="figure">
            {say('interest')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ number, dueDate, principalFen, interestFen }) => (
          <tr key={number}>
            <td>{number}</td>
            <td>
              <Day day={dueDate} />
            </td>
            <td className="figure">
              <Money fen={principalFen} />
            </td>
            <td className="figure">
              <Money fen={interestFen} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
