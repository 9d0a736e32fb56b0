import type { ReactNode } from 'react';
import { api } from '../../../kit/api/api';
import { percentText } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { SCORE_DECISION_NAMES, TASK_NAMES } from '../../../kit/words/names';
import { type Pair, words } from '../../../kit/words/words';
import { Facts } from '../../parts/Facts';
import { PriceList } from '../../parts/PriceList';
import { figuresIn, type Told } from './changedFigures';
import { Matrix } from './Matrix';
import { matrixIn, type RuleChange, type Rules, rulesIn, thresholdsIn } from './rules';
import { Thresholds } from './Thresholds';
import { ASSIGNMENT_WORDS, DEADLINES, PRICE_WORDS } from './words';

const WORDS = words({
  changed: ['{before} → {after}', '{before} → {after}'],
  grade: ['{grade} 级', 'Grade {grade}'],
  wasMatrix: ['现行', 'As it is'],
  wantedMatrix: ['改为', 'To be'],
});

const FIGURES: Readonly<Record<string, Pair>> = {
  ...words({
    singleBorrowerShareOfNetAssets: ['单户占净资产上限', 'Single borrower, of net assets'],
    maximumDelegationDays: ['代理最长天数', 'Longest delegation (days)'],
    workingHours: ['工作时间', 'Working hours'],
    task: ['待办（提醒 / 升级，小时）', 'Tasks (reminder / escalation, hours)'],
    digestAt: ['每日邮件', 'Daily mail'],
    assignment: ['新待办的分派', 'New tasks'],
    basePoints: ['基础分', 'Points to begin with'],
    maximumLoanToRevenue: ['负债占营收上限', 'Largest debt, of revenue'],
  }),
  ...PRICE_WORDS,
  ...DEADLINES,
};

/** What somebody wants to set, beside what it would replace on its day; the rest stays as it was. */
export function ChangedRules({ change }: { change: RuleChange }) {
  const { value, effectiveFrom, status } = change;
  const isOpen = status === 'REQUESTED';
  const before = api.useQuery(
    'get',
    '/rules',
    { params: { query: { on: effectiveFrom } } },
    { enabled: isOpen },
  );
  return <Changed value={value} before={isOpen ? (before.data ?? null) : null} />;
}

function Changed({ value, before }: { value: object; before: Rules | null }) {
  const say = useWords(WORDS);
  const [nameOf, textOf] = [useNames(), useTexts()];
  const [matrix, thresholds, rules] = [matrixIn(value), thresholdsIn(value), rulesIn(value)];
  const facts = figuresIn(value, before).map(({ name, before: was, after }): [string, ReactNode] => [
    nameOf(name),
    was === null ? textOf(after) : say('changed', { before: textOf(was), after: textOf(after) }),
  ]);
  return (
    <div className="stack">
      {matrix !== null && (
        <>
          {before !== null && <h4>{say('wasMatrix')}</h4>}
          {before !== null && <Matrix levels={before.approval.matrix} />}
          {before !== null && <h4>{say('wantedMatrix')}</h4>}
          <Matrix levels={matrix} />
        </>
      )}
      {thresholds !== null && <Thresholds thresholds={thresholds} />}
      {rules !== null && <PriceList rules={rules} />}
      {facts.length > 0 && <Facts facts={facts} />}
    </div>
  );
}

function useNames(): (name: Told['name']) => string {
  const [say, sayTask, sayFigure] = [useWords(WORDS), useWords(TASK_NAMES), useWords(FIGURES)];
  return ({ of, key }) => {
    if (of === 'GRADE') return say('grade', { grade: key });
    if (of === 'TASK') return Object.hasOwn(TASK_NAMES, key) ? sayTask(key as keyof typeof TASK_NAMES) : key;
    return Object.hasOwn(FIGURES, key) ? sayFigure(key) : key;
  };
}

function useTexts(): (figure: Told['after']) => string {
  const [sayDecision, sayAssignment] = [useWords(SCORE_DECISION_NAMES), useWords(ASSIGNMENT_WORDS)];
  return (figure) => {
    switch (figure.as) {
      case 'SHARE':
        return percentText(figure.share);
      case 'DECISION':
        return sayDecision(figure.decision);
      case 'ASSIGNMENT':
        return sayAssignment(figure.assignment);
      case 'TEXT':
        return figure.text;
    }
  };
}
