import type { Answers } from '../../client/client';
import { Instant } from '../figures/figures';
import { useSay, useWords } from '../words/language';
import { STAGE_NAMES } from '../words/names';
import { type Pair, words } from '../words/words';
import { usualTime } from './usualTime';
import './tracker.css';

const WORDS = words({
  DONE: ['已完成', 'Done'],
  NOW: ['当前', 'Now'],
  TO_COME: ['之后', 'To come'],
});

/** The way of a case: what is done, where it is and what comes, with how long each stage usually takes. */
export function Tracker({ tracker }: { tracker: Answers['Tracker'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const names: Readonly<Record<string, Pair>> = STAGE_NAMES[tracker.kind];
  return (
    <ol className="tracker">
      {tracker.stages.map(({ stage, state, enteredAt, usualHours }) => {
        const name = names[stage];
        const usual = state === 'DONE' ? null : usualTime(usualHours);
        return (
          <li key={stage} data-state={state} aria-current={state === 'NOW' ? 'step' : undefined}>
            <span className="tracker-name">
              <span className="unseen">{say(state)} </span>
              {name === undefined ? stage : sayPair(name)}
            </span>
            <small>
              {enteredAt !== null && <Instant at={enteredAt} />}
              {enteredAt !== null && usual !== null && ' · '}
              {usual !== null && sayPair(...usual)}
            </small>
          </li>
        );
      })}
    </ol>
  );
}
