import { useId, useState } from 'react';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { OneOf } from '../../parts/OneOf';
import { INDICATOR_NAMES, LEVEL_NAMES } from '../../parts/postLoan';
import { AskForRules } from './AskForRules';
import type { RulesFormProps } from './rules';
import {
  decimalTyped,
  directionOf,
  entriesOf,
  type Indicator,
  type ThresholdDraft,
  thresholdsTyped,
  thresholdsWanted,
} from './thresholdDraft';

const WORDS = words({
  title: ['调整预警阈值', 'Change thresholds of early warnings'],
  about: [
    '下次检视借款人时按新阈值预警；阈值本身仍属正常。比率以小数填写（0.70 即 70%）。',
    'From their day on, borrowers are looked at by them; the bound itself is still good. Ratios are decimals (0.70 is 70 %).',
  ],
  LOW: ['{indicator}：低于', '{indicator}: below'],
  HIGH: ['{indicator}：高于', '{indicator}: above'],
  bound: ['{name} {level}', '{name}, {level}'],
});

/** Other thresholds; only what is changed is asked for. */
export function ThresholdsForm({ rules, leave, asked }: RulesFormProps) {
  const [say, sayIndicator] = [useWords(WORDS), useWords(INDICATOR_NAMES)];
  const id = useId();
  const { thresholds: inForce } = rules.postLoan;
  const [typed, setTyped] = useState(() => thresholdsTyped(inForce));
  const value = thresholdsWanted(typed, inForce);
  const nameOf = (indicator: Indicator): string => {
    const bounds = inForce[indicator];
    const direction = bounds === undefined ? 'FLAG' : directionOf(bounds);
    const name = sayIndicator(indicator);
    return direction === 'FLAG' ? name : say(direction, { indicator: name });
  };
  return (
    <section className="card stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('title')}</h2>
      <p className="quiet">{say('about')}</p>
      <div className="panes">
        {entriesOf(typed).map(([indicator, draft]) => (
          <ThresholdFields
            key={indicator}
            name={nameOf(indicator)}
            draft={draft}
            change={(changed) => setTyped({ ...typed, [indicator]: changed })}
          />
        ))}
      </div>
      <AskForRules
        wanted={value === null ? null : { subject: 'postLoan', value }}
        leave={leave}
        asked={asked}
      />
    </section>
  );
}

interface ThresholdFieldsProps {
  readonly name: string;
  readonly draft: ThresholdDraft;
  readonly change: (draft: ThresholdDraft) => void;
}

function ThresholdFields({ name, draft, change }: ThresholdFieldsProps) {
  const [say, sayLevel] = [useWords(WORDS), useWords(LEVEL_NAMES)];
  const id = useId();
  if (draft.kind === 'FLAG') {
    return (
      <OneOf
        label={name}
        table={LEVEL_NAMES}
        value={draft.level}
        choose={(level) => change({ kind: 'FLAG', level })}
      />
    );
  }
  return (['yellow', 'red'] as const).map((level) => (
    <div key={level} className="field">
      <label htmlFor={`${id}-${level}`}>
        {say('bound', { name, level: sayLevel(level === 'red' ? 'RED' : 'YELLOW') })}
      </label>
      <input
        id={`${id}-${level}`}
        inputMode="decimal"
        aria-invalid={decimalTyped(draft[level]) === null}
        value={draft[level]}
        onChange={({ target }) => change({ ...draft, [level]: target.value })}
      />
    </div>
  ));
}
