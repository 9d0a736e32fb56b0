import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useMemo, useRef } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { type Answers, api } from '../../../kit/api/api';
import { DraftNote } from '../../../kit/drafts/DraftNote';
import type { Draft } from '../../../kit/drafts/useDraft';
import { judgedBy } from '../../../kit/forms/judgedBy';
import { tellFields } from '../../../kit/forms/problemFields';
import { useFormDraft } from '../../../kit/forms/useFormDraft';
import { useSay, useWords } from '../../../kit/words/language';
import { type Words, words } from '../../../kit/words/words';
import { CheckStep } from './CheckStep';
import { ProfileFields } from './InformationFields';
import {
  type ApplicationField,
  applicationBody,
  applicationFieldOf,
  NO_PRODUCT,
  STEPS,
  type Step,
  stepAfter,
  stepOf,
  type TypedApplication,
  wrongApplication,
} from './newApplication';
import { StatementsStep } from './StatementsStep';
import { ProductStep, TermsStep } from './TermsSteps';

const NAMES: Words<Step> = words({
  product: ['选择贷款产品', 'Choose a product'],
  terms: ['金额、期限与还款方式', 'Amount, term and method'],
  purpose: ['用途与企业概况', 'Purpose and your enterprise'],
  statements: ['财务数据', 'Statements'],
  check: ['核对并提交', 'Check and send'],
});
const WORDS = words({
  at: ['申请贷款 · 第 {at} 步，共 {of} 步', 'Apply for a loan · step {at} of {of}'],
  next: ['下一步', 'Next'],
  back: ['上一步', 'Back'],
  send: ['提交申请', 'Send the application'],
  sending: ['正在提交…', 'Sending…'],
});

interface WizardProps {
  readonly draft: Draft<TypedApplication>;
  readonly products: readonly Answers['Product'][];
  readonly begun: TypedApplication;
  readonly step: Step;
}

/** The steps over one form: what one step holds stays while another is on the screen. */
export function Wizard({ draft, products, begun, step }: WizardProps) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const navigate = useNavigate();
  const productOf = ({ productId }: TypedApplication) => products.find(({ id }) => id === productId);
  const resolver = useMemo(
    () =>
      judgedBy<TypedApplication>((typed) => {
        const product = products.find(({ id }) => id === typed.productId);
        const wrong = Object.entries(wrongApplication(typed, product, [NO_PRODUCT]));
        return Object.fromEntries(wrong.map(([name, said]) => [name, sayPair(...said)]));
      }),
    [products, sayPair],
  );
  const form = useForm<TypedApplication>({ defaultValues: begun, resolver, mode: 'onTouched' });
  const keeping = useFormDraft(form, draft);
  const title = useRef<HTMLHeadingElement>(null);
  const go = (to: Step): void => {
    draft.flush();
    void navigate({ to: '/applications/new/$step', params: { step: to } });
  };
  const goTo = (fields: readonly ApplicationField[]): void => {
    const steps = fields.map(stepOf);
    const first = STEPS.find((each) => steps.includes(each));
    if (first !== undefined) go(first);
  };
  const sending = api.useMutation('post', '/applications', {
    onSuccess: async ({ applicationId }) => {
      await draft.end();
      await navigate({ to: '/applications/$applicationId', params: { applicationId }, replace: true });
    },
    onError: (error) => goTo(tellFields(error, form.setError, applicationFieldOf)),
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another step is another page, for who hears it too
  useEffect(() => title.current?.focus(), [step]);

  const forward = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const typed = form.getValues();
    const product = productOf(typed);
    const wrong = Object.keys(wrongApplication(typed, product, [NO_PRODUCT])) as ApplicationField[];
    const after = stepAfter(step);
    await form.trigger(after === null ? undefined : wrong.filter((field) => stepOf(field) === step), {
      shouldFocus: true,
    });
    if (after !== null) {
      if (!wrong.some((field) => stepOf(field) === step)) go(after);
      return;
    }
    const body = product === undefined ? null : applicationBody(typed, product);
    if (wrong.length > 0 || body === null) goTo(wrong);
    else sending.mutate({ params: { header: { 'Idempotency-Key': typed.key } }, body });
  };
  const before = STEPS[STEPS.indexOf(step) - 1];
  const place = { at: STEPS.indexOf(step) + 1, of: STEPS.length };
  return (
    <FormProvider {...form}>
      <form className="stack" noValidate onSubmit={(event) => void forward(event)} {...keeping}>
        <div>
          <p className="quiet">{say('at', place)}</p>
          <progress
            className="wizard-progress"
            value={place.at}
            max={place.of}
            aria-label={say('at', place)}
          />
          <h1 ref={title} tabIndex={-1}>
            {sayPair(NAMES[step])}
          </h1>
        </div>
        {step === 'product' && <ProductStep products={products} />}
        {step === 'terms' && <TermsStep products={products} />}
        {step === 'purpose' && (
          <div className="card stack">
            <ProfileFields />
          </div>
        )}
        {step === 'statements' && <StatementsStep />}
        {step === 'check' && <CheckStep products={products} edit={go} error={sending.error} />}
        <div className="acts">
          <DraftNote draft={draft} />
          <div className="row">
            {before !== undefined && (
              <button type="button" className="button" onClick={() => go(before)}>
                {say('back')}
              </button>
            )}
            <button type="submit" className="button primary" disabled={sending.isPending}>
              {say(step !== 'check' ? 'next' : sending.isPending ? 'sending' : 'send')}
            </button>
          </div>
        </div>
      </form>
    </FormProvider>
  );
}
