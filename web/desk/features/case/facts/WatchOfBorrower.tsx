import { type Answers, api } from '../../../../kit/api/api';
import { ProblemNotice } from '../../../../kit/api/ProblemNotice';
import { Day } from '../../../../kit/figures/figures';
import { useWords } from '../../../../kit/words/language';
import { words } from '../../../../kit/words/words';
import { Asked } from '../../../parts/Asked';
import { CaseLink } from '../../../parts/CaseLink';
import { Facts } from '../../../parts/Facts';
import { Mark } from '../../../parts/Mark';
import {
  COLOUR_NAMES,
  FINDING_NAMES,
  FINDING_WORDS,
  INDICATOR_NAMES,
  MATTER_KIND_NAMES,
  MATTER_STATUS_NAMES,
  OUTCOME_NAMES,
  READING_WORDS,
  readingText,
  toneOf,
} from '../../../parts/postLoan';

const WORDS = words({
  title: ['贷后监测', 'Watch'],
  looked: ['最近监测', 'Last looked at'],
  never: ['尚未监测。', 'Not looked at yet.'],
  asOf: ['截至', 'As of'],
  matters: ['预警与检查', 'Warnings and checks'],
  none: ['没有预警或检查。', 'No warning and no check.'],
  due: ['期限', 'Due'],
  late: ['已逾期', 'Overdue'],
});

/** What was read of a borrower at the last look, and its warnings and checks. */
export function WatchOfBorrower({ enterpriseId }: { enterpriseId: string }) {
  const [say, sayIndicator] = [useWords(WORDS), useWords(INDICATOR_NAMES)];
  const [sayColour, sayReading] = [useWords(COLOUR_NAMES), useWords(READING_WORDS)];
  const of = api.useQuery('get', '/enterprises/{enterpriseId}/watch', { params: { path: { enterpriseId } } });
  return (
    <section className="case-part">
      <h2>{say('title')}</h2>
      <Asked of={of}>
        {({ lookedOn, overall, readings }) => (
          <>
            {overall !== null && (
              <p className="row">
                <Mark tone={toneOf(overall)}>{sayColour(overall)}</Mark>
                {lookedOn !== null && (
                  <span className="quiet">
                    {say('looked')} <Day day={lookedOn} />
                  </span>
                )}
              </p>
            )}
            {readings.length === 0 && <p className="quiet">{say('never')}</p>}
            <Facts
              facts={readings.map(({ indicator, value, asOf, colour }) => [
                sayIndicator(indicator),
                <span key={indicator} className="row">
                  <span className="figure">{readingText(value, sayReading)}</span>
                  <Mark tone={toneOf(colour)}>{sayColour(colour)}</Mark>
                  <span className="quiet">
                    {say('asOf')} <Day day={asOf} />
                  </span>
                </span>,
              ])}
            />
          </>
        )}
      </Asked>
      <Matters enterpriseId={enterpriseId} />
    </section>
  );
}

function Matters({ enterpriseId }: { enterpriseId: string }) {
  const say = useWords(WORDS);
  const query = { enterpriseId };
  const { data, error, isPending, refetch } = api.useQuery('get', '/post-loan/matters', {
    params: { query },
  });
  return (
    <>
      <h3>{say('matters')}</h3>
      {isPending && <div className="skeleton" />}
      <ProblemNotice error={error} again={() => void refetch()} />
      {data?.items.length === 0 && <p className="quiet">{say('none')}</p>}
      <ul className="seats">
        {data?.items.map((matter) => (
          <Matter key={matter.id} matter={matter} />
        ))}
      </ul>
    </>
  );
}

function Matter({ matter }: { matter: Answers['PostLoanMatter'] }) {
  const [say, sayKind, sayIndicator] = [
    useWords(WORDS),
    useWords(MATTER_KIND_NAMES),
    useWords(INDICATOR_NAMES),
  ];
  const [sayOutcome, sayStatus] = [useWords(OUTCOME_NAMES), useWords(MATTER_STATUS_NAMES)];
  const { kind, warning, check, dueOn, isLate, status, outcome, note, taskId } = matter;
  const name = warning === null ? sayKind(kind) : sayIndicator(warning.indicator);
  return (
    <li>
      <span className="row">
        {taskId === null ? (
          name
        ) : (
          <CaseLink type="TASK" id={taskId}>
            {name}
          </CaseLink>
        )}
        {warning !== null && (
          <Mark tone={toneOf(warning.level)}>
            {outcome === null ? sayStatus(status) : sayOutcome(outcome)}
          </Mark>
        )}
        {warning === null && (outcome === null ? sayStatus(status) : sayOutcome(outcome))}
        {isLate && <Mark tone="bad">{say('late')}</Mark>}
      </span>
      <span className="quiet">
        {status === 'OPEN' ? (
          <>
            {say('due')} <Day day={dueOn} />
          </>
        ) : (
          note
        )}
      </span>
      {check?.findings != null && <Findings findings={check.findings} />}
    </li>
  );
}

function Findings({ findings }: { findings: Answers['CheckFindings'] }) {
  const sayRow = useWords(FINDING_NAMES);
  const [visit, statements] = [useWords(FINDING_WORDS.visit), useWords(FINDING_WORDS.statements)];
  const [useOfFunds, business] = [useWords(FINDING_WORDS.useOfFunds), useWords(FINDING_WORDS.business)];
  return (
    <span className="quiet">
      {sayRow('visit')}: {visit(findings.visit)} · {sayRow('statements')}: {statements(findings.statements)} ·{' '}
      {sayRow('useOfFunds')}: {useOfFunds(findings.useOfFunds)} · {sayRow('business')}:{' '}
      {business(findings.business)}
    </span>
  );
}
