import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { queries } from '../kit/api/api';
import { knowFirstView, viewInPage } from '../kit/firstView/firstView';
import { stayWhileOffline } from '../kit/look/newRelease';
import { chooseTheme, chosenTheme } from '../kit/look/theme';
import { chosenLanguage } from '../kit/words/language';
import { App } from './app/App';
import { makeRouter } from './app/router';
import '../kit/styles/tokens.css';
import '../kit/styles/base.css';
import './app/apply.css';

/** Draws over the first view that came with the page only when the same screen is there to be drawn. */
async function start(): Promise<void> {
  stayWhileOffline();
  chooseTheme(chosenTheme());
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no root');
  const view = viewInPage();
  if (view !== null) knowFirstView(queries, view);
  const router = makeRouter();
  await router.load();
  const app = <App language={chosenLanguage()} queries={queries} router={router} />;
  // In slices: what people press meanwhile on a slow phone is not held up.
  startTransition(() => createRoot(root).render(app));
}

void start();
