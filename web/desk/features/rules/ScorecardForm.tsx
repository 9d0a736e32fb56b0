import { useId, useState } from 'react';
import { useWords } from '../../../kit/words/language';
import { SCORE_DECISION_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { AskForRules } from './AskForRules';
import { scorecardTyped, scorecardWanted } from './ruleFigures';
import type { RulesFormProps } from './rules';
import { ShareFields } from './ShareFields';
import { GRADES, type Grade } from './words';

const WORDS = words({
  title: ['调整评分卡', 'Change the scorecard'],
  basePoints: ['基础分', 'Points to begin with'],
  leadsTo: ['各等级的结论', 'What a grade leads to'],
  grade: ['{grade} 级', 'Grade {grade}'],
});
const LIMIT = words({
  maximumLoanToRevenue: ['含本笔负债占营业收入上限', 'Largest debt with the loan, of revenue'],
});
type Decision = keyof typeof SCORE_DECISION_NAMES;

/** Another scorecard, as far as an institution may set it; only what is changed is asked for. */
export function ScorecardForm({ rules, leave, asked }: RulesFormProps) {
  const say = useWords(WORDS);
  const id = useId();
  const [typed, setTyped] = useState(() => scorecardTyped(rules));
  const value = scorecardWanted(typed, rules);
  const { basePoints, maximumLoanToRevenue, decisionOf } = typed;
  const decide = (grade: Grade, decision: Decision): void =>
    setTyped({ ...typed, decisionOf: { ...decisionOf, [grade]: decision } });
  return (
    <section className="card stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('title')}</h2>
      <div className="panes">
        <div className="field">
          <label htmlFor={`${id}-base`}>{say('basePoints')}</label>
          <input
            id={`${id}-base`}
            inputMode="numeric"
            value={basePoints}
            onChange={({ target }) => setTyped({ ...typed, basePoints: target.value })}
          />
        </div>
        <ShareFields
          names={LIMIT}
          typed={{ maximumLoanToRevenue }}
          change={(name, text) => setTyped({ ...typed, [name]: text })}
        />
      </div>
      <fieldset className="level">
        <legend>{say('leadsTo')}</legend>
        <div className="filters">
          {GRADES.map((grade) => (
            <GradeField key={grade} grade={grade} decision={decisionOf[grade]} decide={decide} />
          ))}
        </div>
      </fieldset>
      <AskForRules
        wanted={value === null ? null : { subject: 'scorecard', value }}
        leave={leave}
        asked={asked}
      />
    </section>
  );
}

interface GradeFieldProps {
  readonly grade: Grade;
  /** undefined: the platform has not said */
  readonly decision: Decision | undefined;
  readonly decide: (grade: Grade, decision: Decision) => void;
}

function GradeField({ grade, decision, decide }: GradeFieldProps) {
  const [say, sayDecision] = [useWords(WORDS), useWords(SCORE_DECISION_NAMES)];
  const id = useId();
  const all = Object.keys(SCORE_DECISION_NAMES) as Decision[];
  return (
    <div className="field">
      <label htmlFor={id}>{say('grade', { grade })}</label>
      <select
        id={id}
        value={decision ?? ''}
        onChange={({ target }) => {
          const chosen = all.find((each) => each === target.value);
          if (chosen !== undefined) decide(grade, chosen);
        }}
      >
        {decision === undefined && <option value="" />}
        {all.map((each) => (
          <option key={each} value={each}>
            {sayDecision(each)}
          </option>
        ))}
      </select>
    </div>
  );
}
