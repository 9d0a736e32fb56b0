import { Link, useParams } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day, Instant, Money, percentText } from '../../../kit/figures/figures';
import { feeReason } from '../../../kit/words/feeReason';
import { useLanguage, useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { STAFF } from '../../app/places';
import { Asked } from '../../parts/Asked';
import { Facts } from '../../parts/Facts';
import { FinanceTabs } from '../../parts/FinanceTabs';
import {
  FEE_REQUEST_STATUSES,
  FEE_REQUESTS,
  FEE_SETTLEMENTS,
  FEE_STATUSES,
  FEE_STEPS,
  feeTone,
  RELIEVERS,
} from '../../parts/feeWords';
import { Mark } from '../../parts/Mark';
import { Page, useIs } from '../../parts/Page';
import { type Column, Records } from '../../parts/Records';
import { BounceForm } from './BounceForm';
import { ReliefForm } from './ReliefForm';
import { TariffName } from './TariffName';

type Fee = Answers['Fee'];

const WORDS = words({
  fee: ['费用', 'Fee'],
  about: ['费用', 'The charge'],
  status: ['状态', 'Status'],
  enterprise: ['企业', 'Enterprise'],
  loan: ['贷款', 'Loan'],
  open: ['查看贷款', 'See the loan'],
  rule: ['规则', 'Rule'],
  tariff: ['价目表', 'Price list'],
  invoice: ['账单号', 'Invoice'],
  settlement: ['收取方式', 'Paid'],
  charged: ['计费日', 'Charged on'],
  valid: ['报价有效至', 'Quote valid until'],
  shown: ['企业所见（经哈希）', 'What the enterprise was shown (hashed)'],
  list: ['标准价', 'List price'],
  grade: ['评级优惠', 'Discount by grade'],
  loyalty: ['忠诚优惠', 'Discount by loyalty'],
  price: ['价格（含税）', 'Price, VAT inside'],
  net: ['不含税', 'Net'],
  vat: ['增值税', 'VAT'],
  cost: ['含费年化综合成本', 'Annual cost with all fees'],
  points: ['积分抵扣', 'Points used'],
  toPay: ['应付', 'To pay'],
  collected: ['已收', 'Collected'],
  waived: ['已减免', 'Waived'],
  refunded: ['已退', 'Given back'],
  outstanding: ['未收', 'Outstanding'],
  history: ['经过', 'Story'],
  step: ['事项', 'Step'],
  on: ['日期', 'On'],
  amount: ['金额', 'Amount'],
  at: ['登记', 'Recorded'],
  requests: ['异议、减免与退费', 'Disputes, waivers and refunds'],
  kind: ['类型', 'Kind'],
  asked: ['要求', 'Asked'],
  granted: ['准予', 'Granted'],
  reason: ['理由', 'Reason'],
  result: ['结果（异议将匿名公布）', 'Result (of disputes it is published without names)'],
  none: ['无。', 'None.'],
});

/** One charge: what was shown, what became of it, what was asked about it. */
export function FeePage() {
  const say = useWords(WORDS);
  const { feeId } = useParams({ from: '/finance/fees/$feeId' });
  const of = api.useQuery('get', '/fees/{feeId}', { params: { path: { feeId } } });
  const mayRelieve = useIs(RELIEVERS);
  return (
    <Page title={of.data?.name ?? say('fee')} roles={STAFF}>
      <FinanceTabs />
      <Asked of={of}>
        {(fee) => (
          <>
            <div className="panes">
              <div className="stack">
                <About fee={fee} />
                {mayRelieve && <ReliefForm fee={fee} />}
                {mayRelieve && <BounceForm fee={fee} />}
              </div>
              <div className="stack">
                <Shown fee={fee} />
                <Story fee={fee} />
              </div>
            </div>
            <Requests fee={fee} />
          </>
        )}
      </Asked>
    </Page>
  );
}

function About({ fee }: { fee: Fee }) {
  const [say, sayStatus, saySettlement] = [
    useWords(WORDS),
    useWords(FEE_STATUSES),
    useWords(FEE_SETTLEMENTS),
  ];
  const { enterpriseId, enterpriseName, loanId, invoiceNo } = fee;
  return (
    <section className="card stack" aria-labelledby="fee-about">
      <h2 id="fee-about">{say('about')}</h2>
      <Facts
        facts={[
          [
            say('status'),
            <Mark key="status" tone={feeTone(fee.status)}>
              {sayStatus(fee.status)}
            </Mark>,
          ],
          [
            say('enterprise'),
            <Link key="enterprise" to="/enterprises/$enterpriseId" params={{ enterpriseId }}>
              {enterpriseName}
            </Link>,
          ],
          [
            say('loan'),
            loanId === null ? null : (
              <Link key="loan" to="/loans/$loanId/fees" params={{ loanId }}>
                {say('open')}
              </Link>
            ),
          ],
          [say('rule'), fee.rule],
          [
            say('tariff'),
            fee.tariffFrom === null ? (
              fee.tariff
            ) : (
              <TariffName key="tariff" version={fee.tariff} from={fee.tariffFrom} />
            ),
          ],
          [say('settlement'), saySettlement(fee.settlement)],
          [say('charged'), <Day key="charged" day={fee.chargedOn} />],
          [say('valid'), fee.status === 'QUOTED' ? <Day key="valid" day={fee.validUntil} /> : null],
          [say('invoice'), invoiceNo],
          [say('toPay'), <Money key="toPay" fen={fee.toPayFen} />],
          [say('collected'), <Money key="collected" fen={fee.collectedFen} />],
          [say('waived'), fee.waivedFen === 0 ? null : <Money key="waived" fen={fee.waivedFen} />],
          [say('refunded'), fee.refundedFen === 0 ? null : <Money key="refunded" fen={fee.refundedFen} />],
          [say('outstanding'), <Money key="outstanding" fen={fee.outstandingFen} />],
        ]}
      />
    </section>
  );
}

/** The price as the enterprise saw it, from the list to what it pays. */
function Shown({ fee: { shown, pointsUsed } }: { fee: Fee }) {
  const [say, sayPair] = [useWords(WORDS), useSay()];
  return (
    <section className="card stack" aria-labelledby="fee-shown">
      <h2 id="fee-shown">{say('shown')}</h2>
      <p>{sayPair([shown.words.zh, shown.words.en])}</p>
      <Facts
        facts={[
          [say('list'), <Money key="list" fen={shown.listPriceFen} />],
          [
            say('grade'),
            shown.gradeDiscountFen === 0 ? null : <Money key="grade" fen={-shown.gradeDiscountFen} />,
          ],
          [
            say('loyalty'),
            shown.loyaltyDiscountFen === 0 ? null : <Money key="loyalty" fen={-shown.loyaltyDiscountFen} />,
          ],
          [say('price'), <Money key="price" fen={shown.priceFen} />],
          [say('net'), <Money key="net" fen={shown.netFen} />],
          [say('vat'), <Money key="vat" fen={shown.vatFen} />],
          [say('points'), pointsUsed === 0 ? null : pointsUsed],
          [say('cost'), shown.annualCost === null ? null : percentText(shown.annualCost)],
        ]}
      />
    </section>
  );
}

function Story({ fee: { history } }: { fee: Fee }) {
  const [say, sayStep] = [useWords(WORDS), useWords(FEE_STEPS)];
  const columns: readonly Column<Fee['history'][number]>[] = [
    { key: 'step', head: say('step'), cell: ({ type }) => sayStep(type) },
    { key: 'on', head: say('on'), cell: ({ on }) => <Day day={on} /> },
    {
      key: 'amount',
      head: say('amount'),
      isFigure: true,
      cell: ({ amountFen }) => (amountFen === null ? '' : <Money fen={amountFen} />),
    },
    { key: 'at', head: say('at'), cell: ({ at }) => <Instant at={at} /> },
  ];
  return (
    <section className="stack" aria-labelledby="fee-history">
      <h2 id="fee-history">{say('history')}</h2>
      <Records
        caption={say('history')}
        columns={columns}
        rows={history}
        idOf={({ number }) => `${number}`}
        empty={say('none')}
      />
    </section>
  );
}

function Requests({ fee: { requests } }: { fee: Fee }) {
  const [say, sayKind, sayStatus] = [useWords(WORDS), useWords(FEE_REQUESTS), useWords(FEE_REQUEST_STATUSES)];
  const { language } = useLanguage();
  const fen = (amountFen: number | null) => (amountFen === null ? '' : <Money fen={amountFen} />);
  const columns: readonly Column<Fee['requests'][number]>[] = [
    { key: 'kind', head: say('kind'), cell: ({ kind }) => sayKind(kind) },
    { key: 'asked', head: say('asked'), isFigure: true, cell: ({ amountFen }) => fen(amountFen) },
    { key: 'granted', head: say('granted'), isFigure: true, cell: ({ grantedFen }) => fen(grantedFen) },
    { key: 'reason', head: say('reason'), cell: (asked) => feeReason(asked, language) },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={status === 'OPEN' ? 'warn' : 'plain'}>{sayStatus(status)}</Mark>,
    },
    { key: 'result', head: say('result'), cell: ({ result }) => result },
  ];
  return (
    <section className="stack" aria-labelledby="fee-requests">
      <h2 id="fee-requests">{say('requests')}</h2>
      <Records
        caption={say('requests')}
        columns={columns}
        rows={requests}
        idOf={({ id }) => id}
        empty={say('none')}
      />
    </section>
  );
}
