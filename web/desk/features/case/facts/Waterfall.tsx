import { useState } from 'react';
import type { Answers } from '../../../../kit/api/api';
import { useSay, useWords } from '../../../../kit/words/language';
import { type Pair, words } from '../../../../kit/words/words';
import { type Bar, barsOf, CHARACTERISTICS, scaleOf } from './waterfall';

const WORDS = words({
  picture: ['评分由基础分到总分的构成', 'The score from its base to its total'],
  base: ['基础分', 'Base'],
  total: ['总分', 'Total'],
  asTable: ['以表格显示', 'As a table'],
  asPicture: ['以图形显示', 'As a picture'],
  characteristic: ['指标', 'Characteristic'],
  points: ['得分', 'Points'],
  lost: ['失分', 'Lost'],
  why: ['原因', 'Why'],
});

type Risk = NonNullable<Answers['AssessmentFigures']['risk']>;

/** The score as a waterfall, and the same as a table: whoever can't see the one reads the other. */
export function Waterfall({ risk }: { risk: Risk }) {
  const say = useWords(WORDS);
  const [isTable, showTable] = useState(false);
  const bars = barsOf(risk);
  return (
    <figure className="waterfall">
      {isTable ? <BarTable bars={bars} risk={risk} /> : <Picture bars={bars} />}
      <button type="button" className="button plain" onClick={() => showTable(!isTable)}>
        {say(isTable ? 'asPicture' : 'asTable')}
      </button>
    </figure>
  );
}

const ROW = 20;
const LABELS = 142;
const WIDTH = 384;
const FIGURES = 44;

function Picture({ bars }: { bars: readonly Bar[] }) {
  const say = useWords(WORDS);
  const name = useBarName();
  const { from, to } = scaleOf(bars);
  const across = (score: number): number =>
    LABELS + (Math.max(score - from, 0) / (to - from)) * (WIDTH - LABELS - FIGURES);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${bars.length * ROW}`} role="img" aria-label={say('picture')}>
      {bars.map((bar, at) => (
        <g key={bar.name} className="bar" data-name={bar.name} data-lost={bar.lost !== null}>
          <text x={LABELS - 6} y={at * ROW + 14} textAnchor="end">
            {name(bar.name)}
          </text>
          <rect
            x={across(bar.from)}
            y={at * ROW + 4}
            width={Math.max(across(bar.to) - across(bar.from), 2)}
            height={ROW - 8}
            rx={2}
          />
          <text x={across(bar.to) + 5} y={at * ROW + 14} className="figure">
            {bar.name === 'BASE' || bar.name === 'TOTAL' ? bar.points : `+${bar.points}`}
          </text>
        </g>
      ))}
    </svg>
  );
}

function BarTable({ bars, risk: { reasons } }: { bars: readonly Bar[]; risk: Risk }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const name = useBarName();
  const why = (code: string | null): Pair => {
    const text = reasons.find((reason) => reason.code === code)?.text;
    return [text?.zh ?? '', text?.en ?? ''];
  };
  return (
    <table>
      <caption className="unseen">{say('picture')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('characteristic')}</th>
          <th scope="col" className="figure">
            {say('points')}
          </th>
          <th scope="col" className="figure">
            {say('lost')}
          </th>
          <th scope="col">{say('why')}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.name}>
            <th scope="row">{name(bar.name)}</th>
            <td className="figure">{bar.points}</td>
            <td className="figure">{bar.lost}</td>
            <td>{sayPair(why(bar.reasonCode))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function useBarName(): (name: Bar['name']) => string {
  const say = useWords(WORDS);
  const sayPair = useSay();
  return (name) => {
    if (name === 'BASE') return say('base');
    return name === 'TOTAL' ? say('total') : sayPair(CHARACTERISTICS[name]);
  };
}
