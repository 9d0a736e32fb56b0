import { Link, useParams } from '@tanstack/react-router';
import { api } from '../../../../kit/api/api';
import { ProblemNotice } from '../../../../kit/api/ProblemNotice';
import { Instant, Money } from '../../../../kit/figures/figures';
import { Timeline } from '../../../../kit/timeline/Timeline';
import { useSay, useWords } from '../../../../kit/words/language';
import { LOAN_STATUS_NAMES, STAGE_NAMES } from '../../../../kit/words/names';
import { words } from '../../../../kit/words/words';
import { STAFF } from '../../../app/places';
import { Asked } from '../../../parts/Asked';
import { CaseLink } from '../../../parts/CaseLink';
import { Facts } from '../../../parts/Facts';
import { Page, useIs } from '../../../parts/Page';
import { WATCH_READERS } from '../../../parts/postLoan';
import { CorrectionsPart } from '../facts/CorrectionsPart';
import { RegistryPart, ScreeningPart } from '../facts/EnterpriseParts';
import { WatchOfBorrower } from '../facts/WatchOfBorrower';
import { RecoverAccess } from './RecoverAccess';
import '../case.css';

/** Who has seen the person that has lost the mailbox; the API says the same. */
const RECOVERERS = ['customer_service', 'reviewer'] as const;

const WORDS = words({
  enterprise: ['企业', 'Enterprise'],
  about: ['基本信息', 'About it'],
  uscc: ['统一社会信用代码', 'USCC'],
  legalPerson: ['法定代表人', 'Legal person'],
  mobile: ['手机号', 'Phone'],
  mail: ['邮箱', 'Mail'],
  account: ['收款账户', 'Account'],
  masked: ['个人信息已按您的权限遮盖。', 'Personal data are masked for your role.'],
  applications: ['申请', 'Applications'],
  loans: ['贷款', 'Loans'],
  none: ['尚无。', 'None yet.'],
  story: ['经过', 'Story'],
  task: ['打开待办事项', 'The task that it waits for'],
});

/** An enterprise, to be read: who it is, what registry and lists say, its applications and loans, its story. */
export function EnterprisePage() {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { enterpriseId } = useParams({ from: '/enterprises/$enterpriseId' });
  const of = api.useQuery('get', '/enterprises/{enterpriseId}', { params: { path: { enterpriseId } } });
  const { data } = of;
  const mayWatch = useIs(WATCH_READERS);
  const mayRecover = useIs(RECOVERERS);
  const lead = data === undefined ? '' : sayPair(STAGE_NAMES.ONBOARDING[data.stage]);
  return (
    <Page title={data?.name ?? say('enterprise')} lead={lead} roles={STAFF}>
      <Asked of={of}>
        {(enterprise) => (
          <div className="record">
            <div className="stack">
              <section className="case-part">
                <h2>{say('about')}</h2>
                <Facts
                  facts={[
                    [say('uscc'), enterprise.uscc],
                    [say('legalPerson'), enterprise.legalPerson.name],
                    [say('mobile'), enterprise.mobile],
                    [say('mail'), enterprise.mail],
                    [say('account'), enterprise.bankAccountNo],
                  ]}
                />
                {enterprise.masked && <small>{say('masked')}</small>}
                {enterprise.openTask !== null && (
                  <CaseLink type="TASK" id={enterprise.openTask.id}>
                    {say('task')}
                  </CaseLink>
                )}
              </section>
              <CorrectionsPart corrections={enterprise.corrections} />
              {mayRecover && enterprise.stage === 'ACTIVE' && <RecoverAccess enterpriseId={enterprise.id} />}
              {enterprise.checks !== null && (
                <>
                  <RegistryPart enterprise={{ checks: enterprise.checks, riskGrade: enterprise.riskGrade }} />
                  <ScreeningPart
                    enterprise={{ checks: enterprise.checks, riskGrade: enterprise.riskGrade }}
                  />
                </>
              )}
            </div>
            <div className="stack">
              <Applications enterpriseId={enterprise.id} />
              <Loans enterpriseId={enterprise.id} />
              {mayWatch && <WatchOfBorrower enterpriseId={enterprise.id} />}
              <section className="case-part">
                <h2>{say('story')}</h2>
                <Timeline entries={enterprise.timeline} caseType="ONBOARDING" latestFirst />
              </section>
            </div>
          </div>
        )}
      </Asked>
    </Page>
  );
}

function Applications({ enterpriseId }: { enterpriseId: string }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { data, error, isPending, refetch } = api.useQuery('get', '/applications', {
    params: { query: { enterpriseId } },
  });
  return (
    <section className="case-part">
      <h2>{say('applications')}</h2>
      {isPending && <div className="skeleton" />}
      <ProblemNotice error={error} again={() => void refetch()} />
      {data?.items.length === 0 && <p className="quiet">{say('none')}</p>}
      <ul className="seats">
        {data?.items.map(({ id, amountFen, stage, createdAt }) => (
          <li key={id}>
            <Link to="/applications/$applicationId" params={{ applicationId: id }}>
              <Money fen={amountFen} /> · {sayPair(STAGE_NAMES.APPLICATION[stage])}
            </Link>
            <Instant at={createdAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Loans({ enterpriseId }: { enterpriseId: string }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { data, error, isPending, refetch } = api.useQuery('get', '/loans', {
    params: { query: { enterpriseId } },
  });
  return (
    <section className="case-part">
      <h2>{say('loans')}</h2>
      {isPending && <div className="skeleton" />}
      <ProblemNotice error={error} again={() => void refetch()} />
      {data?.items.length === 0 && <p className="quiet">{say('none')}</p>}
      <ul className="seats">
        {data?.items.map(({ id, principalOutstandingFen, status }) => (
          <li key={id}>
            <Link to="/loans/$loanId" params={{ loanId: id }}>
              <Money fen={principalOutstandingFen} />
            </Link>
            {sayPair(LOAN_STATUS_NAMES[status])}
          </li>
        ))}
      </ul>
    </section>
  );
}
