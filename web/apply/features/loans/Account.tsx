import { Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { bankCodePair } from '../../../kit/words/bankCodes';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['还款账户', 'The account that is debited'],
  change: ['更换账户', 'Change the account'],
  paused: [
    '自动扣款已暂停（{why}）。请主动还款，或联系金融机构恢复。',
    'Debits are paused ({why}). Pay yourself, or ask the institution to resume them.',
  ],
  byPerson: ['由工作人员暂停', 'by the staff'],
});

/** The account on file, as far as its reader may see it, and whether it is debited by itself. */
export function Account({ loan }: { loan: Answers['Loan'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { data } = api.useQuery('get', '/enterprises/{enterpriseId}', {
    params: { path: { enterpriseId: loan.enterpriseId } },
  });
  const because = loan.process?.debitsPausedBecause ?? null;
  const why =
    because === 'BY_PERSON' ? say('byPerson') : because !== null ? sayPair(bankCodePair(because)) : '';
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <p className="figure">{data?.bankAccountNo ?? '…'}</p>
      {because !== null && <p className="notice notice-warn">{say('paused', { why })}</p>}
      {loan.status !== 'CLOSED' && (
        <Link to="/loans/$loanId/changes" params={{ loanId: loan.id }}>
          {say('change')}
        </Link>
      )}
    </section>
  );
}
