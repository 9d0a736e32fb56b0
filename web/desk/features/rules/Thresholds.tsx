import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Mark } from '../../parts/Mark';
import { COLOUR_NAMES, INDICATOR_NAMES, READING_WORDS, readingText } from '../../parts/postLoan';
import { type Column, Records } from '../../parts/Records';
import { type Bounds, directionOf, entriesOf, type Indicator, type Thresholds as Of } from './thresholdDraft';

const WORDS = words({
  title: ['预警阈值', 'Thresholds of early warnings'],
  indicator: ['指标', 'Indicator'],
  warns: ['何时预警', 'Warns'],
  LOW: ['低于阈值', 'Below the bound'],
  HIGH: ['高于阈值', 'Above the bound'],
  FLAG: ['出现即预警', 'When it is so'],
});

type Row = readonly [Indicator, Bounds];

/** From where on readings of borrowers warn. */
export function Thresholds({ thresholds }: { thresholds: Of }) {
  const [say, sayIndicator, sayColour] = [useWords(WORDS), useWords(INDICATOR_NAMES), useWords(COLOUR_NAMES)];
  const sayReading = useWords(READING_WORDS);
  const columns: readonly Column<Row>[] = [
    { key: 'indicator', head: say('indicator'), cell: ([indicator]) => sayIndicator(indicator) },
    { key: 'warns', head: say('warns'), cell: ([, bounds]) => say(directionOf(bounds)) },
    {
      key: 'yellow',
      head: sayColour('YELLOW'),
      isFigure: true,
      cell: ([, { yellow }]) =>
        yellow === null ? '—' : <Mark tone="warn">{readingText(yellow, sayReading)}</Mark>,
    },
    {
      key: 'red',
      head: sayColour('RED'),
      isFigure: true,
      cell: ([, { red }]) => (red === null ? '—' : <Mark tone="bad">{readingText(red, sayReading)}</Mark>),
    },
  ];
  return (
    <Records
      caption={say('title')}
      columns={columns}
      rows={entriesOf(thresholds)}
      idOf={([indicator]) => indicator}
      empty=""
    />
  );
}
