import { useId } from 'react';
import { useWords } from '../../../kit/words/language';
import { AUTHORITY_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import type { LevelDraft } from './draft';
import { type Authority, GRADES } from './words';

const WORDS = words({
  level: ['第 {number} 级', 'Level {number}'],
  upTo: ['敞口不超过（元，留空为无上限）', 'Exposure up to (yuan; empty: no limit)'],
  grade: ['最低等级', 'Grade at least'],
  any: ['不限', 'Any'],
  remove: ['删除此级', 'Remove this level'],
});

interface LevelFieldsProps {
  readonly number: number;
  readonly level: LevelDraft;
  readonly change: (part: Partial<LevelDraft>) => void;
  readonly toggle: (who: Authority) => void;
  readonly remove: () => void;
}

/** One level of the matrix, as it is typed. */
export function LevelFields({ number, level, change, toggle, remove }: LevelFieldsProps) {
  const [say, sayWho] = [useWords(WORDS), useWords(AUTHORITY_NAMES)];
  const id = useId();
  return (
    <fieldset className="level">
      <legend>{say('level', { number })}</legend>
      <div className="panes">
        <div className="field">
          <label htmlFor={`${id}-upTo`}>{say('upTo')}</label>
          <input
            id={`${id}-upTo`}
            inputMode="decimal"
            value={level.upTo}
            onChange={({ target }) => change({ upTo: target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-grade`}>{say('grade')}</label>
          <select
            id={`${id}-grade`}
            value={level.grade}
            onChange={({ target }) => change({ grade: GRADES.find((each) => each === target.value) ?? '' })}
          >
            <option value="">{say('any')}</option>
            {GRADES.map((grade) => (
              <option key={grade} value={grade}>
                {grade}
              </option>
            ))}
          </select>
        </div>
      </div>
      <p className="row">
        {(Object.keys(AUTHORITY_NAMES) as Authority[]).map((who) => (
          <label key={who} className="row tick">
            <input type="checkbox" checked={level.approvers.includes(who)} onChange={() => toggle(who)} />
            {sayWho(who)}
          </label>
        ))}
        <button type="button" className="button small plain" onClick={remove}>
          {say('remove')}
        </button>
      </p>
    </fieldset>
  );
}
