import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { NotFound } from './NotFound';
import { root } from './root';
import { adminRoutes } from './routes/admin';
import { financeRoutes } from './routes/finance';
import { riskRoutes } from './routes/risk';
import { workRoutes } from './routes/work';

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox' });
  },
});

/** Every screen of the staff's desk. */
export const router = createRouter({
  basepath: '/desk',
  routeTree: root.addChildren([index, ...workRoutes, ...financeRoutes, ...riskRoutes, ...adminRoutes]),
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotFound,
  // As a screen of its own: not beside the inbox, where an address below it leads nowhere.
  notFoundMode: 'root',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
