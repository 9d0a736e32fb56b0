import { useId, useState } from 'react';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { KeyCap } from '../../../kit/keys/KeyCap';
import { useKeys } from '../../../kit/keys/useKeys';
import { Layer } from '../../../kit/layer/Layer';
import { useSay, useWords } from '../../../kit/words/language';
import { type Pair, words } from '../../../kit/words/words';
import { instantTyped, SNOOZES } from './snoozes';

const WORDS = words({
  title: ['暂缓“{title}”', 'Put “{title}” off'],
  about: [
    '仍由您办理，期限与提醒不变；到时会自动回到待办并通知您。',
    'It stays yours, with its deadline and reminders; then it is back by itself, with a notice.',
  ],
  until: ['或至（北京时间）', 'Or until (Beijing time)'],
  send: ['暂缓', 'Put off'],
});
const KEYS: Pair = ['暂缓多久', 'For how long'];

interface SnoozeLayerProps {
  readonly title: string;
  readonly put: (until: { readonly until: string } | { readonly workingHours: number }) => void;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly close: () => void;
}

/** Until when a task is put off: one press for what is usual, or a day and time. */
export function SnoozeLayer({ title, put, isPending, error, close }: SnoozeLayerProps) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const id = useId();
  const [typed, type] = useState('');
  const until = instantTyped(typed);
  useKeys(
    'LAYER',
    KEYS,
    SNOOZES.map(({ hours, name }, at) => ({
      press: `Digit${at + 1}`,
      does: name,
      act: () => put({ workingHours: hours }),
    })),
  );
  return (
    <Layer title={say('title', { title })} close={close}>
      <p className="quiet">{say('about')}</p>
      <div className="row">
        {SNOOZES.map(({ hours, name }, at) => (
          <button
            key={hours}
            type="button"
            className="button"
            disabled={isPending}
            aria-keyshortcuts={String(at + 1)}
            onClick={() => put({ workingHours: hours })}
          >
            <KeyCap press={`Digit${at + 1}`} /> {sayPair(name)}
          </button>
        ))}
      </div>
      <form
        className="row snooze-until"
        onSubmit={(event) => {
          event.preventDefault();
          if (until !== null) put({ until });
        }}
      >
        <div className="field">
          <label htmlFor={id}>{say('until')}</label>
          <input
            id={id}
            type="datetime-local"
            required
            value={typed}
            onChange={({ target }) => type(target.value)}
          />
        </div>
        <button type="submit" className="button" disabled={isPending || until === null}>
          {say('send')}
        </button>
      </form>
      <ProblemNotice error={error} />
    </Layer>
  );
}
