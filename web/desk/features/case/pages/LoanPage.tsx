import { Link, useParams } from '@tanstack/react-router';
import type { Answers } from '../../../../kit/api/api';
import { Day, dayText, Money, Rate } from '../../../../kit/figures/figures';
import { useLanguage, useSay, useWords } from '../../../../kit/words/language';
import { INSTALMENT_NAMES, METHOD_NAMES, RISK_CLASS_NAMES } from '../../../../kit/words/names';
import { words } from '../../../../kit/words/words';
import { Facts } from '../../../parts/Facts';
import { LoanFrame } from '../../../parts/LoanFrame';
import { useIs } from '../../../parts/Page';
import { WATCH_READERS } from '../../../parts/postLoan';
import { type Column, Records } from '../../../parts/Records';
import { WatchOfBorrower } from '../facts/WatchOfBorrower';
import { RiskOfLoan } from './RiskOfLoan';
import '../case.css';

const WORDS = words({
  about: ['合同', 'Contract'],
  loanNo: ['贷款编号', 'Number'],
  principal: ['本金', 'Principal'],
  rate: ['年利率', 'Yearly rate'],
  term: ['期限', 'Term'],
  months: ['{months} 个月', '{months month|months}'],
  method: ['还款方式', 'Method'],
  start: ['放款日', 'Paid out on'],
  class: ['五级分类', 'Class'],
  dpd: ['逾期天数', 'Days past due'],
  provision: ['拨备', 'Provision'],
  owed: ['{asOf} 欠款', 'Owed as of {asOf}'],
  principalOutstandingFen: ['剩余本金', 'Principal'],
  interestAccruedFen: ['应计利息', 'Accrued interest'],
  interestDueFen: ['到期未还利息', 'Interest due'],
  penaltyFen: ['罚息', 'Penalty'],
  compoundFen: ['复利', 'Compound interest'],
  feesFen: ['费用', 'Fees'],
  suspenseFen: ['预收款', 'Held'],
  totalDueFen: ['现应还合计', 'Due now in all'],
  why: ['来由：{rule}（{source}）', 'Why: {rule} ({source})'],
  schedule: ['还款计划', 'Schedule'],
  number: ['期次', 'No.'],
  due: ['到期日', 'Due'],
  payment: ['应还', 'Payment'],
  paid: ['已还', 'Paid'],
  status: ['状态', 'Status'],
  noSchedule: ['没有期次。', 'No instalments.'],
  enterprise: ['企业', 'Enterprise'],
  paused: ['自动扣款已暂停（{code}）', 'Automatic debit is paused ({code})'],
});

const OWED = [
  'principalOutstandingFen',
  'interestAccruedFen',
  'interestDueFen',
  'penaltyFen',
  'compoundFen',
  'feesFen',
  'suspenseFen',
  'totalDueFen',
] as const;

/** A loan, to be read: what is owed today and why, and every instalment. */
export function LoanPage() {
  const { loanId } = useParams({ from: '/loans/$loanId' });
  const mayWatch = useIs(WATCH_READERS);
  return (
    <LoanFrame loanId={loanId}>
      {(loan) => (
        <div className="record">
          <div className="stack">
            <Contract loan={loan} />
            {mayWatch && <RiskOfLoan loanId={loan.id} />}
            <Owed loan={loan} />
            {mayWatch && <WatchOfBorrower enterpriseId={loan.enterpriseId} />}
          </div>
          <Schedule loan={loan} />
        </div>
      )}
    </LoanFrame>
  );
}

function Contract({ loan }: { loan: Answers['Loan'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const paused = loan.process?.debitsPausedBecause ?? null;
  return (
    <section className="case-part">
      <h2>{say('about')}</h2>
      <Facts
        facts={[
          [
            say('enterprise'),
            <Link key="of" to="/enterprises/$enterpriseId" params={{ enterpriseId: loan.enterpriseId }}>
              {loan.enterpriseName}
            </Link>,
          ],
          [say('loanNo'), loan.loanNo],
          [say('principal'), <Money key="principal" fen={loan.principalFen} />],
          [say('rate'), <Rate key="rate" rate={loan.annualRate} />],
          [say('term'), say('months', { months: loan.termMonths })],
          [say('method'), sayPair(METHOD_NAMES[loan.method])],
          [say('start'), <Day key="start" day={loan.startDate} />],
          [say('class'), loan.riskClass && sayPair(RISK_CLASS_NAMES[loan.riskClass])],
          [say('dpd'), loan.daysPastDue],
          [
            say('provision'),
            loan.provisionFen !== undefined && <Money key="provision" fen={loan.provisionFen} />,
          ],
        ]}
      />
      {paused !== null && <p className="notice notice-warn">{say('paused', { code: paused })}</p>}
    </section>
  );
}

/** What is owed, figure by figure; those with a rule open to it. */
function Owed({ loan: { balances, explanation, asOf } }: { loan: Answers['Loan'] }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  return (
    <section className="case-part">
      <h2>{say('owed', { asOf: dayText(asOf, language) })}</h2>
      <dl className="owed">
        {OWED.map((figure) => {
          const why = explanation.find((each) => each.figure === figure);
          return (
            <div key={figure} data-total={figure === 'totalDueFen'}>
              <dt>{say(figure)}</dt>
              <dd className="figure">
                <Money fen={balances[figure]} />
              </dd>
              {why !== undefined && (
                <dd className="why quiet">{say('why', { rule: why.rule, source: why.source })}</dd>
              )}
            </div>
          );
        })}
      </dl>
    </section>
  );
}

function Schedule({ loan: { schedule } }: { loan: Answers['Loan'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const columns: readonly Column<Answers['LoanScheduleRow']>[] = [
    { key: 'number', head: say('number'), cell: ({ number }) => number, isFigure: true },
    { key: 'due', head: say('due'), cell: ({ dueDate }) => <Day day={dueDate} /> },
    {
      key: 'payment',
      head: say('payment'),
      cell: ({ paymentFen }) => <Money fen={paymentFen} />,
      isFigure: true,
    },
    { key: 'paid', head: say('paid'), cell: ({ paidFen }) => <Money fen={paidFen} />, isFigure: true },
    { key: 'status', head: say('status'), cell: ({ status }) => sayPair(INSTALMENT_NAMES[status]) },
  ];
  return (
    <section className="case-part">
      <h2>{say('schedule')}</h2>
      <Records
        caption={say('schedule')}
        columns={columns}
        rows={schedule}
        idOf={({ number }) => String(number)}
        empty={say('noSchedule')}
      />
    </section>
  );
}
