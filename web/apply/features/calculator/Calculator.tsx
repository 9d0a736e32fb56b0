import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import type { Answers } from '../../../kit/api/api';
import { QuotePanel } from '../../../kit/loan/QuotePanel';
import { TermsFields } from '../../../kit/loan/TermsFields';
import { termsOf, type WantedTerms } from '../../../kit/loan/wantedTerms';
import { isStaff, useSession } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { wantedAtFirst } from './calculatorSearch';
import { ShareLink } from './ShareLink';

const WORDS = words({
  apply: ['按此条件申请', 'Apply on these terms'],
});

const route = getRouteApi('/calculator');

/** Terms on one side and all that they cost on the other; the address follows what is typed. */
export function Calculator({ product }: { product: Answers['Product'] }) {
  const say = useWords(WORDS);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession() ?? null;
  const form = useForm<WantedTerms>({ defaultValues: wantedAtFirst(product, search), mode: 'onChange' });
  const wanted = useWatch({ control: form.control, compute: (typed: WantedTerms) => typed });
  useEffect(() => {
    void navigate({ search: { product: product.id, ...wanted }, replace: true, resetScroll: false });
  }, [navigate, product.id, wanted]);
  const terms = termsOf(wanted, product);
  return (
    <FormProvider {...form}>
      <form className="card stack" onSubmit={(event) => event.preventDefault()}>
        <TermsFields bounds={product} />
      </form>
      <QuotePanel productId={product.id} terms={terms} />
      <div className="row">
        {(session === null || !isStaff(session)) && (
          <Link to="/applications/new" search={{ product: product.id, ...wanted }} className="button primary">
            {say('apply')}
          </Link>
        )}
        <ShareLink />
      </div>
    </FormProvider>
  );
}
