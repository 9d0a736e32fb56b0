import { Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day, Money } from '../../../kit/figures/figures';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { CaseLink } from '../../parts/CaseLink';
import { JOURNAL_EVENTS } from '../../parts/journalEvents';
import { Listed, PAGED } from '../../parts/Listed';
import type { Column } from '../../parts/Records';
import { lineName, type StatementName } from './lines';

const WORDS = words({
  title: ['“{line}”的凭证', 'Entries behind “{line}”'],
  day: ['记账日', 'Day'],
  event: ['事件', 'Event'],
  part: ['计入', 'Adds'],
  postings: ['分录', 'Postings'],
  debit: ['借 {account}', 'Debit {account}'],
  credit: ['贷 {account}', 'Credit {account}'],
  cause: ['来由', 'What made it'],
  loan: ['贷款', 'Loan'],
  eventNo: ['第 {number} 号事件', 'event {number}'],
  payment: ['支付', 'Payment'],
  receipt: ['待查收款', 'Receipt'],
  break: ['差异', 'Break'],
  change: ['手工账务', 'By hand'],
  empty: ['本月没有凭证计入此项。', 'No entry of the month is in it.'],
});
type Entry = Answers['StatementEntry'];

interface EntriesBehindProps {
  readonly month: string;
  readonly statement: StatementName;
  readonly line: Answers['PlatformStatementLine'];
}

/** The entries that make a figure, each with what made it. */
export function EntriesBehind({ month, statement, line }: EntriesBehindProps) {
  const [say, sayEvent, sayPair] = [useWords(WORDS), useWords(JOURNAL_EVENTS), useSay()];
  const found = api.useInfiniteQuery(
    'get',
    '/statements/{month}/entries',
    { params: { path: { month }, query: { statement, line } } },
    PAGED,
  );
  const name = sayPair(lineName(statement, line) ?? ['', '']);
  const columns: readonly Column<Entry>[] = [
    {
      key: 'day',
      head: say('day'),
      cell: ({ entryDate, event }) => (
        <>
          <Day day={entryDate} />
          <br />
          <small>{sayEvent(event)}</small>
        </>
      ),
    },
    { key: 'part', head: say('part'), isFigure: true, cell: ({ partFen }) => <Money fen={partFen} /> },
    { key: 'postings', head: say('postings'), cell: ({ postings }) => <Postings postings={postings} /> },
    { key: 'cause', head: say('cause'), cell: ({ cause }) => <Cause cause={cause} /> },
  ];
  return (
    <section className="stack" aria-labelledby="entries-behind" aria-live="polite">
      <h2 id="entries-behind">{say('title', { line: name })}</h2>
      <Listed
        caption={say('title', { line: name })}
        found={found}
        columns={columns}
        idOf={({ id }) => id}
        empty={say('empty')}
      />
    </section>
  );
}

function Postings({ postings }: Pick<Entry, 'postings'>) {
  const say = useWords(WORDS);
  return postings.map(({ account, debitFen, creditFen }) => (
    <div key={`${account}${debitFen}`} className="row spread posting">
      <span>{say(debitFen > 0 ? 'debit' : 'credit', { account })}</span>
      <Money fen={debitFen > 0 ? debitFen : creditFen} />
    </div>
  ));
}

/** What made an entry, as far as it is a case that can be looked at. */
function Cause({ cause }: Pick<Entry, 'cause'>) {
  const say = useWords(WORDS);
  const { loanId, eventSequence, paymentId, receiptId, breakId, changeId } = cause;
  const cases = [
    ['PAYMENT', paymentId, say('payment')],
    ['RECEIPT', receiptId, say('receipt')],
    ['BREAK', breakId, say('break')],
  ] as const;
  return (
    <div className="row">
      {loanId !== null && (
        <CaseLink type="LOAN" id={loanId}>
          {say('loan')}
          {eventSequence !== null && ` · ${say('eventNo', { number: eventSequence })}`}
        </CaseLink>
      )}
      {cases.map(
        ([type, id, text]) =>
          id !== null && (
            <CaseLink key={type} type={type} id={id}>
              {text}
            </CaseLink>
          ),
      )}
      {changeId !== null && <Link to="/finance/ledger-changes">{say('change')}</Link>}
    </div>
  );
}
