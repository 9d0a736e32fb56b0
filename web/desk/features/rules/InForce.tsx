import { Day, Rate } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Facts } from '../../parts/Facts';
import { Deadlines } from './Deadlines';
import { Matrix } from './Matrix';
import { OwnFigures } from './OwnFigures';
import type { Rules } from './rules';
import { Thresholds } from './Thresholds';
import { ASSIGNMENT_WORDS } from './words';

const WORDS = words({
  title: ['现行规则', 'In force'],
  since: ['截至', 'As of'],
  share: ['单户占净资产上限', 'Single borrower, of net assets'],
  delegation: ['代理最长天数', 'Longest delegation (days)'],
  assignment: ['新待办的分派', 'New tasks'],
  thresholds: ['预警阈值', 'Thresholds of early warnings'],
});

/** The rules in force today. */
export function InForce({ rules }: { rules: Rules }) {
  const [say, sayAssignment] = [useWords(WORDS), useWords(ASSIGNMENT_WORDS)];
  const { approval, deadlines, date } = rules;
  return (
    <section className="stack" aria-labelledby="rules-in-force">
      <h2 id="rules-in-force">{say('title')}</h2>
      <Matrix levels={approval.matrix} />
      <div className="card">
        <Facts
          facts={[
            [say('since'), <Day key="since" day={date} />],
            [say('share'), <Rate key="share" rate={approval.singleBorrowerShareOfNetAssets} />],
            [say('delegation'), approval.maximumDelegationDays],
            [say('assignment'), sayAssignment(approval.assignment)],
          ]}
        />
      </div>
      <OwnFigures pricing={rules.pricing} scorecard={rules.scorecard} />
      <h3>{say('thresholds')}</h3>
      <Thresholds thresholds={rules.postLoan.thresholds} />
      <Deadlines deadlines={deadlines} />
    </section>
  );
}
