import { useId, useState } from 'react';
import { yuanText } from '../../../../domain/money/text';
import { type Answers, api, queries } from '../../../kit/api/api';
import { useActKey } from '../../../kit/api/useActKey';
import { dayText } from '../../../kit/figures/figures';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { standingReceipts } from '../../parts/feeWords';
import { ReasonForm } from '../../parts/ReasonForm';

const WORDS = words({
  act: ['登记付款被退回', 'Report a bounced receipt'],
  receipt: ['哪一笔收款', 'Which receipt'],
  about: [
    '银行已退回的收款（对账文件中以本平台订单号列示的，平台自行登记）。请写明银行流水号和日期；另一名财务人员以待办复核后，该笔费用重新待收。',
    'Money that the bank has taken back; what its file has under the key of our order is reported by itself. Name the bank’s reference and day. Another one of finance agrees by a task, and the charge is owed again.',
  ],
});

/** Says that a receipt of a charge did not stay. */
export function BounceForm({ fee }: { fee: Answers['Fee'] }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const id = useId();
  const [isOpen, open] = useState(false);
  const receipts = standingReceipts(fee);
  const [chosen, choose] = useState<number | null>(null);
  const { key, renew } = useActKey();
  const report = api.useMutation('post', '/fees/{feeId}/bounces', {
    onSuccess: () => {
      renew();
      choose(null);
      open(false);
      void queries.invalidateQueries({ queryKey: ['get', '/fees/{feeId}'] });
    },
  });
  const number = chosen ?? receipts[0]?.number;
  if (number === undefined) return null;
  if (!isOpen) {
    return (
      <p className="row">
        <button type="button" className="button small" onClick={() => open(true)}>
          {say('act')}
        </button>
      </p>
    );
  }
  return (
    <section className="card">
      <ReasonForm
        act={say('act')}
        send={(reason) =>
          report.mutate({
            params: { path: { feeId: fee.id }, header: { 'Idempotency-Key': key } },
            body: { number, reason },
          })
        }
        leave={() => open(false)}
        isPending={report.isPending}
        error={report.error}
      >
        <p className="quiet">{say('about')}</p>
        <div className="field">
          <label htmlFor={id}>{say('receipt')}</label>
          <select id={id} value={number} onChange={({ target }) => choose(Number(target.value))}>
            {receipts.map(({ number: each, on, amountFen }) => (
              <option key={each} value={each}>
                {`${dayText(on, language)} · ${yuanText(amountFen ?? 0)}`}
              </option>
            ))}
          </select>
        </div>
      </ReasonForm>
    </section>
  );
}
