import { useId, useState } from 'react';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AskForRules } from './AskForRules';
import { limitsTyped, limitsWanted } from './ruleFigures';
import type { RulesFormProps } from './rules';
import { ShareFields } from './ShareFields';
import { ASSIGNMENT_WORDS, type Assignment } from './words';

const WORDS = words({
  title: ['调整限额与分派', 'Change limits and assignment'],
  days: ['代理最长天数', 'Longest delegation (days)'],
  assignment: ['新待办的分派', 'New tasks'],
});
const LIMIT = words({
  singleBorrowerShareOfNetAssets: ['单户占净资产上限', 'Single borrower, of net assets'],
});

/** Other limits, and whether new tasks are given to whoever has least to do. */
export function LimitsForm({ rules, leave, asked }: RulesFormProps) {
  const [say, sayAssignment] = [useWords(WORDS), useWords(ASSIGNMENT_WORDS)];
  const id = useId();
  const [typed, setTyped] = useState(() => limitsTyped(rules));
  const value = limitsWanted(typed, rules);
  const { singleBorrowerShareOfNetAssets } = typed;
  const all = Object.keys(ASSIGNMENT_WORDS) as Assignment[];
  return (
    <section className="card stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('title')}</h2>
      <div className="panes">
        <ShareFields
          names={LIMIT}
          typed={{ singleBorrowerShareOfNetAssets }}
          change={(name, text) => setTyped({ ...typed, [name]: text })}
        />
        <div className="field">
          <label htmlFor={`${id}-days`}>{say('days')}</label>
          <input
            id={`${id}-days`}
            inputMode="numeric"
            value={typed.maximumDelegationDays}
            onChange={({ target }) => setTyped({ ...typed, maximumDelegationDays: target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-assignment`}>{say('assignment')}</label>
          <select
            id={`${id}-assignment`}
            value={typed.assignment}
            onChange={({ target }) =>
              setTyped({
                ...typed,
                assignment: all.find((each) => each === target.value) ?? typed.assignment,
              })
            }
          >
            {all.map((each) => (
              <option key={each} value={each}>
                {sayAssignment(each)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <AskForRules
        wanted={value === null ? null : { subject: 'approval', value }}
        leave={leave}
        asked={asked}
      />
    </section>
  );
}
