import { useId, useState } from 'react';
import { yuanText } from '../../../../domain/money/text';
import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { dayText } from '../../../kit/figures/figures';
import { receiptsOf } from '../../../kit/loan/receipts';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['索取单据', 'Ask for a paper'],
  what: ['单据', 'Paper'],
  statement: ['贷款对账单（自放款日起）', 'Statement of the loan, from its first day'],
  receipt: ['还款收据：{day} ¥{amount}', 'Receipt: {day} ¥{amount}'],
  language: ['语言', 'Language'],
  zh: ['中文', '中文'],
  en: ['English', 'English'],
  ask: ['出具', 'Issue it'],
});
const STATEMENT = 'STATEMENT';

/** Has a statement, or the receipt of some money, issued in either language. */
export function AskForPaper({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const { language: spoken } = useLanguage();
  const id = useId();
  const [what, choose] = useState(STATEMENT);
  const [language, speak] = useState(spoken);
  const { key, renew } = useActKey();
  const { data, isPending } = api.useQuery('get', '/loans/{loanId}/statement', {
    params: { path: { loanId } },
  });
  const ask = api.useMutation('post', '/loans/{loanId}/papers', {
    onSuccess: () => {
      renew();
      void queries.invalidateQueries({ queryKey: ['get', '/papers'] });
    },
  });
  const send = (): void => {
    const body =
      what === STATEMENT
        ? { kind: 'LOAN_STATEMENT' as const, language }
        : { kind: 'REPAYMENT_RECEIPT' as const, language, sequence: Number(what) };
    ask.mutate({ params: { path: { loanId }, header: { 'Idempotency-Key': key } }, body });
  };
  if (isPending) return <div className="skeleton tall" />;
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
      <div className="filters">
        <div className="field">
          <label htmlFor={`${id}-what`}>{say('what')}</label>
          <select id={`${id}-what`} value={what} onChange={({ target }) => choose(target.value)}>
            <option value={STATEMENT}>{say('statement')}</option>
            {receiptsOf(data?.lines ?? []).map(({ sequence, effectiveDate, amountFen }) => (
              <option key={sequence} value={sequence}>
                {say('receipt', {
                  day: dayText(effectiveDate, spoken),
                  amount: yuanText(amountFen ?? 0),
                })}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={`${id}-language`}>{say('language')}</label>
          <select
            id={`${id}-language`}
            value={language}
            onChange={({ target }) => speak(target.value === 'en' ? 'en' : 'zh-CN')}
          >
            <option value="zh-CN">{say('zh')}</option>
            <option value="en">{say('en')}</option>
          </select>
        </div>
        <button type="submit" className="button small primary filters-end" disabled={ask.isPending}>
          {say('ask')}
        </button>
      </div>
      <ProblemNotice error={ask.error} />
    </form>
  );
}
