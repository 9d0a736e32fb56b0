import { useId } from 'react';
import { useWords } from '../../kit/words/language';
import type { Words } from '../../kit/words/words';

interface OneOfProps<Key extends string> {
  readonly label: string;
  readonly table: Words<Key>;
  readonly value: Key;
  readonly choose: (value: Key) => void;
}

/** A field of a form that takes one of the keys of a table of words. */
export function OneOf<Key extends string>({ label, table, value, choose }: OneOfProps<Key>) {
  const say = useWords(table);
  const id = useId();
  const all = Object.keys(table) as Key[];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => choose(all.find((each) => each === target.value) ?? value)}
      >
        {all.map((each) => (
          <option key={each} value={each}>
            {say(each)}
          </option>
        ))}
      </select>
    </div>
  );
}
