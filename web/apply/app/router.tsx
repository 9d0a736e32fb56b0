import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router';
import { readSearch as readCalculator } from '../features/calculator/calculatorSearch';
import { Welcome } from '../features/welcome/Welcome';
import { Shell } from './Shell';

const root = createRootRoute({ component: Shell });

const welcome = createRoute({ getParentRoute: () => root, path: '/', component: Welcome });
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../features/signIn/SignInPage'), 'SignInPage'),
});
const home = createRoute({
  getParentRoute: () => root,
  path: '/home',
  component: lazyRouteComponent(() => import('../features/home/HomePage'), 'HomePage'),
});
const calculator = createRoute({
  getParentRoute: () => root,
  path: '/calculator',
  validateSearch: readCalculator,
  component: lazyRouteComponent(() => import('../features/calculator/CalculatorPage'), 'CalculatorPage'),
});

/**
 * Every screen of the enterprise's door.
 * @param history on the server: of the one address that is drawn
 */
export function makeRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: root.addChildren([welcome, signIn, home, calculator]),
    defaultPreload: 'intent',
    // On the server it would be an inline script, which our policy forbids.
    scrollRestoration: history === undefined,
    ...(history === undefined ? {} : { history }),
  });
}

export type ApplyRouter = ReturnType<typeof makeRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: ApplyRouter;
  }
}
