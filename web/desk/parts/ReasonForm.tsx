import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { ProblemNotice } from '../../kit/api/ProblemNotice';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';

const WORDS = words({
  reason: ['理由', 'Reason'],
  kept: ['理由会留存并供审计查阅', 'The reason is kept, and auditors read it'],
  cancel: ['取消', 'Cancel'],
});
const LONGEST = 1_000;

interface ReasonFormProps {
  /** What the button does, in its own words. */
  readonly act: string;
  readonly isGrave?: boolean;
  /** What will happen, before it does. */
  readonly children?: ReactNode;
  readonly send: (reason: string) => void;
  readonly leave: () => void;
  readonly isPending: boolean;
  readonly error: unknown;
}

/** An act that somebody answers for by a reason. What is typed stays when the act is refused. */
export function ReasonForm({ act, isGrave, children, send, leave, isPending, error }: ReasonFormProps) {
  const say = useWords(WORDS);
  const id = useId();
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send(reason.trim());
  };
  return (
    <form className="stack reason-form" onSubmit={submit}>
      {children}
      <div className="field">
        <label htmlFor={id}>{say('reason')}</label>
        <textarea
          id={id}
          rows={2}
          required
          maxLength={LONGEST}
          aria-describedby={`${id}-kept`}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
        <small id={`${id}-kept`}>{say('kept')}</small>
      </div>
      <ProblemNotice error={error} />
      <div className="row">
        <button
          type="submit"
          className={isGrave ? 'button small danger' : 'button small primary'}
          disabled={isPending}
        >
          {act}
        </button>
        <button type="button" className="button small plain" onClick={leave}>
          {say('cancel')}
        </button>
      </div>
    </form>
  );
}
