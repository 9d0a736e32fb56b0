import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Speaks } from '../../kit/words/language';
import type { Language } from '../../kit/words/words';
import type { ApplyRouter } from './router';

/** The enterprise's door, in the browser and on the server alike. */
export function App({
  language,
  queries,
  router,
}: {
  language: Language;
  queries: QueryClient;
  router: ApplyRouter;
}) {
  return (
    <Speaks language={language}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Speaks>
  );
}
