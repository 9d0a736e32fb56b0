import { type Answers, api } from '../../../kit/api/api';
import { Day, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { RISK_CLASS_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { CaseLink } from '../../parts/CaseLink';
import { Facts } from '../../parts/Facts';
import { Page } from '../../parts/Page';
import { ProductName } from '../../parts/ProductName';
import { Breakdown } from './Breakdown';
import { ratiosOf, shareText } from './portfolio';
import { RiskTabs } from './RiskTabs';
import { PAST_DUE, WATCHERS } from './words';
import './risk.css';

const WORDS = words({
  title: ['资产组合', 'Portfolio'],
  lead: [
    '未结清且未核销的贷款，截至最近一次日终。',
    'Loans neither closed nor written off, as of the last closed day.',
  ],
  asOf: ['截至', 'As of'],
  notClosed: ['尚未日终', 'No day closed yet'],
  outstanding: ['本金余额', 'Principal'],
  loans: ['贷款笔数', 'Loans'],
  pastDue: ['逾期率', 'Past due'],
  bad: ['不良率', 'Bad'],
  provision: ['贷款损失准备', 'Provisions'],
  coverage: ['拨备覆盖率', 'Coverage'],
  byPastDue: ['按逾期天数', 'By days past due'],
  byClass: ['按五级分类', 'By class'],
  byGrade: ['按信用等级', 'By grade'],
  byProduct: ['按产品', 'By product'],
  largest: ['最大十户', 'The ten largest'],
  bucket: ['逾期天数', 'Days past due'],
  class: ['分类', 'Class'],
  grade: ['等级', 'Grade'],
  noGrade: ['未评级', 'Not graded'],
  product: ['产品', 'Product'],
  borrower: ['借款人', 'Borrower'],
});
const BAD_CLASSES = ['SUBSTANDARD', 'DOUBTFUL', 'LOSS'];

/** What is owed to the institution, by what it is judged by. */
export function PortfolioPage() {
  const say = useWords(WORDS);
  const portfolio = api.useQuery('get', '/portfolio');
  return (
    <Page title={say('title')} lead={say('lead')} roles={WATCHERS}>
      <RiskTabs />
      <Asked of={portfolio}>{(found) => <Told portfolio={found} />}</Asked>
    </Page>
  );
}

function Told({ portfolio }: { portfolio: Answers['Portfolio'] }) {
  const [say, sayPastDue, sayClass] = [useWords(WORDS), useWords(PAST_DUE), useWords(RISK_CLASS_NAMES)];
  const { asOf, total, pastDue, classes, grades, products, largest } = portfolio;
  const ratios = ratiosOf(portfolio);
  const of = { totalFen: total.outstandingFen };
  return (
    <>
      <div className="card headline">
        <Facts
          facts={[
            [say('outstanding'), <Money key="outstanding" fen={total.outstandingFen} />],
            [say('loans'), total.loans],
            [say('pastDue'), shareText(ratios.pastDue)],
            [say('bad'), shareText(ratios.bad)],
            [say('provision'), <Money key="provision" fen={total.provisionFen} />],
            [say('coverage'), shareText(ratios.coverage)],
          ]}
        />
        <p className="quiet">
          {asOf === null ? (
            say('notClosed')
          ) : (
            <>
              {say('asOf')} <Day day={asOf} />
            </>
          )}
        </p>
      </div>
      <Breakdown
        {...of}
        title={say('byPastDue')}
        by={say('bucket')}
        parts={pastDue.map((part) => ({
          ...part,
          id: part.pastDue,
          name: sayPastDue(part.pastDue),
          isBad: part.pastDue !== 'NONE',
        }))}
      />
      <Breakdown
        {...of}
        title={say('byClass')}
        by={say('class')}
        parts={classes.map((part) => ({
          ...part,
          id: part.riskClass,
          name: sayClass(part.riskClass),
          isBad: BAD_CLASSES.includes(part.riskClass),
        }))}
      />
      <Breakdown
        {...of}
        title={say('largest')}
        by={say('borrower')}
        parts={largest.map((part) => ({
          ...part,
          id: part.enterpriseId,
          name: (
            <CaseLink type="ENTERPRISE" id={part.enterpriseId}>
              {part.name}
            </CaseLink>
          ),
        }))}
      />
      <Breakdown
        {...of}
        title={say('byGrade')}
        by={say('grade')}
        parts={grades.map((part) => ({ ...part, id: part.grade ?? '', name: part.grade ?? say('noGrade') }))}
      />
      <Breakdown
        {...of}
        title={say('byProduct')}
        by={say('product')}
        parts={products.map((part) => ({
          ...part,
          id: part.productId,
          name: <ProductName code={part.code} />,
        }))}
      />
    </>
  );
}
