import { type FormEvent, useState } from 'react';
import { yuanText } from '../../../../domain/money/text';
import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { dayText } from '../../../kit/figures/figures';
import { SelectField } from '../../../kit/forms/fields';
import { receiptsOf } from '../../../kit/loan/receipts';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['出具单据', 'Have a paper issued'],
  what: ['单据', 'Paper'],
  statement: ['贷款对账单', 'Statement of the loan'],
  receipt: ['还款收据 · {day} · ¥{amount}', 'Receipt · {day} · ¥{amount}'],
  ask: ['出具 PDF', 'Issue it as PDF'],
});
const STATEMENT = 'STATEMENT';

/** A statement, or the receipt of some money, in the reader's language. */
export function AskForPaper({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const [what, choose] = useState(STATEMENT);
  const { key, renew } = useActKey();
  const params = { path: { loanId } };
  const { data } = api.useQuery('get', '/loans/{loanId}/statement', { params });
  const asking = api.useMutation('post', '/loans/{loanId}/papers', {
    onSuccess: async () => {
      renew();
      await queries.invalidateQueries({ queryKey: ['get', '/papers'] });
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const body =
      what === STATEMENT
        ? { kind: 'LOAN_STATEMENT' as const, language }
        : { kind: 'REPAYMENT_RECEIPT' as const, language, sequence: Number(what) };
    asking.mutate({ params: { ...params, header: { 'Idempotency-Key': key } }, body });
  };
  const receipts = receiptsOf(data?.lines ?? []).map(({ sequence, effectiveDate, amountFen }) => ({
    value: String(sequence),
    label: say('receipt', { day: dayText(effectiveDate, language), amount: yuanText(amountFen ?? 0) }),
  }));
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <form className="stack" onSubmit={send}>
        <SelectField
          label={say('what')}
          choices={[{ value: STATEMENT, label: say('statement') }, ...receipts]}
          value={what}
          onChange={({ target }) => choose(target.value)}
        />
        <ProblemNotice error={asking.error} />
        <button type="submit" className="button" disabled={asking.isPending}>
          {say('ask')}
        </button>
      </form>
    </section>
  );
}
