import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ComponentProps, useEffect } from 'react';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { useDraft } from '../../../kit/drafts/useDraft';
import type { WantedTerms } from '../../../kit/loan/wantedTerms';
import { useTitle } from '../../../kit/look/title';
import type { Session } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { emptyApplication, firstUnfinished, readApplication, stepOfPath } from './newApplication';
import { Wizard } from './Wizard';
import './applications.css';

const WORDS = words({
  title: ['申请贷款', 'Apply for a loan'],
  inactive: [
    '企业通过准入后才能申请贷款，通过后会通知您。',
    'You can apply once your enterprise is admitted; you are told when it is.',
  ],
  progress: ['查看办理进度', 'See how far it is'],
});

/** Applying in steps; each has an address, and what is typed is kept from the first letter. */
export function NewApplicationPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return <SignedIn>{(session) => <Begun session={session} />}</SignedIn>;
}

function Begun({ session }: { session: Session }) {
  const say = useWords(WORDS);
  // Without one it goes on where its person left off.
  const { step } = useParams({ strict: false });
  const wanted = useSearch({ strict: false });
  const { key } = useActKey();
  const products = api.useQuery('get', '/products');
  const draft = useDraft(session.user.id, { form: 'application', subject: 'new' }, readApplication);
  if (session.enterprise?.stage !== 'ACTIVE') {
    return (
      <div className="stack">
        <h1>{say('title')}</h1>
        <p className="notice notice-warn">{say('inactive')}</p>
        <Link to="/home" className="button">
          {say('progress')}
        </Link>
      </div>
    );
  }
  if (products.data === undefined || draft.opened === undefined) {
    return (
      <div className="stack">
        <h1>{say('title')}</h1>
        <ProblemNotice error={products.error} again={() => void products.refetch()} />
        <div className="skeleton tall" />
      </div>
    );
  }
  const begun = draft.opened ?? emptyApplication(key);
  if (step === undefined) {
    return <Resume draft={draft} products={products.data.items} begun={begun} wanted={wanted} />;
  }
  return (
    <Wizard
      key={draft.generation}
      draft={draft}
      products={products.data.items}
      begun={begun}
      step={stepOfPath(step)}
    />
  );
}

interface ResumeProps extends Omit<ComponentProps<typeof Wizard>, 'step'> {
  /** What the calculator passes on. */
  readonly wanted: Partial<WantedTerms> & { readonly product?: string };
}

/** Goes on where its person left off; terms of the calculator are typed for them first. */
function Resume({ draft, products, begun, wanted: { product: productId, ...terms } }: ResumeProps) {
  const navigate = useNavigate();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is opened
  useEffect(() => {
    const typed = { ...begun, ...terms, ...(productId === undefined ? {} : { productId }) };
    const product = products.find(({ id }) => id === typed.productId);
    if (productId !== undefined) draft.type(typed);
    const step = firstUnfinished(typed, product);
    void navigate({ to: '/applications/new/$step', params: { step }, replace: true });
  }, []);
  return <div className="skeleton tall" />;
}
