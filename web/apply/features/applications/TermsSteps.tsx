import { useFormContext, useWatch } from 'react-hook-form';
import { yuanText } from '../../../../domain/money/text';
import type { Answers } from '../../../kit/api/api';
import { ChoiceField } from '../../../kit/forms/fields';
import { QuotePanel } from '../../../kit/loan/QuotePanel';
import { TermsFields } from '../../../kit/loan/TermsFields';
import { termsOf } from '../../../kit/loan/wantedTerms';
import { useLanguage, useSay, useWords } from '../../../kit/words/language';
import { METHOD_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import type { TypedApplication } from './newApplication';

const WORDS = words({
  product: ['贷款产品', 'Product'],
  bounds: [
    '{least} 至 {most} 元 · {short} 至 {long} 个月 · {methods}',
    '¥{least} to ¥{most} · {short} to {long} months · {methods}',
  ],
  comma: ['、', ', '],
  first: ['请先选择贷款产品。', 'Choose a product first.'],
});

interface Products {
  readonly products: readonly Answers['Product'][];
}

/** Which product, with its bounds in sight. */
export function ProductStep({ products }: Products) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { language } = useLanguage();
  const { register, formState } = useFormContext<TypedApplication>();
  const choices = products.map((each) => ({
    value: each.id,
    label: language === 'en' ? each.nameEn : each.nameZh,
    about: say('bounds', {
      least: yuanText(each.minimumFen),
      most: yuanText(each.maximumFen),
      short: each.minimumTermMonths,
      long: each.maximumTermMonths,
      methods: each.methods.map((method) => sayPair(METHOD_NAMES[method])).join(say('comma')),
    }),
  }));
  return (
    <ChoiceField
      label={say('product')}
      choices={choices}
      wrong={formState.errors.productId?.message}
      {...register('productId')}
    />
  );
}

/** How much, for how long, repaid how; with all that it costs. */
export function TermsStep({ products }: Products) {
  const say = useWords(WORDS);
  const [productId, amount, term, method] = useWatch<
    TypedApplication,
    ['productId', 'amount', 'term', 'method']
  >({ name: ['productId', 'amount', 'term', 'method'] });
  const product = products.find(({ id }) => id === productId);
  if (product === undefined) return <p className="notice notice-warn">{say('first')}</p>;
  return (
    <>
      <div className="card stack">
        <TermsFields bounds={product} />
      </div>
      <QuotePanel productId={product.id} terms={termsOf({ amount, term, method }, product)} />
    </>
  );
}
