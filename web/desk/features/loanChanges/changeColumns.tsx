import type { Answers } from '../../../kit/api/api';
import { Day, Instant, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { ApprovalsTold } from '../../parts/ApprovalsTold';
import { CaseLink } from '../../parts/CaseLink';
import { CHANGE_KINDS, CHANGE_STATUSES, REVERSAL_CAUSES } from '../../parts/loanChanges';
import { Mark, type Tone } from '../../parts/Mark';
import { QuoteTold } from '../../parts/QuoteTold';
import type { Column } from '../../parts/Records';
import { Who } from '../../parts/Who';
import { EndOfChange } from './EndOfChange';

const WORDS = words({
  borrower: ['借款企业', 'The borrower'],
  platform: ['平台', 'The platform'],
  status: ['状态', 'Status'],
  kind: ['变更', 'Change'],
  reason: ['理由', 'Reason'],
  asked: ['提出', 'Asked'],
  approvals: ['批准', 'Approvals'],
  decision: ['决定', 'Decision'],
  account: ['尾号 {ending}', 'ending {ending}'],
  effect: ['影响', 'What it does'],
  inTransit: ['银行尚未到账', 'Not at the bank yet'],
  seen: ['银行已于该日到账', 'At the bank on'],
  until: ['借款人须于此前确认', 'The borrower has until'],
});

type Change = Answers['LoanChange'];
const TONES: Readonly<Record<Change['status'], Tone>> = {
  REQUESTED: 'warn',
  APPROVED: 'plain',
  OFFERED: 'warn',
  REJECTED: 'plain',
  WITHDRAWN: 'plain',
  DECLINED: 'plain',
  LAPSED: 'plain',
  APPLIED: 'good',
  REFUSED: 'bad',
};

/** What is told of each change. @param withLoan where the list is of several */
export function useChangeColumns({ withLoan }: { readonly withLoan: boolean }): readonly Column<Change>[] {
  const say = useWords(WORDS);
  const [sayKind, sayStatus] = [useWords(CHANGE_KINDS), useWords(CHANGE_STATUSES)];
  const sayCause = useWords(REVERSAL_CAUSES);
  return [
    {
      key: 'kind',
      head: say('kind'),
      cell: ({ kind, accountEnding, because, loanId, enterpriseName, quote, receipt, status, takenBack }) => (
        <>
          {sayKind(kind)} {accountEnding !== null && say('account', { ending: accountEnding })}
          {takenBack !== null && (
            <div>
              <Money fen={takenBack.amountFen} /> · <Day day={takenBack.on} />
            </div>
          )}
          {because !== null && <div>{sayCause(because)}</div>}
          {receipt !== null && (
            <div>
              <Money fen={receipt.amountFen} /> · <Day day={receipt.on} />
              {status === 'APPLIED' && receipt.seenOn === null && <Mark tone="warn">{say('inTransit')}</Mark>}
              {receipt.seenOn !== null && (
                <small>
                  {' '}
                  {say('seen')} <Day day={receipt.seenOn} />
                </small>
              )}
            </div>
          )}
          {withLoan && (
            <div>
              <CaseLink type="LOAN" id={loanId}>
                {enterpriseName}
              </CaseLink>
            </div>
          )}
          {quote !== null && (
            <details>
              <summary>{say('effect')}</summary>
              <QuoteTold quote={quote} />
            </details>
          )}
        </>
      ),
    },
    { key: 'reason', head: say('reason'), cell: ({ reason }) => reason },
    {
      key: 'asked',
      head: say('asked'),
      cell: ({ requestedBy, createdAt }) => (
        <>
          {requestedBy === 'EOD' ? say('platform') : <Who id={requestedBy} stranger={say('borrower')} />}
          {' · '}
          <Instant at={createdAt} />
        </>
      ),
    },
    { key: 'approvals', head: say('approvals'), cell: (change) => <ApprovalsTold {...change} /> },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status, lapsesAt }) => (
        <>
          <Mark tone={TONES[status]}>{sayStatus(status)}</Mark>
          {status === 'OFFERED' && lapsesAt !== null && (
            <small>
              {' '}
              {say('until')} <Instant at={lapsesAt} />
            </small>
          )}
        </>
      ),
    },
    { key: 'decision', head: say('decision'), cell: (change) => <EndOfChange change={change} /> },
  ];
}
