import { api } from '../../../kit/api/api';
import { Rate } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { penaltyRate } from './penalty';

const WORDS = words({
  title: ['如果逾期', 'What happens if late'],
  penalty: ['逾期本金的罚息年利率：', 'Late principal costs, a year:'],
  grace: ['宽限期 {days} 天：{mode}', '{days day|days} of grace: {mode}'],
  RETROACTIVE: [
    '宽限期内还清不计罚息；超过宽限期的，从到期日起计收。',
    'Paid within them, no penalty is taken; later than that, it counts from the due date.',
  ],
  FROM_GRACE_END: [
    '宽限期内不计罚息，从宽限期满之日起计收。',
    'No penalty is taken within them; it counts from their end.',
  ],
  noGrace: ['没有宽限期，从到期日起计收。', 'There are no days of grace: it counts from the due date.'],
  compound: ['逾期利息计收复利。', 'Late interest bears interest itself.'],
  credit: ['逾期可能影响企业征信记录。', 'Being late may show in the credit record of the enterprise.'],
  prepayFree: ['可提前还款，不收取费用。', 'Prepaying is possible and costs nothing.'],
  prepayFee: ['可提前还款，费率', 'Prepaying is possible, for a fee of'],
});

/** What being late costs, and what paying early does, before anybody agrees. */
export function IfLate({ productId, annualRate }: { productId: string; annualRate: string }) {
  const say = useWords(WORDS);
  const { data } = api.useQuery('get', '/products');
  const terms = data?.items.find(({ id }) => id === productId)?.terms;
  if (terms === undefined) return <div className="skeleton" />;
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <ul className="plain">
        <li>
          {say('penalty')} <Rate rate={penaltyRate(annualRate, terms.penaltyMarkup)} />
        </li>
        <li>
          {terms.graceDays === 0
            ? say('noGrace')
            : say('grace', { days: terms.graceDays, mode: say(terms.graceMode) })}
        </li>
        {terms.compoundInterest && <li>{say('compound')}</li>}
        <li>{say('credit')}</li>
        <li>
          {Number(terms.prepaymentFeeRate) === 0 ? (
            say('prepayFree')
          ) : (
            <>
              {say('prepayFee')} <Rate rate={terms.prepaymentFeeRate} />
            </>
          )}
        </li>
      </ul>
    </section>
  );
}
