import { useId, useState } from 'react';
import { Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { useLedgerChange } from '../../parts/ledgerChanges';
import { OneOf } from '../../parts/OneOf';
import { ReasonForm } from '../../parts/ReasonForm';
import { BUDGET_ACCOUNT_NAMES } from './accounts';
import { type BudgetDraft, budgetLinesOf } from './budgetDraft';

const WORDS = words({
  title: ['编制预算', 'Set a budget'],
  about: [
    '另一名财务人员同意后生效，替换这些月份原有的预算。',
    'In force once another one of finance agrees; it replaces what these months had.',
  ],
  centre: ['成本中心（大写字母、数字、连字符）', 'Cost centre (capitals, digits, hyphens)'],
  account: ['科目', 'Account'],
  from: ['自（月）', 'From (month)'],
  to: ['至（月，含）', 'To (month, included)'],
  monthly: ['每月金额（元）', 'Each month (yuan)'],
  total: ['{count} 个月，共', '{count month|months}, in all'],
  notYet: ['请填写起止月份与金额', 'Months and amount are missing, or can not be read'],
  ask: ['提请预算', 'Ask for it'],
});
const AT_FIRST: BudgetDraft = { account: '6602', from: '', to: '', monthly: '' };

/** A budget that somebody of finance wants: one amount for each of some months. */
export function BudgetForm({ leave, asked }: { leave: () => void; asked: () => void }) {
  const say = useWords(WORDS);
  const id = useId();
  const [centre, setCentre] = useState('');
  const [draft, setDraft] = useState(AT_FIRST);
  const { ask, header } = useLedgerChange(asked);
  const lines = budgetLinesOf(draft);
  const change = (part: Partial<BudgetDraft>): void => setDraft({ ...draft, ...part });
  const send = (reason: string): void => {
    if (lines === null) return;
    const body = {
      ...{ kind: 'SET_BUDGET' as const, lines: [...lines], reason },
      costCentre: centre.trim().toUpperCase(),
    };
    ask.mutate({ params: { header }, body });
  };
  return (
    <section className="card stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('title')}</h2>
      <p className="quiet">{say('about')}</p>
      <ReasonForm
        act={say('ask')}
        send={send}
        leave={leave}
        isPending={ask.isPending || lines === null || centre.trim() === ''}
        error={ask.error}
      >
        <div className="panes">
          <TypedField label={say('centre')} value={centre} type={setCentre} mostLetters={20} />
          <OneOf
            label={say('account')}
            table={BUDGET_ACCOUNT_NAMES}
            value={draft.account}
            choose={(account) => change({ account })}
          />
        </div>
        <div className="panes">
          <TypedField label={say('from')} value={draft.from} type={(from) => change({ from })} isMonth />
          <TypedField label={say('to')} value={draft.to} type={(to) => change({ to })} isMonth />
          <TypedField label={say('monthly')} value={draft.monthly} type={(monthly) => change({ monthly })} />
        </div>
        <p role="status" className="quiet">
          {lines === null ? (
            say('notYet')
          ) : (
            <>
              {say('total', { count: lines.length })}{' '}
              <Money fen={lines.reduce((sum, { amountFen }) => sum + amountFen, 0)} />
            </>
          )}
        </p>
      </ReasonForm>
    </section>
  );
}

interface TypedFieldProps {
  readonly label: string;
  readonly value: string;
  readonly type: (value: string) => void;
  readonly isMonth?: boolean;
  readonly mostLetters?: number;
}

function TypedField({ label, value, type, isMonth, mostLetters }: TypedFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={isMonth ? 'month' : 'text'}
        required
        maxLength={mostLetters}
        value={value}
        onChange={({ target }) => type(target.value)}
      />
    </div>
  );
}
