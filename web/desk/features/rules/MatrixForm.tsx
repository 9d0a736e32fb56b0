import { useState } from 'react';
import { useWords } from '../../../kit/words/language';
import { AUTHORITY_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { AskForRules } from './AskForRules';
import { type LevelDraft, levelsOf, matrixOf, toggled } from './draft';
import { LevelFields } from './LevelFields';
import type { RulesFormProps } from './rules';
import type { Authority } from './words';

const WORDS = words({
  title: ['调整审批权限', 'Change the matrix'],
  add: ['增加一级', 'Add a level'],
  unreadable: ['第 {level} 级的金额无法识别', 'The amount of level {level} can not be read'],
});

const ORDER = Object.keys(AUTHORITY_NAMES) as Authority[];
const NEW_LEVEL: LevelDraft = { upTo: '', grade: '', approvers: ['RISK_REVIEWER', 'CREDIT_MANAGER'] };

/** Another matrix: levels with their limits, grades and approvers. */
export function MatrixForm({ rules, leave, asked }: RulesFormProps) {
  const say = useWords(WORDS);
  const [levels, setLevels] = useState(() => levelsOf(rules));
  const read = matrixOf(levels);
  const change = (index: number, part: Partial<LevelDraft>): void =>
    setLevels(levels.map((level, at) => (at === index ? { ...level, ...part } : level)));
  return (
    <section className="card stack" aria-labelledby="matrix-form">
      <h2 id="matrix-form">{say('title')}</h2>
      {levels.map((level, index) => (
        <LevelFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a level is known by its place alone
          key={index}
          number={index + 1}
          level={level}
          change={(part) => change(index, part)}
          toggle={(who) => change(index, { approvers: toggled(level.approvers, who, ORDER) })}
          remove={() => setLevels(levels.filter((_, at) => at !== index))}
        />
      ))}
      <p>
        <button type="button" className="button small" onClick={() => setLevels([NEW_LEVEL, ...levels])}>
          {say('add')}
        </button>
      </p>
      {'unreadable' in read && (
        <p className="notice notice-bad" role="alert">
          {say('unreadable', { level: read.unreadable + 1 })}
        </p>
      )}
      <AskForRules
        wanted={'value' in read ? { subject: 'approval', value: read.value } : null}
        leave={leave}
        asked={asked}
      />
    </section>
  );
}
