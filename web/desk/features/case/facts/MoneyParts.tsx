import { Link } from '@tanstack/react-router';
import type { Answers } from '../../../../kit/api/api';
import { Day, Instant, Money } from '../../../../kit/figures/figures';
import { useSay, useWords } from '../../../../kit/words/language';
import {
  LOAN_STATUS_NAMES,
  PAYMENT_STATUS_NAMES,
  PURPOSE_NAMES,
  RISK_CLASS_NAMES,
} from '../../../../kit/words/names';
import { words } from '../../../../kit/words/words';
import { CaseLink } from '../../../parts/CaseLink';
import { Facts } from '../../../parts/Facts';
import { Mark } from '../../../parts/Mark';
import { RECEIPT_USES, usedFor } from '../../../parts/receipts';

const WORDS = words({
  loan: ['贷款', 'Loan'],
  open: ['打开贷款', 'Open the loan'],
  status: ['状态', 'Status'],
  principal: ['本金', 'Principal'],
  outstanding: ['剩余本金', 'Outstanding'],
  dpd: ['逾期天数', 'Days past due'],
  days: ['{days} 天', '{days day|days}'],
  next: ['下一到期日', 'Next due'],
  suspense: ['预收款', 'Held'],
  class: ['五级分类', 'Class'],
  payment: ['支付', 'Payment'],
  story: ['支付经过', 'Story of the payment'],
  purpose: ['用途', 'For'],
  amount: ['金额', 'Amount'],
  code: ['银行返回码', 'Code of the bank'],
  reference: ['银行流水号', 'Reference of the bank'],
  key: ['指令号', 'Order'],
  submitted: ['提交时间', 'Submitted'],
  settled: ['了结时间', 'Settled'],
  valueDate: ['起息日', 'Value date'],
  receipt: ['待查收款', 'Unidentified receipt'],
  bankDate: ['银行入账日', 'Bank date'],
  capital: ['已转资本', 'Booked as capital'],
  returned: ['已退回', 'Returned'],
  suggested: ['可能的贷款', 'Loans that it may be for'],
  break: ['对账差异', 'Break'],
  bank: ['银行', 'Bank'],
  books: ['账上', 'Books'],
  claimOpen: ['尚未收回', 'Still open'],
  date: ['日期', 'Date'],
  found: ['发现时间', 'Found'],
  why: ['说明', 'Why'],
});

/** Where a loan stands. */
export function LoanPart({ loan }: { loan: Answers['LoanSummary'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  return (
    <section className="case-part">
      <h2>{say('loan')}</h2>
      <Facts
        facts={[
          [
            say('status'),
            <Mark key="status" tone={loan.status === 'OVERDUE' ? 'bad' : 'plain'}>
              {sayPair(LOAN_STATUS_NAMES[loan.status])}
            </Mark>,
          ],
          [say('principal'), <Money key="principal" fen={loan.principalFen} />],
          [say('outstanding'), <Money key="outstanding" fen={loan.principalOutstandingFen} />],
          [say('dpd'), say('days', { days: loan.daysPastDue })],
          [say('next'), loan.nextDueDate === null ? null : <Day key="next" day={loan.nextDueDate} />],
          [say('suspense'), loan.suspenseFen === 0 ? null : <Money key="held" fen={loan.suspenseFen} />],
          [say('class'), loan.riskClass && sayPair(RISK_CLASS_NAMES[loan.riskClass])],
        ]}
      />
      <Link to="/loans/$loanId" params={{ loanId: loan.id }}>
        {say('open')}
      </Link>
    </section>
  );
}

/** An order at the bank. */
export function PaymentPart({ payment }: { payment: Answers['Payment'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const isBad = payment.status === 'FAILED' || payment.status === 'UNKNOWN';
  return (
    <section className="case-part">
      <h2>{say('payment')}</h2>
      <Facts
        facts={[
          [
            say('status'),
            <Mark key="status" tone={isBad ? 'bad' : 'plain'}>
              {sayPair(PAYMENT_STATUS_NAMES[payment.status])}
            </Mark>,
          ],
          [say('purpose'), sayPair(PURPOSE_NAMES[payment.purpose])],
          [say('amount'), <Money key="amount" fen={payment.amountFen} />],
          [say('valueDate'), <Day key="value" day={payment.valueDate} />],
          [say('code'), payment.code],
          [say('reference'), payment.bankReference],
          [say('key'), payment.key],
          [
            say('submitted'),
            payment.submittedAt === null ? null : <Instant key="at" at={payment.submittedAt} />,
          ],
          [say('settled'), payment.settledAt === null ? null : <Instant key="by" at={payment.settledAt} />],
        ]}
      />
      <Link to="/finance/payments/$paymentId" params={{ paymentId: payment.id }}>
        {say('story')}
      </Link>
    </section>
  );
}

/** Money that came in and that nobody ordered. */
export function ReceiptPart({ receipt }: { receipt: NonNullable<Answers['CaseFile']['receipt']> }) {
  const [say, sayUse] = [useWords(WORDS), useWords(RECEIPT_USES)];
  const use = usedFor(receipt);
  return (
    <section className="case-part">
      <h2>{say('receipt')}</h2>
      <Facts
        facts={[
          [say('amount'), <Money key="amount" fen={receipt.amountFen} />],
          [say('bankDate'), <Day key="date" day={receipt.bankDate} />],
          [say('reference'), receipt.bankReference],
          ...(use === null ? [] : [[sayUse(use), <Money key="claimed" fen={receipt.claimedFen} />] as const]),
          [
            say('capital'),
            receipt.capitalFen === 0 ? null : <Money key="capital" fen={receipt.capitalFen} />,
          ],
          [
            say('returned'),
            receipt.returnedFen === 0 ? null : <Money key="returned" fen={receipt.returnedFen} />,
          ],
          [
            say('suggested'),
            receipt.suggestions.length === 0
              ? null
              : receipt.suggestions.map(({ loanNo }) => loanNo).join(' · '),
          ],
        ]}
      />
    </section>
  );
}

/** What bank and books don't agree on. */
export function BreakPart({ of }: { of: NonNullable<Answers['CaseFile']['break']> }) {
  const say = useWords(WORDS);
  const { bankFen, booksFen, openFen, date, loanId, loanNo, why } = of.detail;
  const hasSides = bankFen !== undefined || booksFen !== undefined;
  return (
    <section className="case-part">
      <h2>{say('break')}</h2>
      <Facts
        facts={[
          // Of a claim it is a key of the books, which tells nobody anything.
          [say('reference'), of.kind === 'PAYER_CLAIM' ? null : of.reference],
          [
            say('amount'),
            hasSides || of.amountFen === null ? null : <Money key="amount" fen={of.amountFen} />,
          ],
          [
            say('claimOpen'),
            of.kind !== 'PAYER_CLAIM' || openFen === undefined ? null : <Money key="claim" fen={openFen} />,
          ],
          [
            say('loan'),
            loanId === undefined ? null : (
              <CaseLink key="loan" type="LOAN" id={loanId}>
                {loanNo ?? say('open')}
              </CaseLink>
            ),
          ],
          [say('bank'), bankFen === undefined ? null : <Money key="bank" fen={bankFen} />],
          [say('books'), booksFen === undefined ? null : <Money key="books" fen={booksFen} />],
          [say('date'), date === undefined ? null : <Day key="date" day={date} />],
          [say('why'), why ?? null],
          [say('found'), <Instant key="found" at={of.createdAt} />],
        ]}
      />
    </section>
  );
}
