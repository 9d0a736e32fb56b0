import { getRouteApi, Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day } from '../../../kit/figures/figures';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import { AskForPaper } from './AskForPaper';
import { SettlementQuotes } from './SettlementQuotes';
import '../../../kit/loan/loan.css';

const WORDS = words({
  title: ['收据与证明', 'Receipts and certificates'],
  issued: ['已出具', 'Issued'],
  none: ['还没有单据。', 'There are none yet.'],
  number: ['编号 {number}', 'No. {number}'],
  making: ['正在生成…', 'Being made…'],
  save: ['下载 PDF', 'Download'],
  zh: ['中文', 'in Chinese'],
  en: ['英文', 'in English'],
  withdrawn: ['已撤回', 'Withdrawn'],
  hash: ['每页印有校验码，任何人都可以', 'Each page bears a code by which anybody can'],
  verify: ['核验真伪', 'check it'],
  back: ['返回贷款', 'Back to the loan'],
});

const route = getRouteApi('/loans/$loanId/papers');
const LOOK_AGAIN_MS = 1_500;

/** Statements, receipts and certificates of a loan as PDF, and what settling it would cost on a day. */
export function LoanPapersPage() {
  const say = useWords(WORDS);
  const { loanId } = route.useParams();
  useTitle(say('title'));
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <SignedIn>
        {() => (
          <>
            <AskForPaper loanId={loanId} />
            <SettlementQuotes loanId={loanId} />
            <Issued loanId={loanId} />
          </>
        )}
      </SignedIn>
      <Link to="/loans/$loanId" params={{ loanId }}>
        {say('back')}
      </Link>
    </div>
  );
}

function Issued({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const { data, error, refetch } = api.useQuery(
    'get',
    '/papers',
    { params: { query: { caseType: 'LOAN', caseId: loanId, pageSize: '100' } } },
    {
      // As long as one is being made.
      refetchInterval: ({ state }) =>
        state.data?.items.some(({ status }) => status !== 'READY') ? LOOK_AGAIN_MS : false,
    },
  );
  return (
    <section className="card stack">
      <h2>{say('issued')}</h2>
      <p className="quiet">
        {say('hash')} <Link to="/verify">{say('verify')}</Link>
      </p>
      {data === undefined && <Waiting error={error} again={refetch} />}
      {data?.items.length === 0 && <p>{say('none')}</p>}
      <ul className="lines">
        {data?.items.map((paper) => (
          <Paper key={paper.id} paper={paper} />
        ))}
      </ul>
    </section>
  );
}

function Paper({ paper }: { paper: Answers['Paper'] }) {
  const { id, language, title, number, issuedOn, status, withdrawnOn } = paper;
  const say = useWords(WORDS);
  return (
    <li className="row spread">
      <span>
        <strong>{title}</strong>{' '}
        <small>
          {say(language === 'en' ? 'en' : 'zh')} · <Day day={issuedOn} /> · {say('number', { number })}
          {withdrawnOn !== null && ` · ${say('withdrawn')}`}
        </small>
      </span>
      {status === 'READY' ? (
        <a className="button" href={`/api/papers/${id}/file`} download>
          {say('save')}
          <span className="unseen">
            {' '}
            {title} {number}
          </span>
        </a>
      ) : (
        <span role="status">{say('making')}</span>
      )}
    </li>
  );
}
