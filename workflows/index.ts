import { setWorkflowOptions, type Workflow, workflowInfo } from '@temporalio/workflow';
import { appeal } from './appeal/appeal';
import { application } from './application/application';
import { breakCase } from './breakCase/breakCase';
import { collection } from './collection/collection';
import { fee } from './fee/fee';
import { fileChange } from './fileChange/fileChange';
import { loan } from './loan/loan';
import { loanChange } from './loanChange/loanChange';
import { onboarding } from './onboarding/onboarding';
import { accessReview, institutionAccessReview } from './operations/accessReview';
import { endOfDay, institutionEndOfDay } from './operations/endOfDay';
import { institutionPostLoanWatch, postLoanWatch } from './operations/postLoanWatch';
import { institutionReconciliation, reconciliation } from './operations/reconciliation';
import { dispute } from './payment/dispute';
import { payment } from './payment/payment';
import { postLoan } from './postLoan/postLoan';
import { receipt } from './receipt/receipt';

/** What is over soon ends under the program that it began under; all else goes on under the current one. */
const SHORT: readonly Workflow[] = [
  payment,
  endOfDay,
  institutionEndOfDay,
  reconciliation,
  institutionReconciliation,
  postLoanWatch,
  institutionPostLoanWatch,
  accessReview,
];
for (const short of SHORT) setWorkflowOptions(pinnedToItsBuild, short);

/** Workers without a build may not speak of it: the server refuses their tasks. */
function pinnedToItsBuild(): { readonly versioningBehavior?: 'PINNED' } {
  const hasBuild = Boolean(workflowInfo().currentDeploymentVersion?.deploymentName);
  return hasBuild ? { versioningBehavior: 'PINNED' } : {};
}

/** The workflow types that workers offer; names are the contract (`contracts/workflowTypes`). */
export {
  accessReview,
  appeal,
  application,
  breakCase,
  collection,
  dispute,
  endOfDay,
  fee,
  fileChange,
  institutionAccessReview,
  institutionEndOfDay,
  institutionPostLoanWatch,
  institutionReconciliation,
  loan,
  loanChange,
  onboarding,
  payment,
  postLoan,
  postLoanWatch,
  receipt,
  reconciliation,
};
