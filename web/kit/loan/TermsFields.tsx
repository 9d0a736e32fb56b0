import { useFormContext, useWatch } from 'react-hook-form';
import { yuanInCapitals } from '../../../domain/money/capitals';
import { fen } from '../../../domain/money/fen';
import { yuanText } from '../../../domain/money/text';
import { ChoiceField, TextField, YuanField } from '../forms/fields';
import { typedFen } from '../forms/typedFigures';
import { useLanguage, useSay, useWords } from '../words/language';
import { METHOD_NAMES } from '../words/names';
import { type Language, words } from '../words/words';
import { type Bounds, type Said, type WantedTerms, wrongAmount, wrongMethod, wrongTerm } from './wantedTerms';
import { METHODS_ABOUT } from './words';

const WORDS = words({
  amount: ['贷款金额', 'Amount'],
  amountHint: ['{least} 至 {most} 元', 'From ¥{least} to ¥{most}'],
  yuan: ['元', 'CNY'],
  term: ['贷款期限', 'Term'],
  termHint: ['{least} 至 {most} 个月', 'From {least} to {most} months'],
  months: ['个月', 'months'],
  method: ['还款方式', 'How to repay'],
});

/** Amount, term and method within a product: fields of a form that has them (`FormProvider`). */
export function TermsFields({ bounds }: { bounds: Bounds }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { language } = useLanguage();
  const { register, formState } = useFormContext<WantedTerms>();
  const amount = useWatch<WantedTerms, 'amount'>({ name: 'amount' });
  const { errors } = formState;
  const said = (wrong: Said | null): true | string => wrong === null || sayPair(...wrong);
  const { minimumFen, maximumFen, minimumTermMonths, maximumTermMonths, methods } = bounds;
  const range = { least: yuanText(minimumFen), most: yuanText(maximumFen) };
  return (
    <>
      <YuanField
        label={say('amount')}
        hint={amountRead(amount, language) ?? say('amountHint', range)}
        unit={say('yuan')}
        wrong={errors.amount?.message}
        {...register('amount', { validate: (typed) => said(wrongAmount(typed, bounds)) })}
      />
      <TextField
        label={say('term')}
        hint={say('termHint', { least: minimumTermMonths, most: maximumTermMonths })}
        unit={say('months')}
        inputMode="numeric"
        autoComplete="off"
        wrong={errors.term?.message}
        {...register('term', { validate: (typed) => said(wrongTerm(typed, bounds)) })}
      />
      <ChoiceField
        label={say('method')}
        choices={methods.map((value) => ({
          value,
          label: sayPair(METHOD_NAMES[value]),
          about: sayPair(METHODS_ABOUT[value]),
        }))}
        wrong={errors.method?.message}
        {...register('method', { validate: (method) => said(wrongMethod(method, bounds)) })}
      />
    </>
  );
}

/** What was typed, read back: in capitals where Chinese is read, so that a nought too many is seen. */
function amountRead(typed: string, language: Language): string | null {
  const amount = typedFen(typed);
  if (amount === null || amount <= 0) return null;
  return language === 'en' ? `¥${yuanText(amount)}` : yuanInCapitals(fen(amount));
}
