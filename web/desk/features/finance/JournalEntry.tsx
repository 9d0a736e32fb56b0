import type { Answers } from '../../../kit/api/api';
import { Day, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { CaseLink } from '../../parts/CaseLink';
import { JOURNAL_EVENTS } from '../../parts/journalEvents';
import { Mark } from '../../parts/Mark';
import { type Column, Records } from '../../parts/Records';
import { ReverseEntry } from './ReverseEntry';
import './finance.css';

const WORDS = words({
  number: ['凭证 {id}', 'Entry {id}'],
  account: ['科目', 'Account'],
  debit: ['借方', 'Debit'],
  credit: ['贷方', 'Credit'],
  value: ['起息日', 'Value date'],
  loan: ['贷款', 'Loan'],
  reverses: ['红字冲销凭证 {id}', 'Reverses entry {id}'],
});

type Entry = Answers['JournalEntry'];

/** One entry with its postings. @param account the one that was asked for: it is marked */
export function JournalEntry({ entry, account }: { entry: Entry; account: string | undefined }) {
  const [say, sayEvent] = [useWords(WORDS), useWords(JOURNAL_EVENTS)];
  const amount = (fen: number) => (fen === 0 ? '' : <Money fen={fen} />);
  const columns: readonly Column<Entry['postings'][number]>[] = [
    {
      key: 'account',
      head: say('account'),
      cell: ({ accountCode, accountName }) => {
        const name = `${accountCode} ${accountName}`;
        return accountCode === account ? <strong>{name}</strong> : name;
      },
    },
    { key: 'debit', head: say('debit'), isFigure: true, cell: ({ debitFen }) => amount(debitFen) },
    { key: 'credit', head: say('credit'), isFigure: true, cell: ({ creditFen }) => amount(creditFen) },
  ];
  return (
    <article className="card stack entry">
      <header className="row spread">
        <h2>
          <Day day={entry.entryDate} /> {sayEvent(entry.event)}
        </h2>
        <span className="row quiet">
          {entry.reverses !== null && <Mark tone="warn">{say('reverses', { id: entry.reverses })}</Mark>}
          {entry.loanId !== null && (
            <CaseLink type="LOAN" id={entry.loanId}>
              {say('loan')}
            </CaseLink>
          )}
          {entry.valueDate !== entry.entryDate && (
            <span>
              {say('value')} <Day day={entry.valueDate} />
            </span>
          )}
          {say('number', { id: entry.id })}
        </span>
      </header>
      <Records
        caption={say('number', { id: entry.id })}
        columns={columns}
        rows={entry.postings}
        idOf={({ line }) => String(line)}
        empty=""
      />
      {entry.event === 'BY_HAND' && entry.reverses === null && <ReverseEntry entryId={entry.id} />}
    </article>
  );
}
