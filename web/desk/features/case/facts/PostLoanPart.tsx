import { type Answers, api } from '../../../../kit/api/api';
import { Day } from '../../../../kit/figures/figures';
import { useWords } from '../../../../kit/words/language';
import { words } from '../../../../kit/words/words';
import { Asked } from '../../../parts/Asked';
import { CaseLink } from '../../../parts/CaseLink';
import { Facts } from '../../../parts/Facts';
import { Mark } from '../../../parts/Mark';
import { COLOUR_NAMES, INDICATOR_NAMES, READING_WORDS, readingText, toneOf } from '../../../parts/postLoan';
import { WatchOfBorrower } from './WatchOfBorrower';

const WORDS = words({
  warning: ['预警', 'Warning'],
  check: ['贷后检查', 'Check'],
  borrower: ['借款人', 'Borrower'],
  indicator: ['指标', 'Indicator'],
  level: ['等级', 'Level'],
  value: ['读数', 'Reading'],
  bound: ['界限', 'Bound'],
  asOf: ['截至', 'As of'],
  grade: ['信用等级', 'Grade'],
  called: ['由预警发起', 'A warning called it in'],
  raised: ['登记日', 'Raised on'],
  due: ['期限', 'Due'],
});

/** What a warning is about, or a check, beside all that was read of its borrower. */
export function PostLoanPart({ matterId }: { matterId: string }) {
  const of = api.useQuery('get', '/post-loan/matters/{matterId}', { params: { path: { matterId } } });
  return (
    <Asked of={of}>
      {(matter) => (
        <>
          <Told matter={matter} />
          <WatchOfBorrower enterpriseId={matter.enterpriseId} />
        </>
      )}
    </Asked>
  );
}

function Told({ matter }: { matter: Answers['PostLoanMatter'] }) {
  const [say, sayIndicator] = [useWords(WORDS), useWords(INDICATOR_NAMES)];
  const [sayColour, sayReading] = [useWords(COLOUR_NAMES), useWords(READING_WORDS)];
  const { warning, check, enterpriseId, enterpriseName, raisedOn, dueOn } = matter;
  return (
    <section className="case-part">
      <h2>{say(warning === null ? 'check' : 'warning')}</h2>
      <Facts
        facts={[
          [
            say('borrower'),
            <CaseLink key="borrower" type="ENTERPRISE" id={enterpriseId}>
              {enterpriseName}
            </CaseLink>,
          ],
          ...(warning === null
            ? []
            : ([
                [say('indicator'), sayIndicator(warning.indicator)],
                [
                  say('level'),
                  <Mark key="level" tone={toneOf(warning.level)}>
                    {sayColour(warning.level)}
                  </Mark>,
                ],
                [say('value'), readingText(warning.value, sayReading)],
                [say('bound'), readingText(warning.bound, sayReading)],
                [say('asOf'), <Day key="asOf" day={warning.asOf} />],
              ] as const)),
          ...(check === null ? [] : ([[say('grade'), check.grade ?? say('called')]] as const)),
          [say('raised'), <Day key="raised" day={raisedOn} />],
          [say('due'), <Day key="due" day={dueOn} />],
        ]}
      />
    </section>
  );
}
