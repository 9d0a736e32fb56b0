import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { STAGE_NAMES } from '../../../kit/words/names';
import { LADDER_STAGES } from '../../features/collection/ladder';
import { day, keyOf, oneOf, searchOf } from '../../parts/search';
import { root } from '../root';
import { readSearch } from '../tasks/filters';

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('../../features/inbox/InboxPage'), 'InboxPage'),
});
const task = createRoute({
  getParentRoute: () => inbox,
  path: '/$taskId',
  component: lazyRouteComponent(() => import('../../features/case/TaskPage'), 'TaskPage'),
});
const lists = () => import('../../features/case/pages/lists');
const applications = createRoute({
  getParentRoute: () => root,
  path: '/applications',
  validateSearch: searchOf({ stage: keyOf(STAGE_NAMES.APPLICATION) }),
  component: lazyRouteComponent(lists, 'ApplicationsPage'),
});
const application = createRoute({
  getParentRoute: () => root,
  path: '/applications/$applicationId',
  component: lazyRouteComponent(() => import('../../features/case/pages/ApplicationPage'), 'ApplicationPage'),
});
const enterprises = createRoute({
  getParentRoute: () => root,
  path: '/enterprises',
  component: lazyRouteComponent(lists, 'EnterprisesPage'),
});
const enterprise = createRoute({
  getParentRoute: () => root,
  path: '/enterprises/$enterpriseId',
  component: lazyRouteComponent(() => import('../../features/case/pages/EnterprisePage'), 'EnterprisePage'),
});
const loans = createRoute({
  getParentRoute: () => root,
  path: '/loans',
  component: lazyRouteComponent(lists, 'LoansPage'),
});
const loan = createRoute({
  getParentRoute: () => root,
  path: '/loans/$loanId',
  component: lazyRouteComponent(() => import('../../features/case/pages/LoanPage'), 'LoanPage'),
});
const changesOfLoan = createRoute({
  getParentRoute: () => root,
  path: '/loans/$loanId/changes',
  component: lazyRouteComponent(() => import('../../features/loanChanges/ChangesOfLoan'), 'ChangesOfLoan'),
});
const papersOfLoan = createRoute({
  getParentRoute: () => root,
  path: '/loans/$loanId/papers',
  component: lazyRouteComponent(() => import('../../features/papers/PapersOfLoan'), 'PapersOfLoan'),
});
const feesOfLoan = createRoute({
  getParentRoute: () => root,
  path: '/loans/$loanId/fees',
  component: lazyRouteComponent(() => import('../../features/fees/FeesOfLoan'), 'FeesOfLoan'),
});
const collectionOfLoan = createRoute({
  getParentRoute: () => root,
  path: '/loans/$loanId/collection',
  component: lazyRouteComponent(
    () => import('../../features/collection/CollectionOfLoan'),
    'CollectionOfLoan',
  ),
});
const collections = createRoute({
  getParentRoute: () => root,
  path: '/collections',
  validateSearch: searchOf({
    stage: keyOf(LADDER_STAGES),
    promise: oneOf(['OPEN', 'BROKEN']),
    held: oneOf(['true', 'false']),
  }),
  component: lazyRouteComponent(() => import('../../features/collection/WorklistPage'), 'WorklistPage'),
});
const workload = createRoute({
  getParentRoute: () => root,
  path: '/workload',
  validateSearch: searchOf({ from: day, to: day }),
  component: lazyRouteComponent(() => import('../../features/workload/WorkloadPage'), 'WorkloadPage'),
});
const absence = createRoute({
  getParentRoute: () => root,
  path: '/absence',
  component: lazyRouteComponent(() => import('../../features/absence/AbsencePage'), 'AbsencePage'),
});

const exported = createRoute({
  getParentRoute: () => root,
  path: '/exports',
  component: lazyRouteComponent(() => import('../../features/exports/ExportsPage'), 'ExportsPage'),
});

const security = createRoute({
  getParentRoute: () => root,
  path: '/security',
  component: lazyRouteComponent(() => import('../../features/security/SecurityPage'), 'SecurityPage'),
});

/** Screens of whoever decides: the inbox with the case beside it, what cases are about, who is there to decide, files that were asked for, and the own account. */
export const workRoutes = [
  inbox.addChildren([task]),
  applications,
  application,
  enterprises,
  enterprise,
  loans,
  loan,
  changesOfLoan,
  papersOfLoan,
  collectionOfLoan,
  collections,
  feesOfLoan,
  workload,
  absence,
  exported,
  security,
] as const;
