import '../../../parts/loanChanges.css';
import { type Answers, api } from '../../../../kit/api/api';
import '../../../parts/loanChanges.css';
import { Day, Money } from '../../../../kit/figures/figures';
import { useWords } from '../../../../kit/words/language';
import { words } from '../../../../kit/words/words';
import { ApprovalsTold } from '../../../parts/ApprovalsTold';
import { Asked } from '../../../parts/Asked';
import { Facts } from '../../../parts/Facts';
import { FACT_NAMES } from '../../../parts/factNames';
import { CHANGE_KINDS, REVERSAL_CAUSES } from '../../../parts/loanChanges';
import { QuoteTold } from '../../../parts/QuoteTold';
import { Who } from '../../../parts/Who';

const WORDS = words({
  title: ['提请的变更', 'The change that is asked for'],
  what: ['变更', 'Change'],
  by: ['提请人', 'Asked by'],
  because: ['理由', 'Why'],
  account: ['新账户尾号', 'Account ending in'],
  proved: ['账户已于该日验证', 'Account proved on'],
  sequence: ['冲回的收款', 'The receipt'],
  cause: ['冲回原因', 'Why it is taken back'],
  amount: ['收到金额', 'Amount received'],
  on: ['起算日', 'Counts from'],
  reference: ['银行流水号', "The bank's reference"],
  other: ['确认为另一笔款项的银行到账（笔）', 'Movements of the bank said to be other money'],
  evidence: ['证明材料（份）', 'Papers that show it'],
  also: ['材料同时证明的其他变更（项）', 'Other changes that the papers prove too'],
  fact: ['风险事实', 'What is known of the debtor'],
  approvals: ['须批准的人', 'Who approves it'],
});

/** What somebody wants changed about a loan, what it would do, and who has approved it so far. */
export function LoanChangePart({ changeId }: { changeId: string }) {
  const say = useWords(WORDS);
  const of = api.useQuery('get', '/loan-changes/{changeId}', { params: { path: { changeId } } });
  return (
    <section className="case-part">
      <h2>{say('title')}</h2>
      <Asked of={of}>{(change) => <Told change={change} />}</Asked>
    </section>
  );
}

function Told({ change }: { change: Answers['LoanChange'] }) {
  const [say, sayKind, sayFact] = [useWords(WORDS), useWords(CHANGE_KINDS), useWords(FACT_NAMES)];
  const sayCause = useWords(REVERSAL_CAUSES);
  const { kind, quote, receipt, debtorFact, accountProof, evidence } = change;
  const provedOn = accountProof?.provedOn ?? null;
  return (
    <>
      <Facts
        facts={[
          [say('what'), sayKind(kind)],
          [say('by'), <Who key="by" id={change.requestedBy} />],
          [say('because'), change.reason],
          [say('account'), change.accountEnding],
          [say('proved'), provedOn === null ? null : <Day key="proved" day={provedOn} />],
          [
            say('sequence'),
            change.takenBack === null ? null : <Receipt key="receipt" {...change.takenBack} />,
          ],
          [say('cause'), change.because === null ? null : sayCause(change.because)],
          [say('amount'), receipt === null ? null : <Money key="amount" fen={receipt.amountFen} />],
          [say('on'), receipt === null ? null : <Day key="on" day={receipt.on} />],
          [say('reference'), receipt?.bankReference ?? null],
          [say('other'), receipt === null || receipt.otherThan === 0 ? null : receipt.otherThan],
          [say('evidence'), evidence?.length ?? null],
          [say('also'), change.alsoProves === 0 ? null : change.alsoProves],
          [say('fact'), debtorFact === null ? null : sayFact(debtorFact.fact)],
        ]}
      />
      {quote !== null && <QuoteTold quote={quote} />}
      <h3>{say('approvals')}</h3>
      <ApprovalsTold approvals={change.approvals} />
    </>
  );
}

function Receipt({ amountFen, on }: NonNullable<Answers['LoanChange']['takenBack']>) {
  return (
    <>
      <Money fen={amountFen} /> · <Day day={on} />
    </>
  );
}
