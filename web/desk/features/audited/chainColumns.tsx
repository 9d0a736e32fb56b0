import type { Answers } from '../../../kit/api/api';
import { Day, Instant, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { type Words, words } from '../../../kit/words/words';
import { CaseLink } from '../../parts/CaseLink';
import { JOURNAL_EVENTS } from '../../parts/journalEvents';
import type { Column } from '../../parts/Records';
import { Who } from '../../parts/Who';

const WORDS = words({
  enterprise: ['企业', 'Enterprise'],
  loan: ['贷款', 'Loan'],
  amount: ['金额', 'Amount'],
  basis: ['依据', 'Went by'],
  consent: ['同意', 'Consent'],
  borrower: ['借款企业', 'The borrower'],
  withLoan: ['随借款合同同意', 'Agreed to with the loan'],
  approvals: ['批准', 'Approvals'],
  postings: ['入账', 'Postings'],
});

/** A charge or a change with all that it went by. */
type Chain = Answers['AuditedFee'] | Answers['AuditedLoanChange'];

/** What an auditor asks of each, in order: about whom, by which rule, agreed to by whom, approved by whom, booked how. */
export function useChainColumns<Row extends Chain>(whats: Words<string>): readonly Column<Row>[] {
  const say = useWords(WORDS);
  return [
    {
      key: 'about',
      head: say('enterprise'),
      cell: ({ enterpriseId, loanId }) => (
        <span className="row">
          <CaseLink type="ENTERPRISE" id={enterpriseId}>
            {say('enterprise')}
          </CaseLink>
          {loanId !== null && (
            <CaseLink type="LOAN" id={loanId}>
              {say('loan')}
            </CaseLink>
          )}
        </span>
      ),
    },
    {
      key: 'amount',
      head: say('amount'),
      isFigure: true,
      cell: ({ amountFen }) => (amountFen === null ? '—' : <Money fen={amountFen} />),
    },
    {
      key: 'basis',
      head: say('basis'),
      cell: ({ rule, kind, version }) => (
        <>
          {rule !== kind && <div>{rule}</div>}
          <small>{version ?? '—'}</small>
        </>
      ),
    },
    { key: 'consent', head: say('consent'), cell: ({ consent }) => <Consent consent={consent} /> },
    {
      key: 'approvals',
      head: say('approvals'),
      cell: ({ approvals }) => <Approvals approvals={approvals} whats={whats} />,
    },
    { key: 'postings', head: say('postings'), cell: ({ postings }) => <Postings postings={postings} /> },
  ];
}

function Consent({ consent }: Pick<Chain, 'consent'>) {
  const say = useWords(WORDS);
  if (consent === null) return '—';
  const { by, at, hash } = consent;
  return (
    <>
      {by === null ? say('withLoan') : <Who id={by} stranger={say('borrower')} />}
      {at !== null && (
        <div>
          <Instant at={at} />
        </div>
      )}
      {hash !== null && <small title={hash}>{hash.slice(0, HASH_BEGINS)}…</small>}
    </>
  );
}

/** Signs of a hash that tell it from others. */
const HASH_BEGINS = 12;

function Approvals({ approvals, whats }: Pick<Chain, 'approvals'> & { readonly whats: Words<string> }) {
  const [say, sayWhat] = [useWords(WORDS), useWords(whats)];
  if (approvals.length === 0) return '—';
  return approvals.map(({ by, what, at }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: an approval is known by its place
    <div key={index}>
      <Who id={by} stranger={say('borrower')} /> <small>{sayWhat(what)}</small>
      {at !== null && (
        <div>
          <Instant at={at} />
        </div>
      )}
    </div>
  ));
}

function Postings({ postings }: Pick<Chain, 'postings'>) {
  const sayEvent = useWords(JOURNAL_EVENTS);
  if (postings.length === 0) return '—';
  return postings.map(({ entryId, businessKey, event, entryDate, amountFen }) => (
    <div key={entryId} title={businessKey}>
      {sayEvent(event)} · <Day day={entryDate} /> · <Money fen={amountFen} />
    </div>
  ));
}
