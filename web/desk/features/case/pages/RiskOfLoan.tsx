import { type Answers, api } from '../../../../kit/api/api';
import { Day, Money } from '../../../../kit/figures/figures';
import { useSay, useWords } from '../../../../kit/words/language';
import { RISK_CLASS_NAMES } from '../../../../kit/words/names';
import { type Words, words } from '../../../../kit/words/words';
import { Asked } from '../../../parts/Asked';
import { Facts } from '../../../parts/Facts';
import { FACT_NAMES } from '../../../parts/factNames';
import { type Column, Records } from '../../../parts/Records';
import { reasonName } from '../../../parts/riskReasons';
import { Who } from '../../../parts/Who';

type Risk = Answers['LoanRisk'];

const WORDS = words({
  title: ['风险', 'Risk'],
  class: ['五级分类', 'Class'],
  why: ['原因', 'Why'],
  bucket: ['逾期期数', 'Bucket'],
  accrual: ['计息', 'Accrual'],
  ACCRUAL: ['应计', 'Accrues'],
  NON_ACCRUAL: ['非应计', 'Non-accrual'],
  memo: ['表外利息', 'Interest kept outside the books'],
  principalFen: ['账销案存：本金', 'Claimed: principal'],
  interestFen: ['账销案存：利息', 'Claimed: interest'],
  penaltyFen: ['账销案存：罚息', 'Claimed: penalty interest'],
  compoundFen: ['账销案存：复利', 'Claimed: compound interest'],
  recovered: ['核销后收回', 'Recovered since'],
  cure: ['连续按期 {count} 期', '{count instalment|instalments} in a row paid in time'],
  obstacles: ['上调障碍', 'What keeps it from an upgrade'],
  eligible: ['最早可上调', 'May be upgraded from'],
  facts: ['债务人风险事实', 'What is known of the debtor'],
  fact: ['事实', 'Fact'],
  floor: ['分类不高于', 'No better than'],
  time: ['期间', 'Time'],
  holds: ['至今', 'still holds'],
  by: ['登记', 'Set by'],
  night: ['日终', 'The night'],
  none: ['没有风险事实。', 'None.'],
});
const OBSTACLES: Words<Answers['UpgradeObstacle']> = words({
  OVERDUE_NOT_FULLY_PAID: ['逾期未全部还清', 'Not all that was overdue is paid'],
  FEWER_THAN_TWO_PERIODS: ['正常还款不足两期', 'Fewer than two instalments in time'],
  LESS_THAN_SIX_MONTHS: ['正常还款不足六个月', 'Less than six months in time'],
  NO_ABILITY: ['还款能力未恢复', 'It is not able to repay'],
  DEBTOR_HAS_IMPAIRED_ASSET: ['债务人另有减值资产', 'Another asset of the debtor is impaired'],
});

/** In the order in which a recovery pays them. */
const CLAIMED = ['principalFen', 'interestFen', 'penaltyFen', 'compoundFen'] as const;

/** How the risk of a loan is judged today, and why. */
export function RiskOfLoan({ loanId }: { loanId: string }) {
  const of = api.useQuery('get', '/loans/{loanId}/risk', { params: { path: { loanId } } });
  return <Asked of={of}>{(risk) => <Told risk={risk} />}</Asked>;
}

function Told({ risk }: { risk: Risk }) {
  const [say, sayClass, sayObstacle, sayPair] = [
    useWords(WORDS),
    useWords(RISK_CLASS_NAMES),
    useWords(OBSTACLES),
    useSay(),
  ];
  const { cure, reasons, claim, memoInterestFen, recoveredFen } = risk;
  const fenUnlessNone = (key: string, fen: number) => (fen === 0 ? null : <Money key={key} fen={fen} />);
  return (
    <section className="case-part">
      <h2>{say('title')}</h2>
      <Facts
        facts={[
          [say('class'), sayClass(risk.riskClass)],
          [
            say('why'),
            reasons.length === 0 ? null : reasons.map((why) => sayPair(reasonName(why))).join('、'),
          ],
          [say('bucket'), risk.bucket],
          [say('accrual'), say(risk.accrual)],
          ...(claim === null
            ? [[say('memo'), fenUnlessNone('memo', memoInterestFen)] as const]
            : CLAIMED.map((part) => [say(part), <Money key={part} fen={claim[part]} />] as const)),
          [say('recovered'), fenUnlessNone('back', recoveredFen)],
          [
            say('obstacles'),
            cure === null
              ? null
              : [
                  say('cure', { count: cure.consecutive }),
                  ...cure.obstacles.map((obstacle) => sayObstacle(obstacle)),
                ].join(' · '),
          ],
          [
            say('eligible'),
            cure?.eligibleFrom == null ? null : <Day key="eligible" day={cure.eligibleFrom} />,
          ],
        ]}
      />
      {risk.facts.length > 0 && <DebtorFacts facts={risk.facts} />}
    </section>
  );
}

function DebtorFacts({ facts }: Pick<Risk, 'facts'>) {
  const [say, sayFact, sayClass] = [useWords(WORDS), useWords(FACT_NAMES), useWords(RISK_CLASS_NAMES)];
  const columns: readonly Column<Risk['facts'][number]>[] = [
    { key: 'fact', head: say('fact'), cell: ({ fact }) => sayFact(fact) },
    { key: 'floor', head: say('floor'), cell: ({ floor }) => sayClass(floor) },
    {
      key: 'time',
      head: say('time'),
      cell: ({ since, until }) => (
        <>
          <Day day={since} /> – {until === null ? say('holds') : <Day day={until} />}
        </>
      ),
    },
    {
      key: 'by',
      head: say('by'),
      cell: ({ setBy }) => (setBy === 'EOD' ? say('night') : <Who id={setBy} />),
    },
  ];
  return (
    <Records
      caption={say('facts')}
      columns={columns}
      rows={facts}
      idOf={({ fact, covers, since }) => `${fact}${covers}${since}`}
      empty={say('none')}
    />
  );
}
