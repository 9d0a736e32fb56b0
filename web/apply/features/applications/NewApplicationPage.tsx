import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { actKey, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useDraft } from '../../../kit/drafts/useDraft';
import { useTitle } from '../../../kit/look/title';
import type { Session } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { emptyApplication, readApplication, stepOfPath } from './newApplication';
import { Wizard } from './Wizard';
import './applications.css';

const WORDS = words({
  title: ['申请贷款', 'Apply for a loan'],
  inactive: [
    '企业通过准入后才能申请贷款。进度见首页。',
    'You can apply once your enterprise is admitted; the start page says how far that is.',
  ],
});

const route = getRouteApi('/applications/new/$step');

/** Applying in steps; each has an address, and what is typed is kept from the first letter. */
export function NewApplicationPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return <SignedIn>{(session) => <Begun session={session} />}</SignedIn>;
}

function Begun({ session }: { session: Session }) {
  const say = useWords(WORDS);
  const { step } = route.useParams();
  const fromCalculator = route.useSearch();
  const [key] = useState(actKey);
  const products = api.useQuery('get', '/products');
  const draft = useDraft(session.user.id, { form: 'application', subject: 'new' }, readApplication);
  if (session.enterprise?.stage !== 'ACTIVE') {
    return (
      <div className="stack">
        <h1>{say('title')}</h1>
        <p className="notice notice-warn">{say('inactive')}</p>
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
  const { product: productId, ...wanted } = fromCalculator;
  const begun = { ...(draft.opened ?? emptyApplication(key)), ...wanted };
  return (
    <Wizard
      key={draft.generation}
      draft={draft}
      products={products.data.items}
      begun={productId === undefined ? begun : { ...begun, productId }}
      step={stepOfPath(step)}
    />
  );
}
