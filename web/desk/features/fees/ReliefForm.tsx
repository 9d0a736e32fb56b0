import { useId, useState } from 'react';
import { type Answers, api, queries } from '../../../kit/api/api';
import { useActKey } from '../../../kit/api/useActKey';
import { Money } from '../../../kit/figures/figures';
import { typedFen } from '../../../kit/forms/typedFigures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { ReasonForm } from '../../parts/ReasonForm';

const WORDS = words({
  WAIVE: ['提请减免', 'Ask for a waiver'],
  REFUND: ['提请退费', 'Ask for a refund'],
  most: ['至多', 'At most'],
  amount: ['金额（元）', 'Amount (yuan)'],
  about: ['另一名财务人员以待办复核。', 'Another one of finance agrees by a task.'],
});
type Kind = 'WAIVE' | 'REFUND';

/** Asks to give a part of a charge up, or back. */
export function ReliefForm({ fee }: { fee: Answers['Fee'] }) {
  const say = useWords(WORDS);
  const id = useId();
  const [kind, choose] = useState<Kind | null>(null);
  const [amount, type] = useState('');
  const { key, renew } = useActKey();
  const ask = api.useMutation('post', '/fees/{feeId}/reliefs', {
    onSuccess: () => {
      renew();
      type('');
      choose(null);
      void queries.invalidateQueries({ queryKey: ['get', '/fees/{feeId}'] });
    },
  });
  const { waivableFen: WAIVE, refundableFen: REFUND } = fee.relief;
  const mosts: Readonly<Record<Kind, number>> = { WAIVE, REFUND };
  const kinds = (['WAIVE', 'REFUND'] as const).filter((each) => mosts[each] > 0);
  if (kinds.length === 0) return null;
  if (kind === null) {
    return (
      <p className="row">
        {kinds.map((each) => (
          <button key={each} type="button" className="button small" onClick={() => choose(each)}>
            {say(each)}
          </button>
        ))}
      </p>
    );
  }
  const amountFen = typedFen(amount);
  return (
    <section className="card">
      <ReasonForm
        act={say(kind)}
        send={(reason) => {
          if (amountFen === null) return;
          ask.mutate({
            params: { path: { feeId: fee.id }, header: { 'Idempotency-Key': key } },
            body: { kind, amountFen, reason },
          });
        }}
        leave={() => choose(null)}
        isPending={ask.isPending || amountFen === null || amountFen <= 0}
        error={ask.error}
      >
        <p className="quiet">
          {say('about')} {say('most')} <Money fen={mosts[kind]} />
        </p>
        <div className="field">
          <label htmlFor={id}>{say('amount')}</label>
          <input
            id={id}
            inputMode="decimal"
            required
            value={amount}
            onChange={({ target }) => type(target.value)}
          />
        </div>
      </ReasonForm>
    </section>
  );
}
