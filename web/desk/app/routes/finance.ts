import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { PAYMENT_STATUS_NAMES, PURPOSE_NAMES } from '../../../kit/words/names';
import { AUDITED } from '../../features/audited/subjects';
import { BREAK_KINDS, BREAK_STATUSES, RECEIPT_STATUSES } from '../../features/finance/differences';
import { MONEY_TASKS } from '../../features/finance/moneyTasks';
import { MATCHES } from '../../features/finance/words';
import { STATEMENT_NAMES } from '../../features/statements/lines';
import { FEE_STATUSES } from '../../parts/feeWords';
import { JOURNAL_EVENTS } from '../../parts/journalEvents';
import { LEDGER_CHANGE_KINDS, LEDGER_CHANGE_STATUSES } from '../../parts/ledgerChanges';
import { CHANGE_STATUSES } from '../../parts/loanChanges';
import { day, keyOf, month, oneOf, searchOf, text, year } from '../../parts/search';
import { root } from '../root';

const index = createRoute({
  getParentRoute: () => root,
  path: '/finance',
  beforeLoad: () => {
    throw redirect({ to: '/finance/day' });
  },
});
const today = createRoute({
  getParentRoute: () => root,
  path: '/finance/day',
  component: lazyRouteComponent(() => import('../../features/finance/DayPage'), 'DayPage'),
});
const funds = createRoute({
  getParentRoute: () => root,
  path: '/finance/funds',
  validateSearch: searchOf({ from: day, to: day }),
  component: lazyRouteComponent(() => import('../../features/funds/FundsPage'), 'FundsPage'),
});
const vat = createRoute({
  getParentRoute: () => root,
  path: '/finance/vat',
  validateSearch: searchOf({ month }),
  component: lazyRouteComponent(() => import('../../features/statements/VatPage'), 'VatPage'),
});
const budget = createRoute({
  getParentRoute: () => root,
  path: '/finance/budget',
  validateSearch: searchOf({ year }),
  component: lazyRouteComponent(() => import('../../features/budgets/BudgetPage'), 'BudgetPage'),
});
const releases = createRoute({
  getParentRoute: () => root,
  path: '/finance/releases',
  validateSearch: searchOf({ kind: oneOf(MONEY_TASKS) }),
  component: lazyRouteComponent(() => import('../../features/finance/ReleasesPage'), 'ReleasesPage'),
});
const payments = createRoute({
  getParentRoute: () => root,
  path: '/finance/payments',
  validateSearch: searchOf({
    status: keyOf(PAYMENT_STATUS_NAMES),
    purpose: keyOf(PURPOSE_NAMES),
    valueDate: day,
  }),
  component: lazyRouteComponent(() => import('../../features/finance/PaymentsPage'), 'PaymentsPage'),
});
const payment = createRoute({
  getParentRoute: () => root,
  path: '/finance/payments/$paymentId',
  component: lazyRouteComponent(() => import('../../features/finance/PaymentPage'), 'PaymentPage'),
});
const receipts = createRoute({
  getParentRoute: () => root,
  path: '/finance/receipts',
  validateSearch: searchOf({ status: keyOf(RECEIPT_STATUSES) }),
  component: lazyRouteComponent(() => import('../../features/finance/ReceiptsPage'), 'ReceiptsPage'),
});
const breaks = createRoute({
  getParentRoute: () => root,
  path: '/finance/breaks',
  validateSearch: searchOf({ status: keyOf(BREAK_STATUSES), kind: keyOf(BREAK_KINDS) }),
  component: lazyRouteComponent(() => import('../../features/finance/BreaksPage'), 'BreaksPage'),
});
const reconciliation = createRoute({
  getParentRoute: () => root,
  path: '/finance/reconciliation',
  validateSearch: searchOf({ day, outcome: keyOf(MATCHES) }),
  component: lazyRouteComponent(
    () => import('../../features/finance/ReconciliationPage'),
    'ReconciliationPage',
  ),
});
const periods = createRoute({
  getParentRoute: () => root,
  path: '/finance/periods',
  validateSearch: searchOf({ month }),
  component: lazyRouteComponent(() => import('../../features/finance/PeriodPage'), 'PeriodPage'),
});
const statements = createRoute({
  getParentRoute: () => root,
  path: '/finance/statements',
  validateSearch: searchOf({ month, statement: keyOf(STATEMENT_NAMES), line: text }),
  component: lazyRouteComponent(() => import('../../features/statements/StatementsPage'), 'StatementsPage'),
});
const ledgerChanges = createRoute({
  getParentRoute: () => root,
  path: '/finance/ledger-changes',
  validateSearch: searchOf({ status: keyOf(LEDGER_CHANGE_STATUSES), kind: keyOf(LEDGER_CHANGE_KINDS) }),
  component: lazyRouteComponent(
    () => import('../../features/ledgerChanges/LedgerChangesPage'),
    'LedgerChangesPage',
  ),
});
const fees = createRoute({
  getParentRoute: () => root,
  path: '/finance/fees',
  validateSearch: searchOf({ status: keyOf(FEE_STATUSES) }),
  component: lazyRouteComponent(() => import('../../features/fees/FeesPage'), 'FeesPage'),
});
const fee = createRoute({
  getParentRoute: () => root,
  path: '/finance/fees/$feeId',
  component: lazyRouteComponent(() => import('../../features/fees/FeePage'), 'FeePage'),
});
const tariff = createRoute({
  getParentRoute: () => root,
  path: '/finance/tariff',
  component: lazyRouteComponent(() => import('../../features/fees/TariffPage'), 'TariffPage'),
});
const ledger = createRoute({
  getParentRoute: () => root,
  path: '/finance/ledger',
  validateSearch: searchOf({ account: text, event: keyOf(JOURNAL_EVENTS), loanId: text, from: day, to: day }),
  component: lazyRouteComponent(() => import('../../features/finance/LedgerPage'), 'LedgerPage'),
});
const trialBalance = createRoute({
  getParentRoute: () => root,
  path: '/finance/trial-balance',
  validateSearch: searchOf({ asOf: day }),
  component: lazyRouteComponent(() => import('../../features/finance/TrialBalancePage'), 'TrialBalancePage'),
});
const loanChanges = createRoute({
  getParentRoute: () => root,
  path: '/finance/loan-changes',
  validateSearch: searchOf({ status: keyOf(CHANGE_STATUSES) }),
  component: lazyRouteComponent(
    () => import('../../features/loanChanges/LoanChangesPage'),
    'LoanChangesPage',
  ),
});

const audited = createRoute({
  getParentRoute: () => root,
  path: '/finance/audited',
  validateSearch: searchOf({ of: keyOf(AUDITED) }),
  component: lazyRouteComponent(() => import('../../features/audited/AuditedPage'), 'AuditedPage'),
});

/** Screens of finance. */
export const financeRoutes = [
  index,
  today,
  funds,
  vat,
  budget,
  releases,
  payments,
  payment,
  receipts,
  breaks,
  reconciliation,
  periods,
  statements,
  ledgerChanges,
  fees,
  fee,
  tariff,
  ledger,
  trialBalance,
  loanChanges,
  audited,
] as const;
