import { createRoute, createRouter, redirect } from '@tanstack/react-router';
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
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
