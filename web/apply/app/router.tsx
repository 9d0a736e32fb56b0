import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router';
import { readSearch as readCalculator } from '../features/calculator/calculatorSearch';
import { HomePage } from '../features/home/HomePage';
import { codeOf } from '../features/verify/code';
import { Welcome } from '../features/welcome/Welcome';
import { Fault, NotFound } from './Fault';
import { Shell } from './Shell';

const root = createRootRoute({ component: Shell });

const welcome = createRoute({ getParentRoute: () => root, path: '/', component: Welcome });
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../features/signIn/SignInPage'), 'SignInPage'),
});
// Not lazily: whoever is signed in begins here, and its styles are part of the page.
const home = createRoute({ getParentRoute: () => root, path: '/home', component: HomePage });
const calculator = createRoute({
  getParentRoute: () => root,
  path: '/calculator',
  validateSearch: readCalculator,
  component: lazyRouteComponent(() => import('../features/calculator/CalculatorPage'), 'CalculatorPage'),
});
const applications = createRoute({
  getParentRoute: () => root,
  path: '/applications',
  component: lazyRouteComponent(
    () => import('../features/applications/ApplicationsPage'),
    'ApplicationsPage',
  ),
});
const toNewApplication = lazyRouteComponent(
  () => import('../features/applications/NewApplicationPage'),
  'NewApplicationPage',
);
const resumedApplication = createRoute({
  getParentRoute: () => root,
  path: '/applications/new',
  // What the calculator passes on.
  validateSearch: readCalculator,
  component: toNewApplication,
});
const newApplication = createRoute({
  getParentRoute: () => root,
  path: '/applications/new/$step',
  component: toNewApplication,
});
const application = createRoute({
  getParentRoute: () => root,
  path: '/applications/$applicationId',
  component: lazyRouteComponent(() => import('../features/applications/ApplicationPage'), 'ApplicationPage'),
});
const requests = createRoute({
  getParentRoute: () => root,
  path: '/applications/$applicationId/requests',
  component: lazyRouteComponent(() => import('../features/applications/RequestsPage'), 'RequestsPage'),
});
const offer = createRoute({
  getParentRoute: () => root,
  path: '/applications/$applicationId/offer',
  component: lazyRouteComponent(() => import('../features/applications/OfferPage'), 'OfferPage'),
});
const loans = createRoute({
  getParentRoute: () => root,
  path: '/loans',
  component: lazyRouteComponent(() => import('../features/loans/LoansPage'), 'LoansPage'),
});
const loan = createRoute({
  getParentRoute: () => root,
  path: '/loans/$loanId',
  component: lazyRouteComponent(() => import('../features/loans/LoanPage'), 'LoanPage'),
});
const statement = createRoute({
  getParentRoute: () => root,
  path: '/loans/$loanId/statement',
  component: lazyRouteComponent(() => import('../features/loans/StatementPage'), 'StatementPage'),
});
const overdue = createRoute({
  getParentRoute: () => root,
  path: '/loans/$loanId/overdue',
  component: lazyRouteComponent(() => import('../features/loans/OverduePage'), 'OverduePage'),
});
const loanChanges = createRoute({
  getParentRoute: () => root,
  path: '/loans/$loanId/changes',
  component: lazyRouteComponent(() => import('../features/changes/ChangesPage'), 'ChangesPage'),
});
const loanPapers = createRoute({
  getParentRoute: () => root,
  path: '/loans/$loanId/papers',
  component: lazyRouteComponent(() => import('../features/papers/LoanPapersPage'), 'LoanPapersPage'),
});
const fees = createRoute({
  getParentRoute: () => root,
  path: '/fees',
  component: lazyRouteComponent(() => import('../features/fees/FeesPage'), 'FeesPage'),
});
const fee = createRoute({
  getParentRoute: () => root,
  path: '/fees/$feeId',
  component: lazyRouteComponent(() => import('../features/fees/FeePage'), 'FeePage'),
});
const kyc = createRoute({
  getParentRoute: () => root,
  path: '/kyc',
  component: lazyRouteComponent(() => import('../features/enterprise/EnterprisePage'), 'EnterprisePage'),
});

const corrections = createRoute({
  getParentRoute: () => root,
  path: '/kyc/corrections',
  component: lazyRouteComponent(() => import('../features/enterprise/CorrectionsPage'), 'CorrectionsPage'),
});
const fileChanges = createRoute({
  getParentRoute: () => root,
  path: '/kyc/changes',
  component: lazyRouteComponent(() => import('../features/enterprise/FileChangesPage'), 'FileChangesPage'),
});
const messages = createRoute({
  getParentRoute: () => root,
  path: '/messages',
  component: lazyRouteComponent(() => import('../features/messages/MessagesPage'), 'MessagesPage'),
});

/** For whoever was given a paper. */
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  validateSearch: ({ code }: Record<string, unknown>): { code?: string } => {
    const known = typeof code === 'string' ? codeOf(code) : null;
    return known === null ? {} : { code: known };
  },
  component: lazyRouteComponent(() => import('../features/verify/VerifyPage'), 'VerifyPage'),
});

/** What an enterprise does here. */
const lending = [
  applications,
  resumedApplication,
  newApplication,
  application,
  requests,
  offer,
  loans,
  loan,
  statement,
  overdue,
  loanChanges,
  loanPapers,
  fees,
  fee,
  messages,
  kyc,
  corrections,
  fileChanges,
] as const;

const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  component: lazyRouteComponent(() => import('../features/registration/RegisterPage'), 'RegisterPage'),
});
const activate = createRoute({
  getParentRoute: () => root,
  path: '/activate',
  component: lazyRouteComponent(() => import('../features/links/ActivatePage'), 'ActivatePage'),
});
const confirm = createRoute({
  getParentRoute: () => root,
  path: '/confirm',
  component: lazyRouteComponent(() => import('../features/links/ConfirmPage'), 'ConfirmPage'),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(() => import('../features/links/ResetPage'), 'ResetPage'),
});
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('../features/links/JoinPage'), 'JoinPage'),
});
const identity = createRoute({
  getParentRoute: () => root,
  path: '/identity/$provider',
  component: lazyRouteComponent(() => import('../features/links/IdentityPage'), 'IdentityPage'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage'), 'SettingsPage'),
});
const security = createRoute({
  getParentRoute: () => root,
  path: '/settings/security',
  component: lazyRouteComponent(() => import('../features/settings/SecurityPage'), 'SecurityPage'),
});
const ownData = createRoute({
  getParentRoute: () => root,
  path: '/settings/data',
  component: lazyRouteComponent(() => import('../features/settings/DataPage'), 'DataPage'),
});

const enterprises = createRoute({
  getParentRoute: () => root,
  path: '/enterprises',
  component: lazyRouteComponent(() => import('../features/enterprises/EnterprisesPage'), 'EnterprisesPage'),
});
const furtherEnterprise = createRoute({
  getParentRoute: () => root,
  path: '/enterprises/new',
  component: lazyRouteComponent(() => import('../features/registration/FurtherPage'), 'FurtherPage'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../features/links/InvitationPage'), 'InvitationPage'),
});

/** Screens about the account, for whoever is signed in or not. */
const account = [
  register,
  activate,
  confirm,
  reset,
  join,
  invitation,
  identity,
  settings,
  security,
  ownData,
  enterprises,
  furtherEnterprise,
] as const;

/**
 * Every screen of the enterprise's door.
 * @param history on the server: of the one address that is drawn
 */
export function makeRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: root.addChildren([welcome, signIn, home, calculator, verify, ...lending, ...account]),
    defaultPreload: 'intent',
    defaultErrorComponent: Fault,
    defaultNotFoundComponent: NotFound,
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
