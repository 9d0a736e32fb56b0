import { useId } from 'react';
import type { Answers } from '../../../../kit/api/api';
import { KeyCap } from '../../../../kit/keys/KeyCap';
import { useKeys } from '../../../../kit/keys/useKeys';
import { useSay, useWords } from '../../../../kit/words/language';
import { type Pair, words } from '../../../../kit/words/words';
import { FINDING_NAMES, FINDING_WORDS } from '../../../parts/postLoan';
import {
  asksForParts,
  type Decision,
  type DecisionForm,
  FINDING_ROWS,
  type Field,
  fieldsFor,
  reasonsFor,
} from './decisionForm';
import { PartsField } from './PartsField';

const WORDS = words({
  reasonCode: ['理由', 'Reason'],
  reason: ['说明', 'Words'],
  told: ['告知企业的说明', 'Words for the applicant'],
  wanted: ['需要企业补充什么', 'What the applicant is to supply'],
  note: ['内部备注', 'Note that stays inside'],
  bankReference: ['银行流水号', 'Reference of the bank'],
  bankDate: ['银行入账日', 'Bank date'],
  bankCode: ['银行返回码', 'Code of the bank'],
  loanId: ['贷款编号', "The loan's number"],
  amount: ['减免或退还金额（元）', 'Given up or back (yuan)'],
  choose: ['请选择', 'Choose'],
  silent: ['不得告知企业', 'Not to be told outside'],
});
const NUMBERS: Pair = ['拒绝理由', 'Reasons'];
const MOST_KEYS = 9;

interface DecisionFieldsProps {
  readonly file: Answers['TaskFile'];
  readonly form: DecisionForm;
  readonly decision: Decision;
  readonly fill: (change: Partial<DecisionForm>) => void;
}

/** What a decision needs: numbered reasons, words, and what the bank said. */
export function DecisionFields({ file, form, decision, fill }: DecisionFieldsProps) {
  const fields = fieldsFor(file, decision);
  const first = fields.find((field) => field !== 'note');
  const parts = asksForParts(file, decision) && (
    <PartsField
      key="parts"
      reasons={file.partReasons}
      parts={form.parts}
      fill={(typed) => fill({ parts: typed })}
    />
  );
  const others = fields.map((field) => {
    if (field === 'reasonCode')
      return <Numbers key={field} file={file} form={form} decision={decision} fill={fill} />;
    if (field === 'loanId') return <LoanField key={field} file={file} form={form} fill={fill} />;
    if (isFinding(field)) return <FindingField key={field} row={field} form={form} fill={fill} />;
    return (
      <WordsField
        key={field}
        field={field}
        decision={decision}
        form={form}
        fill={fill}
        isFirst={field === first}
      />
    );
  });
  return [parts, ...others];
}

type FindingRow = (typeof FINDING_ROWS)[number];
const isFinding = (field: Field): field is FindingRow => FINDING_ROWS.some((row) => row === field);

/** One row of what a check found. */
function FindingField({ row, form, fill }: Pick<DecisionFieldsProps, 'form' | 'fill'> & { row: FindingRow }) {
  const [say, sayRow, sayPair] = [useWords(WORDS), useWords(FINDING_NAMES), useSay()];
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{sayRow(row)}</label>
      <select id={id} value={form[row]} onChange={({ target }) => fill({ [row]: target.value })}>
        <option value="">{say('choose')}</option>
        {Object.entries<Pair>(FINDING_WORDS[row]).map(([word, pair]) => (
          <option key={word} value={word}>
            {sayPair(pair)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Numbered reasons; their digits toggle them. */
function Numbers({ file, form, decision, fill }: DecisionFieldsProps) {
  const say = useWords(WORDS);
  const reasons = reasonsFor(file.task, decision);
  const toggle = (code: DecisionForm['reasonCode']): void =>
    fill({ reasonCode: form.reasonCode === code ? null : code });
  useKeys(
    'FORM',
    NUMBERS,
    reasons.slice(0, MOST_KEYS).map(({ code, text }, at) => ({
      press: `Digit${at + 1}`,
      does: [text, text] as const,
      act: () => toggle(code),
    })),
  );
  return (
    <fieldset className="numbers" tabIndex={-1} data-numbers>
      <legend>{say('reasonCode')}</legend>
      {reasons.map(({ code, text, isConfidential }, at) => (
        <label key={code} className="number" data-chosen={form.reasonCode === code}>
          <input type="checkbox" checked={form.reasonCode === code} onChange={() => toggle(code)} />
          {at < MOST_KEYS && <KeyCap press={`Digit${at + 1}`} />}
          <span>
            {text}
            {isConfidential && <span className="tag tag-barred">{say('silent')}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface WordsFieldProps extends Omit<DecisionFieldsProps, 'file'> {
  readonly field: Exclude<Field, 'reasonCode' | 'loanId' | FindingRow>;
  readonly isFirst: boolean;
}

const LONG: readonly Field[] = ['reason', 'note'];

function WordsField({ field, decision, form, fill, isFirst }: WordsFieldProps) {
  const say = useWords(WORDS);
  const id = useId();
  const common = {
    id,
    value: form[field],
    onChange: ({ target }: { target: { value: string } }) => fill({ [field]: target.value }),
    ...(isFirst ? { 'data-first': true } : {}),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{say(labelOf(field, decision))}</label>
      {LONG.includes(field) ? (
        <textarea rows={field === 'note' ? 2 : 3} maxLength={1000} {...common} />
      ) : (
        <input type={field === 'bankDate' ? 'date' : 'text'} maxLength={64} {...common} />
      )}
    </div>
  );
}

function labelOf(field: WordsFieldProps['field'], decision: Decision): keyof typeof WORDS {
  if (field !== 'reason') return field;
  if (decision === 'ASK_FOR_MORE') return 'wanted';
  return decision === 'REJECT' || decision === 'UPHOLD' ? 'told' : 'reason';
}

function LoanField({ file, form, fill }: Omit<DecisionFieldsProps, 'decision'>) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const id = useId();
  const suggestions = file.case.receipt?.suggestions ?? [];
  return (
    <div className="field">
      <label htmlFor={id}>{sayPair(WORDS.loanId)}</label>
      <input
        id={id}
        list={`${id}-loans`}
        value={form.loanId}
        placeholder={say('choose')}
        onChange={({ target }) => fill({ loanId: target.value })}
        data-first
      />
      <datalist id={`${id}-loans`}>
        {suggestions.map(({ loanId, loanNo }) => (
          <option key={loanId} value={loanNo === '' ? loanId : loanNo} />
        ))}
      </datalist>
    </div>
  );
}
