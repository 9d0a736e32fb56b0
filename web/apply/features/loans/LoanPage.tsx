import { getRouteApi, Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day, Money, Rate } from '../../../kit/figures/figures';
import { useTitle } from '../../../kit/look/title';
import { useSay, useWords } from '../../../kit/words/language';
import { INSTALMENT_NAMES, LOAN_STATUS_NAMES, METHOD_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import { Account } from './Account';
import { Attempts } from './Attempts';
import { DueNow } from './DueNow';
import { FeesToPay } from './FeesToPay';
import { Prepay } from './Prepay';
import '../../../kit/loan/loan.css';
import './loans.css';

const WORDS = words({
  title: ['贷款', 'Loan'],
  terms: ['{months} 个月 · {method}', '{months month|months} · {method}'],
  rate: ['年利率', 'rate a year'],
  repaid: ['已还本金', 'Principal repaid'],
  of: ['共', 'of'],
  schedule: ['还款计划', 'Schedule'],
  number: ['期次', '#'],
  due: ['到期日', 'Due'],
  payment: ['应还', 'Payment'],
  left: ['未还', 'Unpaid'],
  status: ['状态', 'State'],
  statement: ['查看对账单', 'Statement of account'],
  changes: ['变更贷款', 'Change the loan'],
  changesMade: ['变更记录', 'Changes made'],
  papers: ['收据与证明', 'Receipts and certificates'],
  overdue: ['接下来会怎样、承诺还款', 'What comes next; promise to pay'],
});

const route = getRouteApi('/loans/$loanId');

/** A loan as its borrower needs it: what is due, what was paid, what comes, and how to pay. */
export function LoanPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return <SignedIn>{() => <Read />}</SignedIn>;
}

function Read() {
  const say = useWords(WORDS);
  const { loanId } = route.useParams();
  const { data, error, refetch } = api.useQuery('get', '/loans/{loanId}', { params: { path: { loanId } } });
  if (data !== undefined) return <Loan loan={data} />;
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <Waiting error={error} again={refetch} />
    </div>
  );
}

function Loan({ loan }: { loan: Answers['Loan'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { principalFen, balances, annualRate, status } = loan;
  const repaidFen = principalFen - balances.principalOutstandingFen;
  return (
    <div className="stack">
      <div>
        <h1>
          {say('title')} <Money fen={principalFen} />
        </h1>
        <p className="quiet">
          {say('terms', { months: loan.termMonths, method: sayPair(METHOD_NAMES[loan.method]) })} ·{' '}
          {say('rate')} <Rate rate={annualRate} /> · {sayPair(LOAN_STATUS_NAMES[status])}
        </p>
      </div>
      <DueNow loan={loan} />
      <FeesToPay fees={loan.fees} />
      {status === 'OVERDUE' && (
        <Link to="/loans/$loanId/overdue" params={{ loanId: loan.id }} className="button">
          {say('overdue')}
        </Link>
      )}
      <div className="row">
        <Link to="/loans/$loanId/changes" params={{ loanId: loan.id }} className="button">
          {say(status === 'CLOSED' ? 'changesMade' : 'changes')}
        </Link>
        <Link to="/loans/$loanId/papers" params={{ loanId: loan.id }} className="button">
          {say('papers')}
        </Link>
      </div>
      <section className="card stack">
        <h2 id="repaid">{say('repaid')}</h2>
        <p>
          <Money fen={repaidFen} /> · {say('of')} <Money fen={principalFen} />
        </p>
        <progress className="repaid" value={repaidFen} max={principalFen} aria-labelledby="repaid" />
      </section>
      <section className="card stack">
        <div className="row spread">
          <h2>{say('schedule')}</h2>
          <Link to="/loans/$loanId/statement" params={{ loanId: loan.id }}>
            {say('statement')}
          </Link>
        </div>
        <Schedule rows={loan.schedule} />
      </section>
      <Attempts loanId={loan.id} />
      {balances.principalOutstandingFen > 0 && <Prepay loan={loan} />}
      <Account loan={loan} />
    </div>
  );
}

function Schedule({ rows }: { rows: readonly Answers['LoanScheduleRow'][] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  return (
    <table className="schedule">
      <caption className="unseen">{say('schedule')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('number')}</th>
          <th scope="col">{say('due')}</th>
          <th scope="col" className="figure">
            {say('payment')}
          </th>
          <th scope="col" className="figure wide">
            {say('left')}
          </th>
          <th scope="col" className="wide">
            {say('status')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.number} data-status={row.status}>
            <td className="figure">{row.number}</td>
            <td>
              <Day day={row.dueDate} />
              {row.status !== 'FUTURE' && (
                <small className="narrow-only">{sayPair(INSTALMENT_NAMES[row.status])}</small>
              )}
            </td>
            <td className="figure">
              <Money fen={row.paymentFen} />
            </td>
            <td className="figure wide">
              <Money fen={row.remainingFen} />
            </td>
            <td className="wide">{sayPair(INSTALMENT_NAMES[row.status])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
