import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { PAYMENT_STATUS_NAMES, PURPOSE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { BOOK_READERS } from '../../parts/books';
import { CaseLink } from '../../parts/CaseLink';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { MoneyState } from './MoneyState';
import { PaymentStory } from './PaymentStory';
import { PAYMENT_TONES } from './words';

const WORDS = words({
  title: ['支付详情', 'Payment'],
  loan: ['所属贷款', 'Its loan'],
});

const route = getRouteApi('/finance/payments/$paymentId');
const LOOK_AGAIN_MS = 10_000;

/** One payment: how it stands at the bank and with us, and all orders for it as a story. */
export function PaymentPage() {
  const say = useWords(WORDS);
  const [sayPurpose, sayStatus] = [useWords(PURPOSE_NAMES), useWords(PAYMENT_STATUS_NAMES)];
  const { paymentId } = route.useParams();
  const story = api.useQuery(
    'get',
    '/payments/{paymentId}/story',
    { params: { path: { paymentId } } },
    // What follows is told by processes, which send no event of it.
    { refetchInterval: LOOK_AGAIN_MS },
  );
  return (
    <Page title={say('title')} roles={BOOK_READERS}>
      <FinanceTabs />
      <Asked of={story}>
        {(told) => {
          const asked = told.orders.find(({ id }) => id === paymentId) ?? told.orders.at(-1);
          if (asked === undefined) return null;
          return (
            <>
              <div className="card row spread">
                <div>
                  <h2>
                    {sayPurpose(asked.purpose)} <Money fen={asked.amountFen} />
                  </h2>
                  {asked.enterpriseId !== null && (
                    <p>
                      <CaseLink type="ENTERPRISE" id={asked.enterpriseId}>
                        {asked.enterpriseName}
                      </CaseLink>
                    </p>
                  )}
                  {asked.subject.type === 'LOAN' && (
                    <CaseLink type="LOAN" id={asked.subject.id}>
                      {say('loan')}
                    </CaseLink>
                  )}
                </div>
                <Mark tone={PAYMENT_TONES[asked.status]}>{sayStatus(asked.status)}</Mark>
              </div>
              <MoneyState order={asked} />
              <PaymentStory story={told} paymentId={asked.id} />
            </>
          );
        }}
      </Asked>
    </Page>
  );
}
