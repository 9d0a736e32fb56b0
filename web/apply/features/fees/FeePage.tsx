import { getRouteApi, Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day, Money, Rate } from '../../../kit/figures/figures';
import { useTitle } from '../../../kit/look/title';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import { AnswerFee } from './AnswerFee';
import { DisputeFee } from './DisputeFee';
import { FeeRequests } from './FeeRequests';
import { bouncedOf, FEE_HAPPENINGS, FEE_STATES, FEE_TIMES, mayDispute, moodOf, nextPaymentOf } from './fees';
import '../../../kit/loan/loan.css';

const WORDS = words({
  title: ['费用', 'Fee'],
  list: ['标准价格', 'List price'],
  grade: ['评级优惠', 'Discount by grade'],
  loyalty: ['忠诚优惠', 'Discount for loyalty'],
  price: ['应付价格', 'Price'],
  vat: ['其中增值税', 'VAT in it'],
  points: ['积分抵扣', 'Paid with points'],
  pay: ['应付', 'To pay'],
  collected: ['已支付', 'Paid'],
  waived: ['已减免', 'Waived'],
  refunded: ['已退还', 'Given back to you'],
  left: ['尚待支付', 'Left to pay'],
  when: ['收取方式', 'How it is charged'],
  cost: ['含费用的年化综合成本', 'Cost of the loan a year, with all fees'],
  invoice: ['账单号', 'Invoice'],
  bounced: [
    '您的付款已被银行退回，这笔费用重新待支付，只收一次：',
    'Your bank took your payment back, so this fee is owed again. You pay it once:',
  ],
  withRefund: ['其中包括此前已退还给您的', 'It includes what was given back to you before:'],
  byDebit: [
    '我们会再次从您的账户扣收，请确保余额充足。',
    'We debit your account again: please see that it holds enough.',
  ],
  byPeople: [
    '银行多次退回扣款，我们不再自动扣款，会与您联系支付方式。',
    'Your bank took our debits back several times, so we no longer debit by ourselves: we contact you about how to pay.',
  ],
  byTransfer: ['请重新转账支付。', 'Please transfer it again.'],
  history: ['经过', 'What happened'],
  loan: ['查看贷款', 'The loan'],
  back: ['全部费用', 'All fees'],
});

const route = getRouteApi('/fees/$feeId');

/** One charge: what it is for, what it costs, what became of it, and what its payer may do. */
export function FeePage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return (
    <div className="stack">
      <SignedIn>{() => <Read />}</SignedIn>
      <Link to="/fees">{say('back')}</Link>
    </div>
  );
}

function Read() {
  const say = useWords(WORDS);
  const { feeId } = route.useParams();
  const { data, error, refetch } = api.useQuery('get', '/fees/{feeId}', { params: { path: { feeId } } });
  if (data !== undefined) return <Fee fee={data} />;
  return (
    <>
      <h1>{say('title')}</h1>
      <Waiting error={error} again={refetch} />
    </>
  );
}

function Fee({ fee }: { fee: Answers['Fee'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { shown, status, history, invoiceNo, loanId, pointsUsed, toPayFen } = fee;
  const { collectedFen, waivedFen, refundedFen, outstandingFen } = fee;
  const bounced = bouncedOf(fee);
  const amount = (label: string, fen: number) => (
    <div>
      <dt>{label}</dt>
      <dd className="figure">
        <Money fen={fen} />
      </dd>
    </div>
  );
  return (
    <>
      <div className="row spread">
        <h1>{sayPair([shown.words.zh, shown.words.en])}</h1>
        <span className="state" data-mood={moodOf(fee)}>
          {sayPair(FEE_STATES[status])}
        </span>
      </div>
      <section className="card stack">
        <dl className="figures">
          {amount(say('list'), shown.listPriceFen)}
          {shown.gradeDiscountFen > 0 && amount(say('grade'), -shown.gradeDiscountFen)}
          {shown.loyaltyDiscountFen > 0 && amount(say('loyalty'), -shown.loyaltyDiscountFen)}
          {amount(say('price'), shown.priceFen)}
          {amount(say('vat'), shown.vatFen)}
          {pointsUsed > 0 && amount(say('points'), -pointsUsed)}
          <div className="main">
            <dt>{say('pay')}</dt>
            <dd className="figure">
              <Money fen={toPayFen} />
            </dd>
          </div>
          {collectedFen > 0 && amount(say('collected'), collectedFen)}
          {waivedFen > 0 && amount(say('waived'), waivedFen)}
          {refundedFen > 0 && amount(say('refunded'), refundedFen)}
          {collectedFen + waivedFen > 0 && outstandingFen > 0 && amount(say('left'), outstandingFen)}
        </dl>
        <p className="quiet">
          {say('when')} · {sayPair(FEE_TIMES[shown.timing])}
          {shown.annualCost !== null && (
            <>
              {' · '}
              {say('cost')} <Rate rate={shown.annualCost} />
            </>
          )}
          {invoiceNo !== null && ` · ${say('invoice')} ${invoiceNo}`}
        </p>
        {loanId !== null && (
          <Link to="/loans/$loanId" params={{ loanId }}>
            {say('loan')}
          </Link>
        )}
      </section>
      {bounced !== null && (
        <section className="notice notice-warn stack-tight" role="status">
          <p>
            {say('bounced')} <Money fen={outstandingFen} />
            {' · '}
            <Day day={bounced.on} />
          </p>
          {refundedFen > collectedFen && (
            <p>
              {say('withRefund')} <Money fen={refundedFen - collectedFen} />
            </p>
          )}
          <p>{say(nextPaymentOf(fee))}</p>
        </section>
      )}
      {status === 'QUOTED' && <AnswerFee fee={fee} />}
      <FeeRequests requests={fee.requests} />
      {mayDispute(fee) && <DisputeFee feeId={fee.id} />}
      {history.length > 0 && (
        <section className="card stack">
          <h2>{say('history')}</h2>
          <ul className="plain">
            {history.map(({ number, type, on, amountFen }) => (
              <li key={number}>
                {sayPair(FEE_HAPPENINGS[type])}{' '}
                {amountFen !== null && amountFen > 0 && <Money fen={amountFen} />}{' '}
                <small>
                  <Day day={on} />
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
