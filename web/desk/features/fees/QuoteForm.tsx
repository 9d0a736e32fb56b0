import { useId, useState } from 'react';
import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { typedFen } from '../../../kit/forms/typedFigures';
import { typedMonths } from '../../../kit/loan/wantedTerms';
import { COSTS } from '../../../kit/loan/words';
import { useSession } from '../../../kit/session/session';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { FEE_SETTLEMENTS } from '../../parts/feeWords';

const WORDS = words({
  title: ['报价一项服务', 'Quote a service'],
  enterprise: ['企业', 'Enterprise'],
  rule: ['服务', 'Service'],
  amount: ['融资或交易金额（元）', 'What is financed or moved (yuan)'],
  term: ['期限（月）', 'Term (months)'],
  settlement: ['收取方式', 'Paid'],
  choose: ['请选择', 'Choose'],
  send: ['报价', 'Quote it'],
  cancel: ['取消', 'Cancel'],
  none: ['价目表中没有按次收费的服务。', 'No line of the price list is charged on request.'],
});
const MOST = '200';

/** Quotes a service of the price list to an enterprise: nothing is charged before it agrees. */
export function QuoteForm({ leave, quoted }: { leave: () => void; quoted: () => void }) {
  const [say, saySettlement, sayPair] = [useWords(WORDS), useWords(FEE_SETTLEMENTS), useSay()];
  const id = useId();
  const institutionId = useSession()?.institution?.id;
  const { key } = useActKey();
  const [typed, setTyped] = useState({ enterpriseId: '', rule: '', amount: '', term: '12' });
  const [isOffline, settleOffline] = useState(false);
  const { data: enterprises } = api.useQuery('get', '/enterprises', {
    params: { query: { pageSize: MOST } },
  });
  const { data: tariffs } = api.useQuery('get', '/tariffs');
  const quote = api.useMutation('post', '/fees', {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['get', '/fees'] });
      quoted();
    },
  });
  const rules =
    tariffs?.items
      .find((tariff) => tariff.institutionId === institutionId)
      ?.rules.filter(({ timing }) => timing === 'ON_REQUEST') ?? [];
  const [amountFen, termMonths] = [typedFen(typed.amount), typedMonths(typed.term)];
  const change = (part: Partial<typeof typed>): void => setTyped({ ...typed, ...part });
  const send = (): void => {
    if (amountFen === null || termMonths === null) return;
    const { enterpriseId, rule } = typed;
    quote.mutate({
      params: { header: { 'Idempotency-Key': key } },
      body: {
        ...{ enterpriseId, rule, amountFen, termMonths },
        settlement: isOffline ? 'OFFLINE' : 'ONLINE',
      },
    });
  };
  return (
    <form
      className="card stack"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <h2 id={`${id}-title`}>{say('title')}</h2>
      {tariffs !== undefined && rules.length === 0 && <p className="notice notice-warn">{say('none')}</p>}
      <div className="panes">
        <div className="field">
          <label htmlFor={`${id}-enterprise`}>{say('enterprise')}</label>
          <select
            id={`${id}-enterprise`}
            required
            value={typed.enterpriseId}
            onChange={({ target }) => change({ enterpriseId: target.value })}
          >
            <option value="">{say('choose')}</option>
            {enterprises?.items.map((enterprise) => (
              <option key={enterprise.id} value={enterprise.id}>
                {enterprise.name}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={`${id}-rule`}>{say('rule')}</label>
          <select
            id={`${id}-rule`}
            required
            value={typed.rule}
            onChange={({ target }) => change({ rule: target.value })}
          >
            <option value="">{say('choose')}</option>
            {rules.map(({ code, kind }) => (
              <option key={code} value={code}>
                {sayPair(COSTS[kind])}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={`${id}-amount`}>{say('amount')}</label>
          <input
            id={`${id}-amount`}
            inputMode="decimal"
            required
            value={typed.amount}
            onChange={({ target }) => change({ amount: target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-term`}>{say('term')}</label>
          <input
            id={`${id}-term`}
            inputMode="numeric"
            required
            value={typed.term}
            onChange={({ target }) => change({ term: target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-settlement`}>{say('settlement')}</label>
          <select
            id={`${id}-settlement`}
            value={isOffline ? 'OFFLINE' : 'ONLINE'}
            onChange={({ target }) => settleOffline(target.value === 'OFFLINE')}
          >
            <option value="ONLINE">{saySettlement('ONLINE')}</option>
            <option value="OFFLINE">{saySettlement('OFFLINE')}</option>
          </select>
        </div>
      </div>
      <ProblemNotice error={quote.error} />
      <div className="row">
        <button
          type="submit"
          className="button small primary"
          disabled={quote.isPending || amountFen === null || termMonths === null}
        >
          {say('send')}
        </button>
        <button type="button" className="button small plain" onClick={leave}>
          {say('cancel')}
        </button>
      </div>
    </form>
  );
}
