import { accessReviewRoutes } from './accessReviews';
import { accountRoutes } from './accounts';
import { applicationRoutes } from './applications';
import { bookRoutes } from './books';
import { calendarRoutes } from './calendar';
import { connectionRoutes } from './connections';
import { deputyRoutes } from './deputies';
import { emergencyRoutes } from './emergencies';
import { enterpriseRoutes } from './enterprises';
import { factorRoutes } from './factors';
import { historyRoutes } from './histories';
import { loanChangeRoutes } from './loanChanges';
import { loanRoutes } from './loans';
import { operationRoutes } from './operations';
import { peopleRoutes } from './people';
import { processActRoutes } from './processActs';
import { productRoutes } from './products';
import type { RouteContract } from './route';
import { sittingRoutes } from './sittings';
import { staffRoutes } from './staff';
import { taskRoutes } from './tasks';

/** Every route of the API by the name of its operation. Handlers, policies and the description follow it. */
export const routes = {
  ...peopleRoutes,
  ...factorRoutes,
  ...staffRoutes,
  ...accessReviewRoutes,
  ...accountRoutes,
  ...productRoutes,
  ...enterpriseRoutes,
  ...connectionRoutes,
  ...applicationRoutes,
  ...taskRoutes,
  ...sittingRoutes,
  ...deputyRoutes,
  ...loanRoutes,
  ...loanChangeRoutes,
  ...bookRoutes,
  ...calendarRoutes,
  ...emergencyRoutes,
  ...operationRoutes,
  ...processActRoutes,
  ...historyRoutes,
} satisfies Record<string, RouteContract>;

export type Routes = typeof routes;
export type OperationId = keyof Routes;

/** Names of all operations. */
export const operationIds = Object.keys(routes) as readonly OperationId[];
