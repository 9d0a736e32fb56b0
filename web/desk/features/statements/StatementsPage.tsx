import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Money } from '../../../kit/figures/figures';
import { useBusinessNow } from '../../../kit/live/clock';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { BooksThrough } from '../../parts/BooksThrough';
import { BOOK_READERS } from '../../parts/books';
import { Choice, Filters, optionsOf, Typed } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { lastOf, monthOf } from '../../parts/period';
import { changed, type Wish } from '../../parts/search';
import { EntriesBehind } from './EntriesBehind';
import {
  CHECK_NAMES,
  columnsOf,
  type Line,
  lineName,
  linesOf,
  STATEMENT_NAMES,
  type StatementName,
} from './lines';
import './statements.css';

const WORDS = words({
  title: ['报表', 'Statements'],
  lead: [
    '本机构的资产负债表、利润表与现金流量表；每个数字都可点开到凭证与案件。',
    'Balance sheet, income and cash flow of the institution; each figure opens to its entries and their cases.',
  ],
  month: ['月份', 'Month'],
  statement: ['报表', 'Statement'],
  final: ['已月结，数字不再变动', 'Closed: no figure changes any more'],
  open: ['尚未月结', 'Not closed yet'],
  checks: ['勾稽关系', 'Checks'],
  line: ['项目', 'Line'],
});
const route = getRouteApi('/finance/statements');

/** The statements of a month, with each figure down to what made it. */
export function StatementsPage() {
  const { month } = route.useSearch();
  const now = useBusinessNow();
  const shown = month ?? (now === null ? null : monthOf(now));
  return shown === null ? null : <OfMonth month={shown} />;
}

function OfMonth({ month }: { month: string }) {
  const [say, sayStatement] = [useWords(WORDS), useWords(STATEMENT_NAMES)];
  const search = route.useSearch();
  const go = route.useNavigate();
  const wish = (part: Wish<typeof search>) => go({ search: changed(search, part), replace: true });
  const statement = search.statement ?? 'BALANCE_SHEET';
  const of = api.useQuery('get', '/statements/{month}', { params: { path: { month } } });
  const isLine = search.line !== undefined && lineName(statement, search.line) !== null;
  return (
    <Page title={say('title')} lead={say('lead')} roles={BOOK_READERS}>
      <FinanceTabs />
      <Filters>
        <Typed label={say('month')} type="month" value={month} choose={(chosen) => wish({ month: chosen })} />
        <Choice
          label={say('statement')}
          value={statement}
          options={optionsOf(STATEMENT_NAMES, sayStatement)}
          choose={(chosen) => wish({ statement: chosen, line: undefined })}
        />
      </Filters>
      <Asked of={of}>
        {(statements) => (
          <>
            <BooksThrough until={lastOf(month)} />
            <Standing statements={statements} />
            <div className="statement-panes">
              <Lines
                statement={statement}
                statements={statements}
                open={search.line}
                // An address of its own: Back leads to the statement again.
                show={(line) => go({ search: changed(search, { line }) })}
              />
              {isLine && (
                <EntriesBehind
                  key={`${statement}${search.line}`}
                  month={month}
                  statement={statement}
                  line={search.line as Answers['PlatformStatementLine']}
                />
              )}
            </div>
          </>
        )}
      </Asked>
    </Page>
  );
}

/** Whether the month is closed, and whether its books are right. */
function Standing({ statements: { isFinal, checks } }: { statements: Answers['PlatformStatements'] }) {
  const [say, sayCheck] = [useWords(WORDS), useWords(CHECK_NAMES)];
  return (
    <ul className="row statement-checks" aria-label={say('checks')}>
      <li>
        <Mark tone={isFinal ? 'good' : 'plain'}>{say(isFinal ? 'final' : 'open')}</Mark>
      </li>
      {(Object.keys(CHECK_NAMES) as (keyof typeof checks)[]).map((check) => (
        <li key={check}>
          <Mark tone={checks[check] === 0 ? 'good' : 'bad'}>
            {sayCheck(check)} {checks[check] !== 0 && <Money fen={checks[check]} />}
          </Mark>
        </li>
      ))}
    </ul>
  );
}

interface LinesProps {
  readonly statement: StatementName;
  readonly statements: Answers['PlatformStatements'];
  readonly open: string | undefined;
  readonly show: (line: string) => void;
}

function Lines({ statement, statements, open, show }: LinesProps) {
  const [say, sayPair] = [useWords(WORDS), useSay()];
  return (
    <div className="card">
      <table className="statement">
        <caption>{sayPair(STATEMENT_NAMES[statement])}</caption>
        <thead>
          <tr>
            <th scope="col">{say('line')}</th>
            {columnsOf(statement).map((column) => (
              <th key={column[1]} scope="col" className="figure">
                {sayPair(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {linesOf(statement, statements).map((line) => (
            <LineRow key={line.line} line={line} isOpen={line.line === open} show={show} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LineRowProps {
  readonly line: Line;
  readonly isOpen: boolean;
  readonly show: (line: string) => void;
}

function LineRow({ line: { line, name, isSum, figures }, isOpen, show }: LineRowProps) {
  const sayPair = useSay();
  return (
    <tr data-sum={isSum} data-open={isOpen}>
      <th scope="row">
        {isSum ? (
          sayPair(name)
        ) : (
          <button type="button" className="statement-line" aria-expanded={isOpen} onClick={() => show(line)}>
            {sayPair(name)}
          </button>
        )}
      </th>
      {figures.map((fen, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a figure is known by its column
        <td key={at} className="figure">
          <Money fen={fen} />
        </td>
      ))}
    </tr>
  );
}
