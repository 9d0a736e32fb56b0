import { useId, useState } from 'react';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AskForRules } from './AskForRules';
import { deadlinesOf, type HoursDraft, hoursOf } from './draft';
import type { RulesFormProps } from './rules';
import { DEADLINES } from './words';

const WORDS = words({
  title: ['调整时限', 'Change deadlines'],
  reminder: ['待办提醒（小时）', 'Reminder of a task (hours)'],
  escalation: ['待办升级（小时）', 'Escalation of a task (hours)'],
  ...DEADLINES,
});

/** Other deadlines; only what is changed is asked for. */
export function DeadlineForm({ rules, leave, asked }: RulesFormProps) {
  const say = useWords(WORDS);
  const id = useId();
  const [typed, setTyped] = useState(() => hoursOf(rules));
  const value = deadlinesOf(typed, rules);
  return (
    <section className="card stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('title')}</h2>
      <div className="panes">
        {(Object.keys(typed) as (keyof HoursDraft)[]).map((key) => (
          <div key={key} className="field">
            <label htmlFor={`${id}-${key}`}>{say(key)}</label>
            <input
              id={`${id}-${key}`}
              inputMode="numeric"
              value={typed[key]}
              onChange={({ target }) => setTyped({ ...typed, [key]: target.value })}
            />
          </div>
        ))}
      </div>
      <AskForRules
        wanted={value === null ? null : { subject: 'deadlines', value }}
        leave={leave}
        asked={asked}
      />
    </section>
  );
}
