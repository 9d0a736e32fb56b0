import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { queries } from '../kit/api/api';
import { knowFirstView, viewInPage } from '../kit/firstView/firstView';
import { stayWhileOffline } from '../kit/look/newRelease';
import { chooseTheme, chosenTheme } from '../kit/look/theme';
import { chosenLanguage, Speaks } from '../kit/words/language';
import { AntLook } from './app/AntLook';
import { router } from './app/router';
import '../kit/styles/tokens.css';
import '../kit/styles/base.css';
import './app/desk.css';

stayWhileOffline();
chooseTheme(chosenTheme());
const view = viewInPage();
if (view !== null) knowFirstView(queries, view);
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
createRoot(root).render(
  <Speaks language={chosenLanguage()}>
    <QueryClientProvider client={queries}>
      <AntLook>
        <RouterProvider router={router} />
      </AntLook>
    </QueryClientProvider>
  </Speaks>,
);
