import { useParams } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { LoanFrame } from '../../parts/LoanFrame';
import { AskForPaper } from './AskForPaper';
import { PaperCard } from './PaperCard';
import { lookForPapersIn } from './papers';
import { SettlementQuotes } from './SettlementQuotes';
import './papers.css';

const WORDS = words({
  title: ['收据、对账单、函件与证明', 'Receipts, statements, letters and certificates'],
  empty: [
    '尚无单据。还款、结清与催收时会自动出具；也可在上方索取。',
    'None yet. They are issued when money comes, a loan ends or a letter goes out; or ask for one above.',
  ],
});
const MOST = '100';

/** Papers of one loan: asked for, looked at in their place, and saved. */
export function PapersOfLoan() {
  const { loanId } = useParams({ from: '/loans/$loanId/papers' });
  return (
    <LoanFrame loanId={loanId}>
      {(loan) => (
        <>
          <AskForPaper loanId={loanId} />
          <List loanId={loanId} />
          <SettlementQuotes loan={loan} />
        </>
      )}
    </LoanFrame>
  );
}

function List({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const { data, error, isPending, refetch } = api.useQuery(
    'get',
    '/papers',
    { params: { query: { caseType: 'LOAN', caseId: loanId, pageSize: MOST } } },
    { refetchInterval: ({ state }) => lookForPapersIn(state.data?.items), refetchOnMount: 'always' },
  );
  return (
    <section className="stack" aria-labelledby="papers" aria-live="polite">
      <h2 id="papers">{say('title')}</h2>
      <ProblemNotice error={error} again={() => void refetch()} />
      {isPending && <div className="skeleton" />}
      {data?.items.length === 0 && <p className="card quiet">{say('empty')}</p>}
      <ul className="papers-of">
        {data?.items.map((paper) => (
          <li key={paper.id} className="card">
            <PaperCard paper={paper} />
          </li>
        ))}
      </ul>
    </section>
  );
}
