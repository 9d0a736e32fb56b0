import type { AllActivities } from '../contracts/activityOptions';
import { createApplicationActivities } from './application';
import { createApprovalActivities } from './approval';
import { createCaseRecordActivities } from './caseRecord';
import { createCollectionActivities } from './collection';
import type { ActivityDeps } from './deps';
import { createFeeActivities } from './fee';
import { createFileChangeActivities } from './fileChange';
import { createLoanActivities } from './loan';
import { createOnboardingActivities } from './onboarding';
import { createOperationsActivities } from './operations';
import { createPaymentActivities } from './payment';
import { createPostLoanActivities } from './postLoan';
import { createReceiptActivities } from './receipt';
import { createStaffActivities } from './staff';

export type { ActivityDeps } from './deps';

/** All activities over the given parts. Each may be run twice: the second time changes nothing. */
export function createActivities(deps: ActivityDeps): AllActivities {
  return {
    ...createCaseRecordActivities(deps),
    ...createOnboardingActivities(deps),
    ...createFileChangeActivities(deps),
    ...createApplicationActivities(deps),
    ...createApprovalActivities(deps),
    ...createPaymentActivities(deps),
    ...createLoanActivities(deps),
    ...createFeeActivities(deps),
    ...createCollectionActivities(deps),
    ...createPostLoanActivities(deps),
    ...createReceiptActivities(deps),
    ...createOperationsActivities(deps),
    ...createStaffActivities(deps),
  };
}
