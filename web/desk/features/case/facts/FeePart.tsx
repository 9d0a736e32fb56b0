import { Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../../kit/api/api';
import { Day, Instant, Money } from '../../../../kit/figures/figures';
import { feeReason } from '../../../../kit/words/feeReason';
import { useLanguage, useSay, useWords } from '../../../../kit/words/language';
import { words } from '../../../../kit/words/words';
import { Asked } from '../../../parts/Asked';
import { CaseLink } from '../../../parts/CaseLink';
import { Facts } from '../../../parts/Facts';
import { FEE_REQUEST_STATUSES, FEE_REQUESTS, FEE_STATUSES, feeTone } from '../../../parts/feeWords';
import { Mark } from '../../../parts/Mark';

const WORDS = words({
  status: ['状态', 'Status'],
  enterprise: ['企业', 'Enterprise'],
  toPay: ['应付', 'To pay'],
  collected: ['已收', 'Collected'],
  waived: ['已减免', 'Waived'],
  refunded: ['已退', 'Given back'],
  outstanding: ['未收', 'Outstanding'],
  charged: ['计费日', 'Charged on'],
  open: ['查看这笔费用', 'See the charge'],
  requests: ['异议、减免与退费', 'Disputes, waivers and refunds'],
  amount: ['要求', 'Asked'],
  granted: ['准予', 'Granted'],
  reason: ['理由', 'Reason'],
  result: ['结果', 'Result'],
  at: ['提出时间', 'Asked at'],
});

/** The charge that somebody decides about, and what was asked about it. */
export function FeePart({ feeId }: { feeId: string }) {
  const of = api.useQuery('get', '/fees/{feeId}', { params: { path: { feeId } } });
  return (
    <Asked of={of}>
      {(fee) => (
        <>
          <Told fee={fee} />
          <Requests requests={fee.requests} />
        </>
      )}
    </Asked>
  );
}

function Told({ fee }: { fee: Answers['Fee'] }) {
  const [say, sayStatus, sayPair] = [useWords(WORDS), useWords(FEE_STATUSES), useSay()];
  const { enterpriseId, enterpriseName, id, shown, status, waivedFen, refundedFen } = fee;
  return (
    <section className="case-part">
      <h2>{sayPair([shown.words.zh, shown.words.en])}</h2>
      <Facts
        facts={[
          [
            say('status'),
            <Mark key="status" tone={feeTone(status)}>
              {sayStatus(status)}
            </Mark>,
          ],
          [
            say('enterprise'),
            <CaseLink key="enterprise" type="ENTERPRISE" id={enterpriseId}>
              {enterpriseName}
            </CaseLink>,
          ],
          [say('charged'), <Day key="charged" day={fee.chargedOn} />],
          [say('toPay'), <Money key="toPay" fen={fee.toPayFen} />],
          [say('collected'), <Money key="collected" fen={fee.collectedFen} />],
          [say('waived'), waivedFen === 0 ? null : <Money key="waived" fen={waivedFen} />],
          [say('refunded'), refundedFen === 0 ? null : <Money key="refunded" fen={refundedFen} />],
          [say('outstanding'), <Money key="outstanding" fen={fee.outstandingFen} />],
        ]}
      />
      <Link to="/finance/fees/$feeId" params={{ feeId: id }}>
        {say('open')}
      </Link>
    </section>
  );
}

/** The last one first: that is what is decided. */
function Requests({ requests }: Pick<Answers['Fee'], 'requests'>) {
  const [say, sayKind, sayStatus] = [useWords(WORDS), useWords(FEE_REQUESTS), useWords(FEE_REQUEST_STATUSES)];
  const { language } = useLanguage();
  if (requests.length === 0) return null;
  const money = (fen: number | null) => fen !== null && fen > 0 && <Money fen={fen} />;
  return (
    <section className="case-part">
      <h2>{say('requests')}</h2>
      {requests
        .toReversed()
        .map(({ id, kind, status, result, amountFen, grantedFen, createdAt, ...asked }) => (
          <div key={id} className="stack-tight">
            <p className="row">
              <strong>{sayKind(kind)}</strong>
              <Mark tone={status === 'OPEN' ? 'warn' : 'plain'}>{sayStatus(status)}</Mark>
            </p>
            <Facts
              facts={[
                [say('reason'), feeReason(asked, language)],
                [say('amount'), money(amountFen) || null],
                [say('granted'), money(grantedFen) || null],
                [say('result'), result === '' ? null : result],
                [say('at'), <Instant key="at" at={createdAt} />],
              ]}
            />
          </div>
        ))}
    </section>
  );
}
