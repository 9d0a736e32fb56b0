import { Link } from '@tanstack/react-router';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['中小企业贷款，费用一眼看清', 'Loans for small enterprises, every cost in sight'],
  about: [
    '注册、提交资料、申请，每一步都告诉您下一步是什么、何时完成。',
    'Register, prove who you are, apply: each step says what comes next and by when.',
  ],
  register: ['注册企业', 'Register your enterprise'],
  calculator: ['先算一算', 'See what a loan costs'],
  verify: ['核验收到的单据', 'Check a paper that you were given'],
  how: ['怎么申请', 'How it goes'],
  step1: ['注册企业', 'Register'],
  step1About: [
    '三分钟，只需营业执照和身份证信息',
    'Three minutes, with the licence and an identity card at hand',
  ],
  step2: ['提交申请', 'Apply'],
  step2About: ['填写金额、期限和财务数据，随时保存', 'Amount, term and your figures; saved as you type'],
  step3: ['看清费用再决定', 'Decide with every cost in sight'],
  step3About: [
    '年化成本、每期还款、提前还款都写明',
    'Annual cost, each instalment and early repayment are spelled out',
  ],
});

/** What a stranger sees first. */
export function Welcome() {
  const say = useWords(WORDS);
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <p>{say('about')}</p>
      <div className="row">
        <Link to="/register" className="button primary">
          {say('register')}
        </Link>
        <Link to="/calculator" className="button">
          {say('calculator')}
        </Link>
      </div>
      <section className="card stack">
        <h2>{say('how')}</h2>
        <ol className="steps">
          {STEPS.map((step) => (
            <li key={step}>
              <strong>{say(step)}</strong>
              <small>{say(`${step}About`)}</small>
            </li>
          ))}
        </ol>
      </section>
      <Link to="/verify">{say('verify')}</Link>
    </div>
  );
}

const STEPS = ['step1', 'step2', 'step3'] as const;
