import { Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useTitle } from '../../../kit/look/title';
import { Timeline } from '../../../kit/timeline/Timeline';
import { Tracker } from '../../../kit/tracker/Tracker';
import { useSay, useWords } from '../../../kit/words/language';
import { STAGE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import '../../../kit/loan/loan.css';

const WORDS = words({
  title: ['企业资料', 'Your enterprise'],
  name: ['企业名称', 'Name'],
  uscc: ['统一社会信用代码', 'Unified social credit code'],
  legalPerson: ['法定代表人', 'Legal person'],
  residentId: ['法定代表人身份证号', 'Resident id of the legal person'],
  mobile: ['手机号', 'Mobile'],
  confirmed: ['已验证', 'confirmed'],
  notConfirmed: ['未验证', 'not confirmed'],
  mail: ['邮箱', 'Mail'],
  account: ['收款与还款账户', 'Account for payouts and debits'],
  masked: ['部分内容已隐去', 'Partly hidden'],
  change: ['变更资料', 'Change it'],
  correct: ['有资料需要更正，请在此前提交：', 'Parts of your file are to be corrected. Hand them in by'],
  toCorrect: ['更正资料', 'Correct the file'],
  askCorrect: ['发现资料有误', 'Something in it is wrong'],
  way: ['准入进度', 'How far the admission is'],
  history: ['办理记录', 'What happened'],
  why: ['未通过的原因', 'Why it was refused'],
  again: [
    '资料有误或已变更时，请更正后重新注册，或联系金融机构。',
    'If something was wrong or has changed, register again with it put right, or ask the institution.',
  ],
});

/** What registration gave, what became of it, and what is missing. */
export function EnterprisePage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return <SignedIn>{({ enterprise }) => enterprise && <Read enterpriseId={enterprise.id} />}</SignedIn>;
}

function Read({ enterpriseId }: { enterpriseId: string }) {
  const say = useWords(WORDS);
  const { data, error, refetch } = api.useQuery('get', '/enterprises/{enterpriseId}', {
    params: { path: { enterpriseId } },
  });
  if (data !== undefined) return <File enterprise={data} />;
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <Waiting error={error} again={refetch} />
    </div>
  );
}

function File({ enterprise }: { enterprise: Answers['Enterprise'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { data: home } = api.useQuery('get', '/home');
  const { refusal, stage, legalPerson, mobile, mobileConfirmedAt } = enterprise;
  const open = enterprise.corrections.find(({ isOpen }) => isOpen);
  const row = (label: string, value: string) => (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
  return (
    <div className="stack">
      <div className="row spread">
        <h1>{say('title')}</h1>
        <strong className="state">{sayPair(STAGE_NAMES.ONBOARDING[stage])}</strong>
      </div>
      {refusal !== null && (
        <section className="notice notice-bad">
          <h2>{say('why')}</h2>
          <p>{refusal.reason}</p>
          <p>{say('again')}</p>
        </section>
      )}
      {open !== undefined && (
        <section className="notice notice-warn stack">
          <p>
            {say('correct')} <Instant at={open.dueAt} />
          </p>
          <Link to="/kyc/corrections" className="button primary">
            {say('toCorrect')}
          </Link>
        </section>
      )}
      {home?.tracker?.kind === 'ONBOARDING' && (
        <section className="card stack">
          <h2>{say('way')}</h2>
          <Tracker tracker={home.tracker} />
        </section>
      )}
      <section className="card stack">
        <dl className="figures">
          {row(say('name'), enterprise.name)}
          {row(say('uscc'), enterprise.uscc)}
          {row(say('legalPerson'), legalPerson.name)}
          {row(say('residentId'), legalPerson.residentId)}
          {row(
            say('mobile'),
            `${mobile} · ${say(mobileConfirmedAt === null ? 'notConfirmed' : 'confirmed')}`,
          )}
          {row(say('mail'), enterprise.mail)}
          {row(say('account'), enterprise.bankAccountNo)}
        </dl>
        {enterprise.masked && <small>{say('masked')}</small>}
        {stage === 'IN_REVIEW' && (
          <Link to="/kyc/corrections" className="button">
            {say('askCorrect')}
          </Link>
        )}
        {stage === 'ACTIVE' && (
          <Link to="/kyc/changes" className="button">
            {say('change')}
          </Link>
        )}
      </section>
      <section className="card stack">
        <h2>{say('history')}</h2>
        <Timeline entries={enterprise.timeline} caseType="ONBOARDING" latestFirst />
      </section>
    </div>
  );
}
