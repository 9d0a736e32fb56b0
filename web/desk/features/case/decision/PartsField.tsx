import { useId } from 'react';
import type { Answers } from '../../../../kit/api/api';
import { useSay, useWords } from '../../../../kit/words/language';
import { FILE_PART_NAMES, FILE_PARTS } from '../../../../kit/words/names';
import { words } from '../../../../kit/words/words';
import type { TypedPart } from './decisionForm';

const WORDS = words({
  parts: ['退回更正的资料', 'Parts to be put right'],
  reason: ['原因', 'Reason'],
  choose: ['请选择', 'Choose'],
  told: ['告知企业：哪里不对，怎样更正', 'For the enterprise: what is wrong, and what would be right'],
});

interface PartsFieldProps {
  readonly reasons: Answers['TaskFile']['partReasons'];
  readonly parts: readonly TypedPart[];
  readonly fill: (parts: readonly TypedPart[]) => void;
}

/** The parts of a file that go back, each with a number and a sentence that the enterprise reads. */
export function PartsField({ reasons, parts, fill }: PartsFieldProps) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const chosen = (part: TypedPart['part']) => parts.find((each) => each.part === part);
  const toggle = (part: TypedPart['part']): void =>
    fill(
      chosen(part) === undefined
        ? [...parts, { part, reasonCode: '', words: '' }]
        : parts.filter((each) => each.part !== part),
    );
  const change = (part: TypedPart['part'], now: Partial<TypedPart>): void =>
    fill(parts.map((each) => (each.part === part ? { ...each, ...now } : each)));
  return (
    <fieldset className="numbers">
      <legend>{say('parts')}</legend>
      {FILE_PARTS.map((part, at) => {
        const typed = chosen(part);
        return (
          <div key={part} className="stack-tight">
            <label className="number" data-chosen={typed !== undefined}>
              <input
                type="checkbox"
                checked={typed !== undefined}
                onChange={() => toggle(part)}
                {...(at === 0 ? { 'data-first': true } : {})}
              />
              <span>{sayPair(FILE_PART_NAMES[part])}</span>
            </label>
            {typed !== undefined && (
              <PartWrong typed={typed} reasons={reasons} change={(now) => change(part, now)} />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

function PartWrong({
  typed,
  reasons,
  change,
}: Pick<PartsFieldProps, 'reasons'> & { typed: TypedPart; change: (now: Partial<TypedPart>) => void }) {
  const say = useWords(WORDS);
  const id = useId();
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-reason`}>{say('reason')}</label>
        <select
          id={`${id}-reason`}
          value={typed.reasonCode}
          onChange={({ target }) => change({ reasonCode: target.value })}
        >
          <option value="">{say('choose')}</option>
          {reasons.map(({ code, text }) => (
            <option key={code} value={code}>
              {code} · {text}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-words`}>{say('told')}</label>
        <textarea
          id={`${id}-words`}
          rows={2}
          maxLength={500}
          value={typed.words}
          onChange={({ target }) => change({ words: target.value })}
        />
      </div>
    </>
  );
}
