import type { Answers } from '../../../kit/api/api';
import { type Rung, rungsOf } from '../../../kit/collection/calendar';
import { Day } from '../../../kit/figures/figures';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import '../../../kit/collection/calendar.css';

const WORDS = words({
  title: ['接下来会发生什么', 'What happens next'],
  about: [
    '以下安排以期间没有还款为前提；还清逾期款项即停止。',
    'This is what comes if nothing is paid meanwhile; once what is overdue is paid, it stops.',
  ],
  none: ['没有安排。', 'Nothing is to come.'],
  later: ['更后的安排（{count} 项）', 'What comes later ({count})'],
  before: ['已经发生的（{count} 项）', 'What has happened ({count})'],
  late: ['逾期第 {days} 天', 'day {days} past due'],
  early: ['第 {number} 期到期前 {days} 天', '{days day|days} before payment no. {number} is due'],
  due: ['第 {number} 期到期日', 'payment no. {number} is due'],
});

/** So many steps are in sight; the others are folded away. */
const IN_SIGHT = 3;

/** The ladder as its borrower reads it: what comes and when, and behind it what has happened. */
export function WhatComes({ calendar }: { calendar: Answers['CollectionCalendar'] }) {
  const say = useWords(WORDS);
  const rungs = rungsOf(calendar);
  const coming = rungs.filter(({ state }) => state === 'NEXT');
  const [soon, later] = [coming.slice(0, IN_SIGHT), coming.slice(IN_SIGHT)];
  const before = rungs.filter(({ state }) => state !== 'NEXT').toReversed();
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      {soon.length === 0 ? <p>{say('none')}</p> : <p className="quiet">{say('about')}</p>}
      <Rungs rungs={soon} />
      <Folded title={say('later', { count: later.length })} rungs={later} />
      <Folded title={say('before', { count: before.length })} rungs={before} />
    </section>
  );
}

function Folded({ title, rungs }: { title: string; rungs: readonly Rung[] }) {
  if (rungs.length === 0) return null;
  return (
    <details>
      <summary>{title}</summary>
      <Rungs rungs={rungs} />
    </details>
  );
}

function Rungs({ rungs }: { rungs: readonly Rung[] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const dayOf = ({ day, instalment }: Rung): string => {
    if (day > 0) return say('late', { days: day });
    return say(day === 0 ? 'due' : 'early', { days: -day, number: instalment ?? '' });
  };
  return (
    <ol className="rungs">
      {rungs.map((rung) => (
        <li key={rung.key} data-state={rung.state}>
          <span>
            <strong>
              <Day day={rung.on} />
            </strong>{' '}
            <small>{dayOf(rung)}</small>
          </span>
          <span>{sayPair([rung.text.zh, rung.text.en])}</span>
        </li>
      ))}
    </ol>
  );
}
