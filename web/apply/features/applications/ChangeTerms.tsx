import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { yuanText } from '../../../../domain/money/text';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { QuotePanel } from '../../../kit/loan/QuotePanel';
import { TermsFields } from '../../../kit/loan/TermsFields';
import { termsOf, type WantedTerms } from '../../../kit/loan/wantedTerms';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['其他条件', 'Other terms'],
  about: [
    '提交后将重新定价并审批，之后会有新的要约；现在的要约随之失效。',
    'It is priced and approved anew, then there is another offer; this one ends with it.',
  ],
  send: ['提交新条件', 'Ask for these terms'],
});

interface ChangeProps {
  readonly application: Answers['Application'];
  readonly offer: Answers['Offer'];
  readonly done: () => Promise<void>;
}

/** Another amount, term or method instead of what was offered. */
export function ChangeTerms({ application, offer, done }: ChangeProps) {
  const { data } = api.useQuery('get', '/products');
  const product = data?.items.find(({ id }) => id === application.productId);
  if (product === undefined) return <div className="skeleton tall" />;
  return <Form application={application} offer={offer} done={done} product={product} />;
}

function Form({ application, offer, done, product }: ChangeProps & { product: Answers['Product'] }) {
  const say = useWords(WORDS);
  const { key } = useActKey();
  const { amountFen, termMonths, method } = offer;
  const form = useForm<WantedTerms>({
    defaultValues: { amount: yuanText(amountFen), term: String(termMonths), method },
    mode: 'onTouched',
  });
  const typed = useWatch({ control: form.control, compute: (values: WantedTerms) => values });
  const terms = termsOf(typed, product);
  const changing = api.useMutation('post', '/applications/{applicationId}/terms', { onSuccess: done });
  const send = form.handleSubmit(() => {
    const params = { path: { applicationId: application.id }, header: { 'Idempotency-Key': key } };
    if (terms !== null) changing.mutate({ params, body: terms });
  });
  return (
    <FormProvider {...form}>
      <form className="card stack" noValidate onSubmit={(event) => void send(event)}>
        <h3>{say('title')}</h3>
        <p className="quiet">{say('about')}</p>
        <TermsFields bounds={product} />
        <QuotePanel productId={product.id} terms={terms} />
        <ProblemNotice error={changing.error} />
        <button type="submit" className="button primary" disabled={changing.isPending}>
          {say('send')}
        </button>
      </form>
    </FormProvider>
  );
}
