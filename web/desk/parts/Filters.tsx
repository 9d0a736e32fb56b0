import { type ReactNode, useEffect, useId, useState } from 'react';
import type { Words } from '../../kit/words/words';

/** The filters of a list, beside each other; what is chosen is in the address. */
export function Filters({ children }: { children: ReactNode }) {
  return <search className="filters">{children}</search>;
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  /** What no choice is called. */
  readonly all?: string;
  readonly value: Value | undefined;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly choose: (value: Value | undefined) => void;
}

/** One of several, or all of them. */
export function Choice<Value extends string>({ label, all, value, options, choose }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value ?? ''}
        onChange={({ target }) => choose(options.find(([each]) => each === target.value)?.[0])}
      >
        {all !== undefined && <option value="">{all}</option>}
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Every value of a table of words, to choose from. */
export function optionsOf<Key extends string>(
  table: Words<Key>,
  say: (key: Key) => string,
): readonly (readonly [Key, string])[] {
  return (Object.keys(table) as Key[]).map((key) => [key, say(key)]);
}

interface TypedProps {
  readonly label: string;
  readonly type?: 'text' | 'date' | 'month';
  readonly value: string | undefined;
  readonly choose: (value: string | undefined) => void;
}

const REST_MS = 300;

/** A text, a day or a month to look for; typing is taken once it rests. */
export function Typed({ label, type = 'text', value, choose }: TypedProps) {
  const id = useId();
  const [typed, setTyped] = useState(value ?? '');
  useEffect(() => setTyped(value ?? ''), [value]);
  useEffect(() => {
    if (typed === (value ?? '')) return;
    const resting = setTimeout(() => choose(typed.trim() === '' ? undefined : typed.trim()), REST_MS);
    return () => clearTimeout(resting);
  }, [typed, value, choose]);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} type={type} value={typed} onChange={({ target }) => setTyped(target.value)} />
    </div>
  );
}
