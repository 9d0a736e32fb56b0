import { useRef } from 'react';
import type { Answers } from '../../../../kit/api/api';
import { DraftNote } from '../../../../kit/drafts/DraftNote';
import { percentText } from '../../../../kit/figures/figures';
import { KeyCap } from '../../../../kit/keys/KeyCap';
import type { Key } from '../../../../kit/keys/keys';
import { useKeys } from '../../../../kit/keys/useKeys';
import { useSay, useWords } from '../../../../kit/words/language';
import { DECISION_NAMES } from '../../../../kit/words/names';
import { type Pair, words } from '../../../../kit/words/words';
import { standingOf } from '../../../app/tasks/standing';
import { DecisionFields } from './DecisionFields';
import { DECISION_KEYS, type Decision } from './decisionForm';
import { deedOf } from './deed';
import { SchedulePreview } from './SchedulePreview';
import { StaleNotice } from './StaleNotice';
import { useDecision } from './useDecision';

const WORDS = words({
  title: ['决定', 'Decision'],
  choices: ['如何决定', 'Decisions'],
  sent: ['已办结', 'Done'],
  irreversible: ['提交后不可撤销', 'It can not be taken back'],
});
const KEYS: Pair = ['决定', 'Decision'];
const SEND: Pair = ['提交', 'Send'];
const LEAVE: Pair = ['收起表单', 'Leave the form'];

/** The decision: what may be decided, what it needs, what follows from it, and the button that says what it does. */
export function DecisionPane({ file, userId }: { file: Answers['TaskFile']; userId: string }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const of = useDecision(file, userId);
  const { form, fill } = of;
  const { mayDecide } = standingOf(file.task, userId);
  const frame = useRef<HTMLFormElement>(null);
  const choose = (decision: Decision): void => {
    fill({ decision, ...(decision === form.decision ? {} : { reasonCode: null }) });
    // Numbers are keys now, and must not be typed into a field.
    requestAnimationFrame(() => focusOf(frame.current)?.focus());
  };
  useKeys('CASE', KEYS, [
    ...(mayDecide ? file.choices : []).map(
      ({ decision }): Key => ({
        press: DECISION_KEYS[decision],
        does: DECISION_NAMES[decision],
        act: () => choose(decision),
      }),
    ),
  ]);
  useKeys('FORM', KEYS, [
    ...(form.decision === null
      ? []
      : [{ press: '$mod+Enter', does: SEND, act: of.send, inFields: true as const }]),
    ...(form.decision === null
      ? []
      : [{ press: 'Escape', does: LEAVE, act: () => fill({ decision: null }), inFields: true as const }]),
  ]);
  // What was typed stays on the screen when somebody else was faster.
  if (!mayDecide && form.decision === null) return null;
  return (
    <form
      ref={frame}
      className="decision stack"
      onSubmit={(event) => {
        event.preventDefault();
        of.send();
      }}
      onBlur={of.draft.flush}
    >
      <h2>{say('title')}</h2>
      <StaleNotice of={of} />
      <fieldset className="choices">
        <legend className="unseen">{say('choices')}</legend>
        {file.choices.map(({ decision }) => (
          <button
            key={decision}
            type="button"
            className="choice-button"
            aria-pressed={form.decision === decision}
            aria-keyshortcuts={DECISION_KEYS[decision].replace('Key', '')}
            onClick={() => choose(decision)}
          >
            {sayPair(DECISION_NAMES[decision])} <KeyCap press={DECISION_KEYS[decision]} />
          </button>
        ))}
      </fieldset>
      {form.decision !== null && (
        <>
          <DecisionFields file={file} form={form} decision={form.decision} fill={fill} />
          <SchedulePreview file={file} decision={form.decision} />
          <div className="deed-foot">
            <button
              type="submit"
              className={`button ${form.decision === 'REJECT' ? 'danger' : 'primary'} deed`}
              disabled={!mayDecide || of.missing !== null || of.isSending || of.isDone}
              data-send
            >
              <span>{sayPair(deedOf(file, form, percentText))}</span>
              <KeyCap press="$mod+Enter" />
            </button>
            <div className="row spread">
              <small role="status">
                {of.isDone ? say('sent') : of.missing === null ? say('irreversible') : sayPair(of.missing)}
              </small>
              <DraftNote draft={of.draft} />
            </div>
          </div>
        </>
      )}
    </form>
  );
}

/** Where the focus goes when a decision was chosen: to the numbers, to the words, or to the button. */
const focusOf = (form: HTMLFormElement | null): HTMLElement | null =>
  form?.querySelector<HTMLElement>('[data-numbers], [data-first]') ??
  form?.querySelector<HTMLElement>('[data-send]') ??
  null;
