import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Answers, api } from '../../kit/api/api';
import { useSay, useWords } from '../../kit/words/language';
import { LOAN_STATUS_NAMES } from '../../kit/words/names';
import { words } from '../../kit/words/words';
import { STAFF } from '../app/places';
import { Asked } from './Asked';
import { Page } from './Page';

const WORDS = words({
  loan: ['贷款', 'Loan'],
  overview: ['概况', 'Overview'],
  changes: ['变更', 'Changes'],
  collection: ['催收', 'Collection'],
  fees: ['费用', 'Fees'],
  papers: ['单据', 'Papers'],
});

interface LoanFrameProps {
  readonly loanId: string;
  readonly children: (loan: Answers['Loan']) => ReactNode;
}

/** What every screen of one loan stands in: whose it is, how it stands, and the screens beside each other. */
export function LoanFrame({ loanId, children }: LoanFrameProps) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const of = api.useQuery('get', '/loans/{loanId}', { params: { path: { loanId } } });
  const { data } = of;
  const lead = data === undefined ? '' : sayPair(LOAN_STATUS_NAMES[data.status]);
  return (
    <Page title={data?.enterpriseName ?? say('loan')} lead={lead} roles={STAFF}>
      <Asked of={of}>
        {(loan) => (
          <>
            <TabsOfLoan loanId={loanId} />
            {children(loan)}
          </>
        )}
      </Asked>
    </Page>
  );
}

/** Drawn with what they stand under: a name may take two lines, and moves nothing then. */
function TabsOfLoan({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  return (
    <nav className="tabs" aria-label={say('loan')}>
      <Link to="/loans/$loanId" params={{ loanId }} activeOptions={{ exact: true }}>
        {say('overview')}
      </Link>
      <Link to="/loans/$loanId/changes" params={{ loanId }}>
        {say('changes')}
      </Link>
      <Link to="/loans/$loanId/collection" params={{ loanId }}>
        {say('collection')}
      </Link>
      <Link to="/loans/$loanId/fees" params={{ loanId }}>
        {say('fees')}
      </Link>
      <Link to="/loans/$loanId/papers" params={{ loanId }}>
        {say('papers')}
      </Link>
    </nav>
  );
}
