/** The workflow types that workers offer; names are the contract (`contracts/workflowTypes`). */
export { application } from './application/application';
export { breakCase } from './breakCase/breakCase';
export { loan } from './loan/loan';
export { onboarding } from './onboarding/onboarding';
export { endOfDay, institutionEndOfDay } from './operations/endOfDay';
export { institutionReconciliation, reconciliation } from './operations/reconciliation';
export { dispute } from './payment/dispute';
export { payment } from './payment/payment';
export { receipt } from './receipt/receipt';
