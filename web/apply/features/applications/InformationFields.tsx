import { useFormContext, useWatch } from 'react-hook-form';
import enFields from '../../../../contracts/texts/en/fields.json';
import zhFields from '../../../../contracts/texts/zh-CN/fields.json';
import { AreaField, ChoiceField, SelectField, TextField, YuanField } from '../../../kit/forms/fields';
import { useSay, useWords } from '../../../kit/words/language';
import { pairs, words } from '../../../kit/words/words';
import {
  FIGURES,
  type InformationField,
  mayBeNegative,
  TAX_RATINGS,
  type TypedInformation,
} from './information';

export const FIELD_NAMES = pairs(zhFields, enFields);

const WORDS = words({
  purposeHint: ['如：采购原料、支付货款（200 字以内）', 'Such as raw material or goods (200 characters)'],
  years: ['经营年限', 'Years in business'],
  year: ['年', 'years'],
  yuan: ['元', 'CNY'],
  notSaid: ['请选择', 'Choose'],
  noRating: ['暂无评级', 'None given yet'],
  rating: ['{grade} 级', 'Grade {grade}'],
  NONE: ['无', 'None'],
  SETTLED: ['有，已结案', 'Yes, settled'],
  OPEN: ['有，未结案', 'Yes, still open'],
  DISHONEST_JUDGMENT_DEBTOR: ['被列为失信被执行人', 'Listed as a dishonest judgment debtor'],
  hasPrevious: ['是否有上一年度报表', 'Are there statements of the year before'],
  yes: ['有', 'Yes'],
  no: ['没有，成立未满一年', 'No, it is the first year'],
  negative: ['亏损请填负数，如 -12,000', 'A loss is a negative number, such as -12,000'],
});

/** Fields of a form that holds what an enterprise says of itself (`FormProvider`). @param only leaves out the others */
interface Part {
  readonly only?: ReadonlySet<InformationField>;
}
const shows = ({ only }: Part, name: InformationField): boolean => only?.has(name) ?? true;

/** What the loan is for, and what kind of enterprise asks. */
export function ProfileFields(part: Part) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { register, formState } = useFormContext<TypedInformation>();
  const { errors } = formState;
  return (
    <>
      {shows(part, 'purpose') && (
        <AreaField
          label={sayPair(FIELD_NAMES.purpose)}
          hint={say('purposeHint')}
          rows={3}
          wrong={errors.purpose?.message}
          {...register('purpose')}
        />
      )}
      {shows(part, 'years') && (
        <TextField
          label={say('years')}
          unit={say('year')}
          inputMode="decimal"
          autoComplete="off"
          wrong={errors.years?.message}
          {...register('years')}
        />
      )}
      {shows(part, 'taxRating') && (
        <SelectField
          label={sayPair(FIELD_NAMES.taxRating)}
          choices={[
            { value: '', label: say('notSaid') },
            ...TAX_RATINGS.map((grade) => ({ value: grade, label: say('rating', { grade }) })),
            { value: 'NONE', label: say('noRating') },
          ]}
          wrong={errors.taxRating?.message}
          {...register('taxRating')}
        />
      )}
      {shows(part, 'litigation') && (
        <SelectField
          label={sayPair(FIELD_NAMES.litigation)}
          choices={[
            { value: '', label: say('notSaid') },
            ...(['NONE', 'SETTLED', 'OPEN', 'DISHONEST_JUDGMENT_DEBTOR'] as const).map((value) => ({
              value,
              label: say(value),
            })),
          ]}
          wrong={errors.litigation?.message}
          {...register('litigation')}
        />
      )}
    </>
  );
}

/** The figures of one year. */
export function PeriodFields({ year, ...part }: Part & { year: 'current' | 'previous' }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { register, formState } = useFormContext<TypedInformation>();
  return (
    <>
      {FIGURES.filter((figure) => shows(part, `${year}.${figure}`)).map((figure) => (
        <YuanField
          key={figure}
          label={sayPair(FIELD_NAMES[figure])}
          unit={say('yuan')}
          hint={mayBeNegative(figure) ? say('negative') : undefined}
          wrong={formState.errors[year]?.[figure]?.message}
          {...register(`${year}.${figure}`)}
        />
      ))}
    </>
  );
}

/** Whether there is a year before, and its figures. */
export function PreviousFields(part: Part) {
  const say = useWords(WORDS);
  const { register } = useFormContext<TypedInformation>();
  const hasPrevious = useWatch<TypedInformation, 'hasPrevious'>({ name: 'hasPrevious' });
  return (
    <>
      <ChoiceField
        label={say('hasPrevious')}
        choices={[
          { value: 'YES', label: say('yes') },
          { value: 'NO', label: say('no') },
        ]}
        {...register('hasPrevious')}
      />
      {hasPrevious === 'YES' && <PeriodFields year="previous" {...part} />}
    </>
  );
}

/** What the enterprise owes others. */
export function DebtFields(part: Part) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { register, formState } = useFormContext<TypedInformation>();
  return (
    <>
      {(['existingDebtFen', 'principalDue12mFen'] as const)
        .filter((name) => shows(part, name))
        .map((name) => (
          <YuanField
            key={name}
            label={sayPair(FIELD_NAMES[name])}
            unit={say('yuan')}
            wrong={formState.errors[name]?.message}
            {...register(name)}
          />
        ))}
    </>
  );
}
