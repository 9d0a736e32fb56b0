import type { Answers } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { CaseLink } from '../../parts/CaseLink';
import { Mark } from '../../parts/Mark';
import { INDICATOR_NAMES, LEVEL_NAMES, toneOf } from '../../parts/postLoan';
import { type Column, Records } from '../../parts/Records';

const WORDS = words({
  title: ['预警会不同的企业', 'Enterprises that would have been warned about otherwise'],
  enterprise: ['企业', 'Enterprise'],
  indicator: ['指标', 'Indicator'],
  was: ['原为', 'Was'],
  wouldBe: ['将为', 'Would be'],
  none: ['不预警', 'No warning'],
});

type Warned = Answers['RulesPreview']['warned'][number];

/** About whom other thresholds would have warned otherwise, by the worst of each indicator. */
export function PreviewedWarnings({ warned }: { warned: readonly Warned[] }) {
  const [say, sayIndicator, sayLevel] = [useWords(WORDS), useWords(INDICATOR_NAMES), useWords(LEVEL_NAMES)];
  const told = (level: Warned['was']) =>
    level === null ? say('none') : <Mark tone={toneOf(level)}>{sayLevel(level)}</Mark>;
  const columns: readonly Column<Warned>[] = [
    {
      key: 'enterprise',
      head: say('enterprise'),
      cell: ({ enterpriseId, enterpriseName }) => (
        <CaseLink type="ENTERPRISE" id={enterpriseId}>
          {enterpriseName}
        </CaseLink>
      ),
    },
    { key: 'indicator', head: say('indicator'), cell: ({ indicator }) => sayIndicator(indicator) },
    { key: 'was', head: say('was'), cell: ({ was }) => told(was) },
    { key: 'wouldBe', head: say('wouldBe'), cell: ({ wouldBe }) => told(wouldBe) },
  ];
  return (
    <Records
      caption={say('title')}
      columns={columns}
      rows={warned}
      idOf={({ enterpriseId, indicator }) => `${enterpriseId}/${indicator}`}
      empty=""
    />
  );
}
