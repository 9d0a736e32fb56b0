import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { LOAN_STATUS_NAMES } from '../../../kit/words/names';
import { INDICATOR_NAMES, LEVEL_NAMES, MATTER_KIND_NAMES, MATTER_STATUS_NAMES } from '../../parts/postLoan';
import { day, keyOf, oneOf, searchOf } from '../../parts/search';
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

const warnings = createRoute({
  getParentRoute: () => root,
  path: '/risk/warnings',
  validateSearch: searchOf({
    kind: keyOf(MATTER_KIND_NAMES),
    status: keyOf(MATTER_STATUS_NAMES),
    indicator: keyOf(INDICATOR_NAMES),
    level: keyOf(LEVEL_NAMES),
    owner: oneOf(['me']),
    isLate: oneOf(['true']),
    raisedBy: day,
  }),
  component: lazyRouteComponent(() => import('../../features/risk/WarningsPage'), 'WarningsPage'),
});

/** Screens of risk. */
export const riskRoutes = [index, portfolio, overdue, warnings, watch] as const;
