import { useId, useState } from 'react';
import { Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { useLedgerChange } from '../../parts/ledgerChanges';
import { Mark } from '../../parts/Mark';
import { ReasonForm } from '../../parts/ReasonForm';
import { ACCOUNT_NAMES, ACCOUNTS } from './accounts';
import { entryOf, isBalanced, type LineDraft } from './entryDraft';

const WORDS = words({
  title: ['手工凭证', 'Entry by hand'],
  about: [
    '另一名财务人员同意后记账。银行账户的动账由对账文件记入，此处说明其用途。',
    'Posted once another one of finance agrees. What the bank moved is booked by its file; an entry says what it was for.',
  ],
  date: ['起算日', 'Counts from'],
  costCentre: ['成本中心（管理费须填）', 'Cost centre (needed for costs)'],
  account: ['第 {number} 行科目', 'Account, line {number}'],
  debit: ['借方（元）', 'Debit (yuan)'],
  credit: ['贷方（元）', 'Credit (yuan)'],
  add: ['增加一行', 'Add a line'],
  remove: ['删除第 {number} 行', 'Remove line {number}'],
  balanced: ['借贷相等', 'Both sides agree'],
  notBalanced: ['借贷不等或有金额无法识别', 'The sides differ, or an amount can not be read'],
  ask: ['提请记账', 'Ask for it'],
});
const AT_FIRST: readonly LineDraft[] = [
  { account: '6602', debit: '', credit: '' },
  { account: '2211', debit: '', credit: '' },
];

/** An entry that somebody of finance wants to post. */
export function EntryForm({ leave, asked }: { leave: () => void; asked: () => void }) {
  const say = useWords(WORDS);
  const id = useId();
  const [date, setDate] = useState('');
  const [costCentre, setCentre] = useState('');
  const [drafts, setDrafts] = useState(AT_FIRST);
  const { ask, header } = useLedgerChange(asked);
  const entry = entryOf(drafts);
  const change = (at: number, part: Partial<LineDraft>): void =>
    setDrafts(drafts.map((draft, index) => (index === at ? { ...draft, ...part } : draft)));
  const send = (reason: string): void => {
    if (!isBalanced(entry)) return;
    const centre = costCentre.trim().toUpperCase();
    const body = {
      ...{ kind: 'POST_ENTRY' as const, date, lines: [...entry.lines], reason },
      costCentre: centre === '' ? null : centre,
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
        isPending={ask.isPending || !isBalanced(entry)}
        error={ask.error}
      >
        <div className="panes">
          <div className="field">
            <label htmlFor={`${id}-date`}>{say('date')}</label>
            <input
              id={`${id}-date`}
              type="date"
              required
              value={date}
              onChange={({ target }) => setDate(target.value)}
            />
          </div>
          <div className="field">
            <label htmlFor={`${id}-centre`}>{say('costCentre')}</label>
            <input
              id={`${id}-centre`}
              maxLength={20}
              value={costCentre}
              onChange={({ target }) => setCentre(target.value)}
            />
          </div>
        </div>
        {drafts.map((draft, at) => (
          <LineFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
            key={at}
            number={at + 1}
            draft={draft}
            change={(part) => change(at, part)}
            remove={drafts.length > 2 ? () => setDrafts(drafts.filter((_, index) => index !== at)) : null}
          />
        ))}
        <p className="row">
          <button
            type="button"
            className="button small"
            onClick={() => setDrafts([...drafts, { account: '6602', debit: '', credit: '' }])}
          >
            {say('add')}
          </button>
          <span role="status" className="row">
            <Mark tone={isBalanced(entry) ? 'good' : 'warn'}>
              {say(isBalanced(entry) ? 'balanced' : 'notBalanced')}
            </Mark>
            {entry !== null && <Money fen={entry.debitFen} />}
          </span>
        </p>
      </ReasonForm>
    </section>
  );
}

interface LineFieldsProps {
  readonly number: number;
  readonly draft: LineDraft;
  readonly change: (part: Partial<LineDraft>) => void;
  /** null: fewer lines make no entry */
  readonly remove: (() => void) | null;
}

function LineFields({ number, draft: { account, debit, credit }, change, remove }: LineFieldsProps) {
  const say = useWords(WORDS);
  const id = useId();
  const sayAccount = useWords(ACCOUNT_NAMES);
  return (
    <div className="entry-line">
      <div className="field">
        <label htmlFor={`${id}-account`}>{say('account', { number })}</label>
        <select
          id={`${id}-account`}
          value={account}
          onChange={({ target }) =>
            change({ account: ACCOUNTS.find((each) => each === target.value) ?? account })
          }
        >
          {ACCOUNTS.map((each) => (
            <option key={each} value={each}>
              {each} {sayAccount(each)}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-debit`}>{say('debit')}</label>
        <input
          id={`${id}-debit`}
          inputMode="decimal"
          value={debit}
          onChange={({ target }) => change({ debit: target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-credit`}>{say('credit')}</label>
        <input
          id={`${id}-credit`}
          inputMode="decimal"
          value={credit}
          onChange={({ target }) => change({ credit: target.value })}
        />
      </div>
      {remove !== null && (
        <button
          type="button"
          className="button small plain"
          aria-label={say('remove', { number })}
          onClick={remove}
        >
          <span aria-hidden="true">✕</span>
        </button>
      )}
    </div>
  );
}
