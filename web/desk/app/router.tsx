import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { root } from './root';
import { adminRoutes } from './routes/admin';
import { financeRoutes } from './routes/finance';
import { riskRoutes } from './routes/risk';

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox' });
  },
});
const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  component: lazyRouteComponent(() => import('../features/inbox/InboxPage'), 'InboxPage'),
});

/** Every screen of the staff's desk. */
export const router = createRouter({
  basepath: '/desk',
  routeTree: root.addChildren([index, inbox, ...financeRoutes, ...riskRoutes, ...adminRoutes]),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
