/** The workflow types that workers offer; names are the contract (`contracts/workflowTypes`). */
export { application } from './application/application';
export { loan } from './loan/loan';
export { onboarding } from './onboarding/onboarding';
export { endOfDay } from './operations/endOfDay';
export { reconciliation } from './operations/reconciliation';
export { dispute } from './payment/dispute';
export { payment } from './payment/payment';
