import { getRouteApi, Link } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Day, Money, Rate } from '../../../kit/figures/figures';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import '../../../kit/loan/loan.css';
import './loans.css';

const WORDS = words({
  title: ['贷款对账单', 'Statement of account'],
  asOf: ['截至', 'As of'],
  rate: ['年利率', 'Rate a year'],
  principal: ['贷款本金', 'Principal'],
  outstanding: ['剩余本金', 'Principal outstanding'],
  day: ['日期', 'Day'],
  what: ['事项', 'What happened'],
  amount: ['金额', 'Amount'],
  print: ['打印', 'Print'],
  back: ['返回贷款', 'Back to the loan'],
});

const route = getRouteApi('/loans/$loanId/statement');

/** Everything that happened to a loan, in order; made to be printed. */
export function StatementPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return (
    <div className="stack statement">
      <div className="row spread">
        <h1>{say('title')}</h1>
        <button type="button" className="button" onClick={() => print()}>
          {say('print')}
        </button>
      </div>
      <SignedIn>{() => <Lines />}</SignedIn>
    </div>
  );
}

function Lines() {
  const say = useWords(WORDS);
  const { loanId } = route.useParams();
  const params = { path: { loanId } };
  const { data: loan, isPending: isLoanPending } = api.useQuery('get', '/loans/{loanId}', { params });
  const { data, error, refetch } = api.useQuery('get', '/loans/{loanId}/statement', { params });
  return (
    <>
      <ProblemNotice error={error} again={() => void refetch()} />
      {isLoanPending && <div className="skeleton tall" />}
      {loan !== undefined && (
        <section className="card">
          <p>
            <strong>{loan.enterpriseName}</strong>
          </p>
          <p className="quiet">
            {say('principal')} <Money fen={loan.principalFen} /> · {say('rate')}{' '}
            <Rate rate={loan.annualRate} /> · {say('outstanding')}{' '}
            <Money fen={loan.balances.principalOutstandingFen} /> · {say('asOf')} <Day day={loan.asOf} />
          </p>
        </section>
      )}
      {data === undefined && error === null && <div className="skeleton tall" />}
      {data !== undefined && (
        <div className="card">
          <table className="schedule">
            <caption className="unseen">{say('title')}</caption>
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {say('day')}
                </th>
                <th scope="col">{say('what')}</th>
                <th scope="col" className="figure">
                  {say('amount')}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.lines.map((line) => (
                <tr key={line.sequence}>
                  <td className="wide">
                    <Day day={line.effectiveDate} />
                  </td>
                  <td>
                    <div className="narrow-only quiet">
                      <Day day={line.effectiveDate} />
                    </div>
                    {line.text}
                    {line.explanation !== '' && <div className="quiet">{line.explanation}</div>}
                  </td>
                  <td className="figure">{line.amountFen !== null && <Money fen={line.amountFen} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Link to="/loans/$loanId" params={{ loanId }}>
        {say('back')}
      </Link>
    </>
  );
}
