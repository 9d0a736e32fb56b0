import { QueryClient } from '@tanstack/react-query';
import { createMemoryHistory } from '@tanstack/react-router';
import { renderToStaticMarkup } from 'react-dom/server';
import { type FirstView, knowFirstView } from '../kit/firstView/firstView';
import { App } from './app/App';
import { makeRouter } from './app/router';

/**
 * The first screen as HTML, so that a phone on a slow line reads it before any script has come; the scripts draw the
 * same screen from the same data.
 * @returns what goes into the page's root
 */
export async function firstView(view: FirstView): Promise<string> {
  // One for each page: what one person may see is never there for another.
  const queries = new QueryClient();
  knowFirstView(queries, view);
  const router = makeRouter(createMemoryHistory({ initialEntries: [view.path] }));
  await router.load();
  return notYet(renderToStaticMarkup(<App language={view.language} queries={queries} router={router} />));
}

/**
 * The scripts draw their own fields over these: what somebody typed or chose here would be gone, and a form sent
 * would carry it in the address. `<` within a text or a value is escaped, so these are tags.
 */
const notYet = (html: string): string => html.replace(/<(button|input|select|textarea)\b/g, '<$1 disabled');
