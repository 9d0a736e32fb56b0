import { useId } from 'react';
import { shareOf } from '../../../kit/forms/percents';
import { useWords } from '../../../kit/words/language';
import { type Words, words } from '../../../kit/words/words';
import type { Shares } from './ruleFigures';

const WORDS = words({ percent: ['{name}（%）', '{name} (%)'] });

interface ShareFieldsProps<Name extends string> {
  readonly names: Words<Name>;
  readonly typed: Shares<Name>;
  readonly change: (name: Name, text: string) => void;
}

/** Percentages, each in a field of its own; one that can't be read is marked. */
export function ShareFields<Name extends string>({ names, typed, change }: ShareFieldsProps<Name>) {
  const [say, sayName] = [useWords(WORDS), useWords(names)];
  const id = useId();
  return (Object.keys(names) as Name[]).map((name) => (
    <div key={name} className="field">
      <label htmlFor={`${id}-${name}`}>{say('percent', { name: sayName(name) })}</label>
      <input
        id={`${id}-${name}`}
        inputMode="decimal"
        aria-invalid={shareOf(typed[name]) === null}
        value={typed[name]}
        onChange={({ target }) => change(name, target.value)}
      />
    </div>
  ));
}
