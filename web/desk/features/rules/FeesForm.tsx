import { useId, useState } from 'react';
import { COSTS } from '../../../kit/loan/words';
import { useWords } from '../../../kit/words/language';
import { type Words, words } from '../../../kit/words/words';
import { FEE_TIMINGS } from '../../parts/feeTimings';
import { OneOf } from '../../parts/OneOf';
import { AskForRules } from './AskForRules';
import { BASES, type FeeDraft, type FeeRule, feesTyped, feesWanted, NEW_LINE } from './feeDraft';
import type { RulesFormProps } from './rules';

const WORDS = words({
  title: ['调整价目表', 'Change the price list'],
  about: [
    '已约定的贷款沿用其价目；变更须通知并取得企业同意。',
    'Loans keep what they agreed to; a change is told to enterprises and needs their consent.',
  ],
  line: ['第 {number} 项', 'Line {number}'],
  code: ['代码', 'Code'],
  kind: ['费用', 'Fee'],
  timing: ['何时收取', 'When'],
  basis: ['计价方式', 'Priced'],
  price: ['价格', 'Price'],
  tiered: ['按金额分档，在此不变', 'By slices of the amount: stays as it is here'],
  minimum: ['最低（元）', 'Least (yuan)'],
  maximum: ['最高（元）', 'Most (yuan)'],
  remove: ['删除此项', 'Remove this line'],
  add: ['增加一项', 'Add a line'],
});

/** Another price list; the whole of it is asked for. */
export function FeesForm({ rules, leave, asked }: RulesFormProps) {
  const say = useWords(WORDS);
  const id = useId();
  const [drafts, setDrafts] = useState(() => feesTyped(rules.fees.rules));
  const value = feesWanted(drafts, rules.fees.rules);
  return (
    <section className="card stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('title')}</h2>
      <p className="quiet">{say('about')}</p>
      {drafts.map((draft, at) => (
        <LineFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
          key={at}
          number={at + 1}
          draft={draft}
          change={(part) =>
            setDrafts(drafts.map((each, index) => (index === at ? { ...each, ...part } : each)))
          }
          remove={() => setDrafts(drafts.filter((_, index) => index !== at))}
        />
      ))}
      <p>
        <button type="button" className="button small" onClick={() => setDrafts([...drafts, NEW_LINE])}>
          {say('add')}
        </button>
      </p>
      <AskForRules wanted={value === null ? null : { subject: 'fees', value }} leave={leave} asked={asked} />
    </section>
  );
}

/** Kinds that a line may be of: every cost but interest. */
const KINDS: Words<FeeRule['kind']> = words({
  CONSULTING: COSTS.CONSULTING,
  LOAN_SERVICE: COSTS.LOAN_SERVICE,
  TRANSACTION: COSTS.TRANSACTION,
  PERIODIC: COSTS.PERIODIC,
  PREPAYMENT: COSTS.PREPAYMENT,
  APPRAISAL_OWN: COSTS.APPRAISAL_OWN,
  APPRAISAL_AGENCY: COSTS.APPRAISAL_AGENCY,
});

interface LineFieldsProps {
  readonly number: number;
  readonly draft: FeeDraft;
  readonly change: (part: Partial<FeeDraft>) => void;
  readonly remove: () => void;
}

function LineFields({ number, draft, change, remove }: LineFieldsProps) {
  const say = useWords(WORDS);
  return (
    <fieldset className="level">
      <legend>{say('line', { number })}</legend>
      <div className="filters">
        <Field
          label={say('code')}
          value={draft.code}
          isFixed={draft.before !== null}
          type={(code) => change({ code })}
        />
        <OneOf label={say('kind')} table={KINDS} value={draft.kind} choose={(kind) => change({ kind })} />
        <OneOf
          label={say('timing')}
          table={FEE_TIMINGS}
          value={draft.timing}
          choose={(timing) => change({ timing })}
        />
        {draft.basis === null ? (
          <p className="quiet filters-end">{say('tiered')}</p>
        ) : (
          <>
            <OneOf
              label={say('basis')}
              table={BASES}
              value={draft.basis}
              choose={(basis) => change({ basis })}
            />
            <Field label={say('price')} value={draft.price} type={(price) => change({ price })} />
          </>
        )}
        <Field label={say('minimum')} value={draft.minimum} type={(minimum) => change({ minimum })} />
        <Field label={say('maximum')} value={draft.maximum} type={(maximum) => change({ maximum })} />
        <button type="button" className="button small plain filters-end" onClick={remove}>
          {say('remove')}
        </button>
      </div>
    </fieldset>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly isFixed?: boolean;
  readonly type: (text: string) => void;
}

function Field({ label, value, isFixed = false, type }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} value={value} readOnly={isFixed} onChange={({ target }) => type(target.value)} />
    </div>
  );
}
