import type { Answers } from '../../client/client';
import { Instant, Money } from '../figures/figures';
import { useSay, useWords } from '../words/language';
import { words } from '../words/words';
import { type Entry, toldBy } from './entries';
import './timeline.css';

const WORDS = words({
  platform: ['平台', 'Platform'],
  empty: ['尚无记录', 'Nothing has happened yet'],
});

interface TimelineProps {
  readonly entries: readonly Entry[];
  readonly caseType: Answers['CaseType'];
  /** The latest on top; else as it went. */
  readonly latestFirst?: boolean;
}

/** The story of a case: what happened, when, by whom and with which words. */
export function Timeline({ entries, caseType, latestFirst = false }: TimelineProps) {
  const say = useWords(WORDS);
  if (entries.length === 0) return <p className="quiet">{say('empty')}</p>;
  const told = entries.map((entry, at) => ({ entry, id: `${entry.at}/${at}` }));
  return (
    <ol className="timeline">
      {(latestFirst ? told.reverse() : told).map(({ entry, id }) => (
        <Told key={id} entry={entry} caseType={caseType} />
      ))}
    </ol>
  );
}

function Told({ entry, caseType }: { entry: Entry; caseType: Answers['CaseType'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { what, by, words: said, amountFen, mood } = toldBy(entry, caseType);
  return (
    <li className="told" data-mood={mood} data-kind={entry.kind}>
      <span className="told-what">
        {what.map((pair) => sayPair(pair)).join(' · ')}
        {amountFen !== null && (
          <>
            {' · '}
            <Money fen={amountFen} />
          </>
        )}
      </span>
      {said.map((word) => (
        <q key={word}>{word}</q>
      ))}
      <small>
        {by ?? say('platform')} · <Instant at={entry.at} />
      </small>
    </li>
  );
}
