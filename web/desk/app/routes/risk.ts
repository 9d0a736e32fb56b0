import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { LOAN_STATUS_NAMES } from '../../../kit/words/names';
import { keyOf, searchOf } from '../../parts/search';
import { root } from '../root';

const index = createRoute({
  getParentRoute: () => root,
  path: '/risk',
  beforeLoad: () => {
    throw redirect({ to: '/risk/portfolio' });
  },
});
const portfolio = createRoute({
  getParentRoute: () => root,
  path: '/risk/portfolio',
  component: lazyRouteComponent(() => import('../../features/risk/PortfolioPage'), 'PortfolioPage'),
});
const overdue = createRoute({
  getParentRoute: () => root,
  path: '/risk/overdue',
  validateSearch: searchOf({ status: keyOf(LOAN_STATUS_NAMES) }),
  component: lazyRouteComponent(() => import('../../features/risk/OverduePage'), 'OverduePage'),
});
const watch = createRoute({
  getParentRoute: () => root,
  path: '/risk/watch',
  component: lazyRouteComponent(() => import('../../features/risk/WatchPage'), 'WatchPage'),
});

/** Screens of risk. */
export const riskRoutes = [index, portfolio, overdue, watch] as const;
