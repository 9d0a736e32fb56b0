import { Link } from '@tanstack/react-router';
import type { Answers } from '../../../../kit/api/api';
import { Instant, Money, Rate } from '../../../../kit/figures/figures';
import { useSay, useWords } from '../../../../kit/words/language';
import { AUTHORITY_NAMES, METHOD_NAMES, STAGE_NAMES } from '../../../../kit/words/names';
import { type Words, words } from '../../../../kit/words/words';
import { Facts } from '../../../parts/Facts';
import { ProductName } from '../../../parts/ProductName';
import { type TermLine, termLines } from './terms';

type Application = NonNullable<Answers['CaseFile']['application']>;
type Enterprise = Answers['CaseFile']['enterprise'];

const WORDS = words({
  terms: ['申请条件', 'Terms'],
  asked: ['申请', 'Asked'],
  proposed: ['评估结果', 'Assessed'],
  approved: ['要约', 'Offered'],
  differs: ['有差异', 'Differs'],
  amountFen: ['金额', 'Amount'],
  termMonths: ['期限', 'Term'],
  method: ['还款方式', 'Method'],
  annualRate: ['年利率', 'Yearly rate'],
  months: ['{months} 个月', '{months month|months}'],
  none: ['—', '—'],
  enterprise: ['企业', 'Enterprise'],
  purpose: ['用途', 'Purpose'],
  product: ['产品', 'Product'],
  route: ['审批路径', 'Approval'],
  level: ['第 {level} 级审批', 'Level {level}'],
  approvers: ['审批人', 'Who approves'],
  raised: ['升级原因', 'Why higher'],
  exposure: ['集团敞口（含本笔）', 'Exposure of the group, with this'],
  exception: ['例外理由', 'Why an exception'],
  appeal: ['申诉', 'Appeal'],
  appealWords: ['企业陈述', 'Words of the applicant'],
  answerBy: ['须于此前答复', 'To be answered by'],
  refused: ['原拒绝理由', 'Why it was refused'],
});
const RAISED: Words<Answers['ApprovalRoute']['raisedBy'][number]> = words({
  GRADE: ['评级', 'grade'],
  PRODUCT: ['产品', 'product'],
  RELATED_PARTY: ['关联方', 'related party'],
  POLICY_EXCEPTION: ['政策例外', 'exception from policy'],
});

/** What was asked, what follows and what was offered, line by line; what is not the same is marked. */
export function TermsPart({ application, enterprise }: { application: Application; enterprise: Enterprise }) {
  const say = useWords(WORDS);
  return (
    <section className="case-part">
      <h2>{say('terms')}</h2>
      <table className="terms">
        <thead>
          <tr>
            <td />
            <th scope="col" className="figure">
              {say('asked')}
            </th>
            <th scope="col" className="figure">
              {say('proposed')}
            </th>
            <th scope="col" className="figure">
              {say('approved')}
            </th>
          </tr>
        </thead>
        <tbody>
          {termLines(application).map((line) => (
            <tr key={line.name} data-differs={line.differs}>
              <th scope="row">
                {say(line.name)}
                {line.differs && <span className="tag">{say('differs')}</span>}
              </th>
              {([line.asked, line.proposed, line.approved] as const).map((value, at) => (
                <td key={PLACES[at]} className="figure">
                  <Term name={line.name} value={value} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Facts
        facts={[
          [say('purpose'), application.purpose],
          [
            say('enterprise'),
            enterprise === null ? null : (
              <Link key="enterprise" to="/enterprises/$enterpriseId" params={{ enterpriseId: enterprise.id }}>
                {enterprise.name}
              </Link>
            ),
          ],
          [say('product'), <ProductName key="product" code={application.productCode} />],
        ]}
      />
    </section>
  );
}

const PLACES = ['asked', 'proposed', 'approved'] as const;

function Term({ name, value }: { name: TermLine['name']; value: string | number | null }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  if (value === null) return say('none');
  if (name === 'amountFen') return <Money fen={Number(value)} />;
  if (name === 'annualRate') return <Rate rate={String(value)} />;
  if (name === 'termMonths') return say('months', { months: value });
  const method = Object.keys(METHOD_NAMES).find((known) => known === value) as keyof typeof METHOD_NAMES;
  return sayPair(METHOD_NAMES[method]);
}

/** Who has to approve it, and why so many. */
export function RoutePart({ application: { approval } }: { application: Application }) {
  const say = useWords(WORDS);
  const [sayWho, sayWhy] = [useWords(AUTHORITY_NAMES), useWords(RAISED)];
  if (approval === null) return null;
  const { level, approvers, raisedBy, exposureFen, exceptionReason } = approval;
  return (
    <section className="case-part">
      <h2>{say('route')}</h2>
      <Facts
        facts={[
          [
            say('approvers'),
            `${say('level', { level })} · ${approvers.map((who) => sayWho(who)).join(' → ')}`,
          ],
          [say('raised'), raisedBy.length === 0 ? null : raisedBy.map((why) => sayWhy(why)).join(' · ')],
          [say('exposure'), <Money key="exposure" fen={exposureFen} />],
          [say('exception'), exceptionReason],
        ]}
      />
    </section>
  );
}

/** What the applicant says against the refusal. */
export function AppealPart({ application: { appeal, refusal } }: { application: Application }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  if (appeal === null) return null;
  return (
    <section className="case-part">
      <h2>{say('appeal')}</h2>
      <Facts
        facts={[
          [sayPair(STAGE_NAMES.APPEAL[appeal.stage]), <Instant key="since" at={appeal.since} />],
          [say('appealWords'), appeal.reason],
          [say('refused'), refusal?.reason ?? null],
          [say('answerBy'), <Instant key="by" at={appeal.answerBy} />],
        ]}
      />
    </section>
  );
}
