import { useState } from 'react';
import { yuanText } from '../../../../domain/money/text';
import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Day, Instant, Money } from '../../../kit/figures/figures';
import { TickField } from '../../../kit/forms/fields';
import { useSession } from '../../../kit/session/session';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { CHANGE_NAMES, CHANGE_STATES, moodOf } from './askedChange';
import { QuoteTable } from './QuoteTable';

const WORDS = words({
  asked: ['申请于', 'Asked for'],
  until: ['请在此前答复', 'Answer until'],
  account: ['尾号 {digits}', 'Account ending in {digits}'],
  why: ['原因', 'Why'],
  read: ['我已阅读变更后的金额与还款计划', 'I have read what it comes to'],
  agree: ['同意变更', 'Agree to it'],
  decline: ['不同意', 'Decline it'],
  shown: ['查看变更前后', 'Before and after'],
  prove: [
    '请用新账户向以下账户转入 {amount} 元，证明账户属于贵企业；到账后才能审批。',
    'From the new account, transfer {amount} yuan to the account below: it proves that the account is yours. It can be approved only then.',
  ],
  payTo: ['收款账户', 'To the account'],
  proved: ['已收到证明转账', 'The proof has come on'],
  withdraw: ['撤回申请', 'Withdraw it'],
});

/** One change: how it stands, what it comes to, and the answer where the institution asks for one. */
export function ChangeCard({ change }: { change: Answers['LoanChange'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { accountEnding, accountProof, createdAt, kind, lapsesAt, quote, refusal, status, takenBack } =
    change;
  const mood = moodOf(change);
  return (
    <section className="card stack next" data-mood={mood}>
      <div className="row spread">
        <h3>{sayPair(CHANGE_NAMES[kind])}</h3>
        <span className="state" data-mood={mood}>
          {sayPair(CHANGE_STATES[status])}
        </span>
      </div>
      {takenBack !== null && (
        <p>
          <Money fen={takenBack.amountFen} /> · <Day day={takenBack.on} />
        </p>
      )}
      <small>
        {say('asked')} <Instant at={createdAt} />
        {accountEnding !== null && <> · {say('account', { digits: accountEnding })}</>}
      </small>
      {accountProof !== null && <Proof proof={accountProof} isOpen={status === 'REQUESTED'} />}
      {refusal !== null && (
        <p>
          {say('why')} · {refusal.text}
        </p>
      )}
      {status === 'OFFERED' && lapsesAt !== null && (
        <p>
          {say('until')} <Instant at={lapsesAt} />
        </p>
      )}
      {status === 'REQUESTED' && <Withdraw change={change} />}
      {quote !== null && status === 'OFFERED' && <Answer change={change} quote={quote} />}
      {quote !== null && status !== 'OFFERED' && (
        <details>
          <summary>{say('shown')}</summary>
          <QuoteTable quote={quote} />
        </details>
      )}
    </section>
  );
}

/** Whoever asked may ask no more, until the institution has decided. */
function Withdraw({ change: { id, loanId, requestedBy } }: { change: Answers['LoanChange'] }) {
  const say = useWords(WORDS);
  const session = useSession();
  const withdrawing = api.useMutation('post', '/loans/{loanId}/changes/{changeId}/withdrawal', {
    onSuccess: () => queries.invalidateQueries(),
  });
  if (session?.user.id !== requestedBy) return null;
  return (
    <>
      <ProblemNotice error={withdrawing.error} />
      <button
        type="button"
        className="button"
        disabled={withdrawing.isPending}
        onClick={() => withdrawing.mutate({ params: { path: { loanId, changeId: id } } })}
      >
        {say('withdraw')}
      </button>
    </>
  );
}

/** That an account is the enterprise's own is proved by money from it. */
function Proof({
  proof: { amountFen, payTo, provedOn },
  isOpen,
}: {
  proof: NonNullable<Answers['LoanChange']['accountProof']>;
  isOpen: boolean;
}) {
  const say = useWords(WORDS);
  if (provedOn !== null) {
    return (
      <p>
        {say('proved')} · <Day day={provedOn} />
      </p>
    );
  }
  if (!isOpen) return null;
  return (
    <div className="notice notice-warn">
      <p>{say('prove', { amount: yuanText(amountFen) })}</p>
      <p>
        {say('payTo')} <strong className="figure">{payTo}</strong>
      </p>
    </div>
  );
}

function Answer({
  change: { id, loanId },
  quote,
}: {
  change: Answers['LoanChange'];
  quote: Answers['ChangeQuote'];
}) {
  const say = useWords(WORDS);
  const [isRead, setRead] = useState(false);
  const answering = api.useMutation('post', '/loans/{loanId}/changes/{changeId}/answer', {
    onSuccess: () => queries.invalidateQueries(),
  });
  const params = { path: { loanId, changeId: id } };
  return (
    <div className="stack">
      <QuoteTable quote={quote} />
      <TickField label={say('read')} checked={isRead} onChange={({ target }) => setRead(target.checked)} />
      <ProblemNotice error={answering.error} />
      <div className="row">
        <button
          type="button"
          className="button primary"
          disabled={!isRead || answering.isPending}
          onClick={() => answering.mutate({ params, body: { answer: 'AGREE', quoteHash: quote.hash } })}
        >
          {say('agree')}
        </button>
        <button
          type="button"
          className="button"
          disabled={answering.isPending}
          onClick={() => answering.mutate({ params, body: { answer: 'DECLINE' } })}
        >
          {say('decline')}
        </button>
      </div>
    </div>
  );
}
