import type { OperationId } from '../../../contracts/http';
import { ANYBODY, APPLICANT, type Policy, SIGNED_IN, STAFF, staff } from './policy';

/** Those who may look into the books. */
const BOOKS = staff('finance', 'risk', 'admin', 'auditor');

/**
 * Who may call which route. The type makes a route without a policy a compile error, and a test makes it a
 * failure; at run time a route without one is refused to everybody.
 */
export const policies: Readonly<Record<OperationId, Policy>> = {
  signIn: ANYBODY,
  signOut: SIGNED_IN,
  getSession: SIGNED_IN,
  getMe: SIGNED_IN,
  listInstitutions: ANYBODY,
  listProducts: ANYBODY,
  quote: ANYBODY,
  registerEnterprise: ANYBODY,
  activateEnterprise: ANYBODY,
  listEnterprises: SIGNED_IN,
  getEnterprise: SIGNED_IN,
  apply: APPLICANT,
  listApplications: SIGNED_IN,
  getApplication: SIGNED_IN,
  supplyInformation: APPLICANT,
  acceptOffer: APPLICANT,
  declineOffer: APPLICANT,
  withdrawApplication: APPLICANT,
  listTasks: STAFF,
  claimTask: staff('reviewer', 'approver', 'finance', 'risk', 'customer_service'),
  decideTask: staff('reviewer', 'approver', 'finance', 'risk', 'customer_service'),
  listLoans: SIGNED_IN,
  getLoan: SIGNED_IN,
  getStatement: SIGNED_IN,
  repay: APPLICANT,
  getPrepaymentOptions: SIGNED_IN,
  prepay: APPLICANT,
  requestLoanChange: staff('finance'),
  listLoanChanges: BOOKS,
  listRequestedChanges: BOOKS,
  decideLoanChange: staff('finance', 'risk'),
  listPayments: SIGNED_IN,
  getPayment: SIGNED_IN,
  receiveBankNotice: ANYBODY,
  listEntries: BOOKS,
  getTrialBalance: BOOKS,
  getLedgerChecks: BOOKS,
  getReconciliation: BOOKS,
  listBreaks: BOOKS,
  listReceipts: BOOKS,
  listAudit: staff('admin', 'auditor'),
  declareDay: staff('admin'),
  getHealth: ANYBODY,
  getReady: ANYBODY,
  getMetrics: ANYBODY,
  getOpenApi: ANYBODY,
  listWorkflows: staff('admin'),
  encodePayloads: staff('admin'),
  decodePayloads: staff('admin'),
};
