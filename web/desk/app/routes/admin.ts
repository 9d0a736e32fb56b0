import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { ACTIONS } from '../../features/audit/actions';
import { CHANGE_STATUSES } from '../../features/people/words';
import { ACT_STATUSES } from '../../features/processes/words';
import { PROCESS_WORDS } from '../../parts/processes';
import { keyOf, searchOf, text } from '../../parts/search';
import { root } from '../root';

const index = createRoute({
  getParentRoute: () => root,
  path: '/admin',
  beforeLoad: () => {
    throw redirect({ to: '/admin/processes' });
  },
});
const processes = createRoute({
  getParentRoute: () => root,
  path: '/admin/processes',
  validateSearch: searchOf({ process: keyOf(PROCESS_WORDS), stage: text }),
  component: lazyRouteComponent(() => import('../../features/processes/ProcessesPage'), 'ProcessesPage'),
});
const acts = createRoute({
  getParentRoute: () => root,
  path: '/admin/acts',
  validateSearch: searchOf({ status: keyOf(ACT_STATUSES) }),
  component: lazyRouteComponent(() => import('../../features/processes/ActsPage'), 'ActsPage'),
});
const checks = createRoute({
  getParentRoute: () => root,
  path: '/admin/checks',
  component: lazyRouteComponent(() => import('../../features/processes/ChecksPage'), 'ChecksPage'),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/admin/people',
  component: lazyRouteComponent(() => import('../../features/people/PeoplePage'), 'PeoplePage'),
});
const changes = createRoute({
  getParentRoute: () => root,
  path: '/admin/changes',
  validateSearch: searchOf({ status: keyOf(CHANGE_STATUSES) }),
  component: lazyRouteComponent(() => import('../../features/people/ChangesPage'), 'ChangesPage'),
});
const reviews = createRoute({
  getParentRoute: () => root,
  path: '/admin/reviews',
  component: lazyRouteComponent(() => import('../../features/people/ReviewsPage'), 'ReviewsPage'),
});
const review = createRoute({
  getParentRoute: () => root,
  path: '/admin/reviews/$reviewId',
  component: lazyRouteComponent(() => import('../../features/people/ReviewPage'), 'ReviewPage'),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: '/admin/audit',
  validateSearch: searchOf({ action: keyOf(ACTIONS), actorId: text, caseId: text }),
  component: lazyRouteComponent(() => import('../../features/audit/AuditPage'), 'AuditPage'),
});

const parts = createRoute({
  getParentRoute: () => root,
  path: '/admin/parts',
  component: lazyRouteComponent(() => import('../../features/platform/PartsPage'), 'PartsPage'),
});
const emergencies = createRoute({
  getParentRoute: () => root,
  path: '/admin/emergencies',
  component: lazyRouteComponent(() => import('../../features/platform/EmergenciesPage'), 'EmergenciesPage'),
});
const calendar = createRoute({
  getParentRoute: () => root,
  path: '/admin/calendar',
  component: lazyRouteComponent(() => import('../../features/platform/CalendarPage'), 'CalendarPage'),
});

const machines = createRoute({
  getParentRoute: () => root,
  path: '/admin/machines',
  component: lazyRouteComponent(() => import('../../features/machines/MachinesPage'), 'MachinesPage'),
});

const rules = createRoute({
  getParentRoute: () => root,
  path: '/admin/rules',
  component: lazyRouteComponent(() => import('../../features/rules/RulesPage'), 'RulesPage'),
});

/** Screens of administration. */
export const adminRoutes = [
  index,
  processes,
  acts,
  checks,
  people,
  changes,
  reviews,
  review,
  audit,
  parts,
  emergencies,
  calendar,
  rules,
  machines,
] as const;
