import { useParams } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Listed, PAGED } from '../../parts/Listed';
import { LoanFrame } from '../../parts/LoanFrame';
import { ChangeForm } from './ChangeForm';
import { useChangeColumns } from './changeColumns';
import '../../parts/loanChanges.css';

const WORDS = words({
  title: ['变更记录', 'Changes'],
  empty: ['尚无变更。', 'None yet.'],
});

/** Changes of one loan: asked for here, and what became of each. */
export function ChangesOfLoan() {
  const { loanId } = useParams({ from: '/loans/$loanId/changes' });
  return (
    <LoanFrame loanId={loanId}>
      {(loan) => (
        <>
          <ChangeForm loan={loan} />
          <ListOfLoan loanId={loanId} />
        </>
      )}
    </LoanFrame>
  );
}

function ListOfLoan({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const columns = useChangeColumns({ withLoan: false });
  const found = api.useInfiniteQuery(
    'get',
    '/loans/{loanId}/changes',
    { params: { path: { loanId }, query: {} } },
    PAGED,
  );
  return (
    <section className="stack" aria-labelledby="changes-of-loan">
      <h2 id="changes-of-loan">{say('title')}</h2>
      <Listed
        caption={say('title')}
        found={found}
        columns={columns}
        idOf={({ id }) => id}
        empty={say('empty')}
      />
    </section>
  );
}
