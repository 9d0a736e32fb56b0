import { dayText } from '../../../kit/figures/figures';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { type FlowDay, flowBars } from './flow';

const WORDS = words({
  picture: [
    '{from} 至 {to} 每日资金流入（上）与流出（下）',
    'Money in (above) and out (below) each day, from {from} to {to}',
  ],
});
const HEIGHT = 140;
const MIDDLE = 70;
const STEP = 22;
const WIDE = 14;

const hasMoved = (days: readonly FlowDay[]): boolean => days.some(({ inFen, outFen }) => inFen + outFen > 0);

/** Money in and out day by day; the table below says the same in figures. */
export function FlowPicture({ days }: { days: readonly FlowDay[] }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const bars = flowBars(days);
  const [from, to] = [days[0]?.date, days.at(-1)?.date];
  if (from === undefined || to === undefined || !hasMoved(days)) return null;
  return (
    <svg
      className="flow"
      preserveAspectRatio="xMinYMid meet"
      viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`}
      role="img"
      aria-label={say('picture', { from: dayText(from, language), to: dayText(to, language) })}
    >
      {bars.map(({ date, inShare, outShare }, at) => (
        <g key={date}>
          <rect
            className="flow-in"
            x={at * STEP + 4}
            y={MIDDLE - inShare * (MIDDLE - 6)}
            width={WIDE}
            height={inShare * (MIDDLE - 6)}
          />
          <rect
            className="flow-out"
            x={at * STEP + 4}
            y={MIDDLE}
            width={WIDE}
            height={outShare * (MIDDLE - 6)}
          />
        </g>
      ))}
      <line className="flow-zero" x1={0} x2={bars.length * STEP} y1={MIDDLE} y2={MIDDLE} />
    </svg>
  );
}
