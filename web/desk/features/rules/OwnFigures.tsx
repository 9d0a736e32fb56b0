import { Rate } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { SCORE_DECISION_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { Facts } from '../../parts/Facts';
import { PRICES } from './ruleFigures';
import type { Rules } from './rules';
import { GRADES, PRICE_WORDS } from './words';

const WORDS = words({
  pricing: ['定价', 'Prices'],
  scorecard: ['评分卡', 'Scorecard'],
  basePoints: ['基础分', 'Points to begin with'],
  limit: ['含本笔负债占营业收入上限', 'Largest debt with the loan, of revenue'],
  grade: ['{grade} 级', 'Grade {grade}'],
});

/** Prices and scorecard in force. */
export function OwnFigures({ pricing, scorecard }: Pick<Rules, 'pricing' | 'scorecard'>) {
  const [say, sayPrice] = [useWords(WORDS), useWords(PRICE_WORDS)];
  const sayDecision = useWords(SCORE_DECISION_NAMES);
  return (
    <div className="panes">
      <div className="card stack">
        <h3>{say('pricing')}</h3>
        <Facts
          facts={PRICES.map(
            (price) => [sayPrice(price), <Rate key={price} rate={pricing[price]} />] as const,
          )}
        />
      </div>
      <div className="card stack">
        <h3>{say('scorecard')}</h3>
        <Facts
          facts={[
            [say('basePoints'), scorecard.basePoints],
            [say('limit'), <Rate key="limit" rate={scorecard.maximumLoanToRevenue} />],
            ...GRADES.map((grade) => {
              const decision = scorecard.decisionOf[grade];
              return [
                say('grade', { grade }),
                decision === undefined ? null : sayDecision(decision),
              ] as const;
            }),
          ]}
        />
      </div>
    </div>
  );
}
