import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Facts } from '../../parts/Facts';
import { Matrix } from './Matrix';
import { matrixIn, thresholdsIn } from './rules';
import { Thresholds } from './Thresholds';
import { DEADLINES } from './words';

const WORDS = words({
  singleBorrowerShareOfNetAssets: ['单户占净资产上限', 'Single borrower, of net assets'],
  maximumDelegationDays: ['代理最长天数', 'Longest delegation (days)'],
  workingHours: ['工作时间', 'Working hours'],
  task: ['待办（提醒 / 升级，小时）', 'Tasks (reminder / escalation, hours)'],
  taskOfKind: ['某类待办', 'Tasks of a kind'],
  digestAt: ['每日邮件', 'Daily mail'],
  assignment: ['自动分派', 'Tasks given by themselves'],
  fundingSpreadRate: ['资金加点', 'Funding above the LPR'],
  opexRate: ['运营成本率', 'Cost of running a loan'],
  capitalRatio: ['资本占用比例', 'Capital for a loan'],
  hurdleRate: ['资本回报要求', 'Return on capital'],
  basePoints: ['基础分', 'Points to begin with'],
  maximumLoanToRevenue: ['负债占营收上限', 'Largest debt, of revenue'],
  rules: ['收费项目', 'Lines'],
  decisionOf: ['各等级结论', 'What a grade leads to'],
  ...DEADLINES,
});

/** What somebody wants to set; the rest stays the house's. */
export function ChangedRules({ value }: { value: object }) {
  const say = useWords(WORDS);
  const matrix = matrixIn(value);
  const thresholds = thresholdsIn(value);
  const others = Object.entries(value).filter(([key]) => key !== 'matrix' && key !== 'thresholds');
  const told = others.map(
    ([key, figure]) =>
      [Object.hasOwn(WORDS, key) ? say(key as keyof typeof WORDS) : key, textOf(figure)] as const,
  );
  return (
    <div className="stack">
      {matrix !== null && <Matrix levels={matrix} />}
      {thresholds !== null && <Thresholds thresholds={thresholds} />}
      {told.length > 0 && <Facts facts={told} />}
    </div>
  );
}

function textOf(figure: unknown): string {
  if (Array.isArray(figure)) return figure.map(textOf).join(' · ');
  return typeof figure === 'object' && figure !== null
    ? Object.values(figure).map(textOf).join(' / ')
    : String(figure);
}
