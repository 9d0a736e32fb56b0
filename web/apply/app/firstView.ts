import type { QueryClient } from '@tanstack/react-query';
import { type Answers, api } from '../../kit/api/api';
import type { Language } from '../../kit/words/words';

/** What the server knows when it answers with the page: the first screen is drawn without another question. */
export interface FirstView {
  readonly path: string;
  readonly language: Language;
  /** null: nobody is signed in */
  readonly session: Answers['Session'] | null;
}

/** Puts what is known where the screens look for it. */
export function knowFirstView(queries: QueryClient, { session }: FirstView): void {
  queries.setQueryData(api.queryOptions('get', '/auth/session').queryKey, session ?? undefined);
}

const ELEMENT = 'first-view';

/** What came with this page; null from the dev server. */
export function viewInPage(): FirstView | null {
  const text = document.getElementById(ELEMENT)?.textContent;
  return text == null ? null : (JSON.parse(text) as FirstView);
}

/** The same as a part of the page. No text of the data may end the script that it stands in. */
export const viewElement = (view: FirstView): string =>
  `<script type="application/json" id="${ELEMENT}">${JSON.stringify(view).replaceAll('<', '\\u003c')}</script>`;
