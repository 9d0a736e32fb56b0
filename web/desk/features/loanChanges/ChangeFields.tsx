import { type HTMLInputTypeAttribute, useId } from 'react';
import { yuanText } from '../../../../domain/money/text';
import { type Answers, api } from '../../../kit/api/api';
import { dayText } from '../../../kit/figures/figures';
import { receiptsOf } from '../../../kit/loan/receipts';
import { useLanguage, useWords } from '../../../kit/words/language';
import { METHOD_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { FACT_NAMES } from '../../parts/factNames';
import { REVERSAL_CAUSES } from '../../parts/loanChanges';
import { type ChangeDraft, type Field, type RiskFact, WAIVABLES, type Waivable } from './changeDraft';
import { EvidenceField } from './EvidenceField';

const WORDS = words({
  on: ['起算日（留空为今日）', 'Counts from (empty: today)'],
  months: ['月数', 'Months'],
  rate: ['年利率（%）', 'Yearly rate (%)'],
  isSecured: ['有担保或抵质押', 'Guaranteed or pledged for'],
  hasSecurityConsent: ['担保人已书面同意', 'The guarantor has agreed in writing'],
  method: ['还款方式', 'How to repay'],
  same: ['不变', 'As it is'],
  firstDueDate: ['首个到期日（留空为按规则）', 'First due date (empty: by the rules)'],
  bankAccountNo: ['新的扣款账户', 'The other account'],
  fact: ['债务人风险事实', 'What is known of the debtor'],
  isOfLoan: ['只涉及本笔贷款', 'About this loan alone'],
  ends: ['已不再如此', 'It is so no longer'],
  received: ['收到的金额（元）', 'Amount received (yuan)'],
  bankReference: ['银行流水号（已知时填写）', "The bank's reference (where it is known)"],
  isOtherMoney: ['不是银行已到账的其他款项', 'It is none of the money that the bank shows'],
  isSharedPaper: [
    '材料同时证明另一项变更（请在理由中说明）',
    'The papers prove another change too (say why in the reason)',
  ],
  sequence: ['冲回的收款', 'The receipt'],
  because: ['冲回原因', 'Why it is taken back'],
  choose: ['请选择', 'Choose'],
  amount: ['{part}（元，留空为不减免）', '{part} (yuan; empty: none)'],
  receipt: ['{day} ¥{amount}（第 {number} 号）', '{day} ¥{amount} (no. {number})'],
  repayment: ['{day} ¥{amount}（归还应收退回款）', '{day} ¥{amount} (repaid a claim on the payer)'],
});

interface ChangeFieldsProps {
  readonly loanId: string;
  readonly fields: readonly Field[];
  readonly draft: ChangeDraft;
  readonly change: (part: Partial<ChangeDraft>) => void;
}

/** What a kind of change is asked for with. */
export function ChangeFields({ loanId, fields, draft, change }: ChangeFieldsProps) {
  return (
    <div className="panes">
      {fields.map((field) => (
        <FieldOf key={field} loanId={loanId} field={field} draft={draft} change={change} />
      ))}
    </div>
  );
}

type FieldOfProps = Omit<ChangeFieldsProps, 'fields'> & { readonly field: Field };

function FieldOf({ loanId, field, draft, change }: FieldOfProps) {
  switch (field) {
    case 'fact':
      return <FactField draft={draft} change={change} />;
    case 'isSecured':
    case 'hasSecurityConsent':
    case 'isOfLoan':
    case 'isOtherMoney':
    case 'isSharedPaper':
    case 'ends':
      return <TickField field={field} draft={draft} change={change} />;
    case 'method':
      return <MethodField draft={draft} change={change} />;
    case 'waive':
      return <WaiveFields draft={draft} change={change} />;
    case 'evidence':
      return (
        <EvidenceField loanId={loanId} chosen={draft.evidence} choose={(evidence) => change({ evidence })} />
      );
    case 'because':
      return <CauseField draft={draft} change={change} />;
    case 'sequence':
      return <ReceiptField loanId={loanId} draft={draft} change={change} />;
    case 'on':
    case 'firstDueDate':
      return <TypedField field={field} draft={draft} change={change} type="date" />;
    case 'months':
    case 'received':
    case 'rate':
    case 'bankAccountNo':
    case 'bankReference':
      return <TypedField field={field} draft={draft} change={change} />;
    default:
      return unknown(field);
  }
}

type PartProps = Pick<ChangeFieldsProps, 'draft' | 'change'>;
type TypedName = 'on' | 'firstDueDate' | 'months' | 'received' | 'rate' | 'bankAccountNo' | 'bankReference';
type TickName = 'isSecured' | 'hasSecurityConsent' | 'isOfLoan' | 'isOtherMoney' | 'isSharedPaper' | 'ends';

function TypedField({
  field,
  draft,
  change,
  type = 'text',
}: PartProps & { readonly field: TypedName; readonly type?: HTMLInputTypeAttribute }) {
  const say = useWords(WORDS);
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{say(field)}</label>
      <input
        id={id}
        type={type}
        inputMode={type === 'date' || field === 'bankReference' ? undefined : 'decimal'}
        value={draft[field]}
        onChange={({ target }) => change({ [field]: target.value })}
      />
    </div>
  );
}

function TickField({ field, draft, change }: PartProps & { readonly field: TickName }) {
  const say = useWords(WORDS);
  return (
    <label className="row tick">
      <input
        type="checkbox"
        checked={draft[field]}
        onChange={({ target }) => change({ [field]: target.checked })}
      />
      {say(field)}
    </label>
  );
}

function MethodField({ draft, change }: PartProps) {
  const [say, sayMethod] = [useWords(WORDS), useWords(METHOD_NAMES)];
  const id = useId();
  const methods = Object.keys(METHOD_NAMES) as Answers['RepaymentMethod'][];
  return (
    <div className="field">
      <label htmlFor={id}>{say('method')}</label>
      <select
        id={id}
        value={draft.method}
        onChange={({ target }) => change({ method: methods.find((method) => method === target.value) ?? '' })}
      >
        <option value="">{say('same')}</option>
        {methods.map((method) => (
          <option key={method} value={method}>
            {sayMethod(method)}
          </option>
        ))}
      </select>
    </div>
  );
}

function FactField({ draft, change }: PartProps) {
  const [say, sayFact] = [useWords(WORDS), useWords(FACT_NAMES)];
  const id = useId();
  const facts = Object.keys(FACT_NAMES) as RiskFact[];
  return (
    <div className="field">
      <label htmlFor={id}>{say('fact')}</label>
      <select
        id={id}
        value={draft.fact}
        onChange={({ target }) => change({ fact: facts.find((fact) => fact === target.value) ?? '' })}
      >
        <option value="">{say('choose')}</option>
        {facts.map((fact) => (
          <option key={fact} value={fact}>
            {sayFact(fact)}
          </option>
        ))}
      </select>
    </div>
  );
}

function WaiveFields({ draft: { waive }, change }: PartProps) {
  const [say, sayPart] = [useWords(WORDS), useWords(WAIVABLES)];
  const id = useId();
  return (Object.keys(WAIVABLES) as Waivable[]).map((part) => (
    <div key={part} className="field">
      <label htmlFor={`${id}-${part}`}>{say('amount', { part: sayPart(part) })}</label>
      <input
        id={`${id}-${part}`}
        inputMode="decimal"
        value={waive[part]}
        onChange={({ target }) => change({ waive: { ...waive, [part]: target.value } })}
      />
    </div>
  ));
}

function CauseField({ draft, change }: PartProps) {
  const [say, sayCause] = [useWords(WORDS), useWords(REVERSAL_CAUSES)];
  const id = useId();
  const causes = Object.keys(REVERSAL_CAUSES) as (keyof typeof REVERSAL_CAUSES)[];
  return (
    <div className="field">
      <label htmlFor={id}>{say('because')}</label>
      <select
        id={id}
        value={draft.because}
        onChange={({ target }) => change({ because: causes.find((cause) => cause === target.value) ?? '' })}
      >
        <option value="">{say('choose')}</option>
        {causes.map((cause) => (
          <option key={cause} value={cause}>
            {sayCause(cause)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Receipts of the loan, the newest first, and what repaid what its borrower owed back. */
function ReceiptField({ loanId, draft, change }: PartProps & { readonly loanId: string }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const id = useId();
  const { data } = api.useQuery('get', '/loans/{loanId}/statement', { params: { path: { loanId } } });
  const claimed = api.useQuery('get', '/receipts', { params: { query: { loanId, status: 'CLAIMED' } } });
  const repayments = (claimed.data?.items ?? []).filter(({ repaidClaim }) => repaidClaim);
  return (
    <div className="field">
      <label htmlFor={id}>{say('sequence')}</label>
      <select id={id} value={draft.sequence} onChange={({ target }) => change({ sequence: target.value })}>
        <option value="">{say('choose')}</option>
        {receiptsOf(data?.lines ?? []).map(({ sequence, effectiveDate, amountFen }) => (
          <option key={sequence} value={sequence}>
            {say('receipt', {
              day: dayText(effectiveDate, language),
              amount: yuanText(amountFen ?? 0),
              number: sequence,
            })}
          </option>
        ))}
        {repayments.map(({ id: receiptId, bankDate, amountFen }) => (
          <option key={receiptId} value={receiptId}>
            {say('repayment', { day: dayText(bankDate, language), amount: yuanText(amountFen) })}
          </option>
        ))}
      </select>
    </div>
  );
}

function unknown(field: never): never {
  throw new Error(`no field ${JSON.stringify(field)}`);
}
