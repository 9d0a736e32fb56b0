import type { QueryClient } from '@tanstack/react-query';
import { type Answers, api } from '../api/api';
import { type Session, sessionQuery } from '../session/session';
import type { Language } from '../words/words';

/** What the server knows when it answers with a page: the first screen is drawn without another question. */
export interface FirstView {
  readonly path: string;
  readonly language: Language;
  /** null: nobody is signed in */
  readonly session: Session | null;
  /** null: it is not what is drawn */
  readonly home: Answers['Home'] | null;
}

/** Puts what is known where the screens look for it. */
export function knowFirstView(queries: QueryClient, { session, home }: FirstView): void {
  queries.setQueryData(sessionQuery.queryKey, session);
  if (home !== null) queries.setQueryData(api.queryOptions('get', '/home').queryKey, home);
}

/** What came with this page (`api/pages/doors.ts`); null from the dev server. */
export function viewInPage(): FirstView | null {
  const text = document.getElementById('first-view')?.textContent;
  return text == null ? null : (JSON.parse(text) as FirstView);
}
