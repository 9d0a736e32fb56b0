import type { Answers } from '../../../kit/api/api';
import { Instant, Money } from '../../../kit/figures/figures';
import { feeReason } from '../../../kit/words/feeReason';
import { useLanguage, useSay, useWords } from '../../../kit/words/language';
import { type Words, words } from '../../../kit/words/words';

type Request = Answers['FeeRequest'];

const WORDS = words({
  title: ['异议与退费', 'Disputes and refunds'],
  answer: ['答复：{result}', 'Answer: {result}'],
  granted: ['同意金额', 'Granted'],
});
const KINDS: Words<Request['kind']> = words({
  DISPUTE: ['异议', 'Dispute'],
  WAIVE: ['减免', 'Waiver'],
  REFUND: ['退费', 'Refund'],
  PREPAYMENT: ['提前还款退费', 'Refund for a prepayment'],
  BOUNCE: ['付款被银行退回', 'Payment taken back by the bank'],
});
const STATES: Words<Request['status']> = words({
  OPEN: ['处理中', 'Being looked at'],
  APPROVED: ['已同意', 'Granted'],
  REJECTED: ['未同意', 'Not granted'],
  DONE: ['已办结', 'Done'],
  WITHDRAWN: ['已撤销，不再退回', 'Withdrawn: not paid back'],
});

/** What was asked about a charge, and what came of it. That a payment came back is told by its story. */
export function FeeRequests({ requests: all }: { requests: readonly Request[] }) {
  const requests = all.filter(({ kind }) => kind !== 'BOUNCE');
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { language } = useLanguage();
  if (requests.length === 0) return null;
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      {requests.map(({ id, kind, status, result, grantedFen, createdAt, ...asked }) => (
        <div key={id} className="stack-tight">
          <span className="row spread">
            <strong>{sayPair(KINDS[kind])}</strong>
            <span className="state">{sayPair(STATES[status])}</span>
          </span>
          <p>{feeReason(asked, language)}</p>
          {result !== '' && <p>{say('answer', { result })}</p>}
          {grantedFen !== null && grantedFen > 0 && (
            <p>
              {say('granted')} <Money fen={grantedFen} />
            </p>
          )}
          <small>
            <Instant at={createdAt} />
          </small>
        </div>
      ))}
    </section>
  );
}
