import { applicationOperations } from './applications/operations';
import { assignmentOperations } from './assignments/operations';
import { attachmentOperations } from './attachments/operations';
import { auditOperations } from './audit/operations';
import { bookOperations } from './books/operations';
import { calendarOperations } from './calendar/operations';
import { collectionOperations } from './collection/operations';
import { commentOperations } from './comments/operations';
import { connectionOperations } from './connections/operations';
import { deputyOperations } from './deputies/operations';
import { draftOperations } from './drafts/operations';
import { emergencyOperations } from './emergencies/operations';
import { enterpriseOperations } from './enterprises/operations';
import { eventOperations } from './events/operations';
import { exportOperations } from './exports/operations';
import { factorOperations } from './factors/operations';
import { feeOperations } from './fees/operations';
import { fileChangeOperations } from './fileChanges/operations';
import { financeOperations } from './finance/operations';
import { homeOperations } from './home/operations';
import { identityOperations } from './identities/operations';
import type { Operations } from './kernel/routing/operation';
import { ledgerChangeOperations } from './ledgerChanges/operations';
import { loanChangeOperations } from './loanChanges/operations';
import { loanOperations } from './loans/operations';
import { loanRiskOperations } from './loans/risk';
import { machineOperations } from './machines/operations';
import { messageOperations } from './messages/operations';
import { monthReportOperations } from './monthReports/operations';
import { noticeOperations } from './notices/operations';
import { ownDataOperations } from './ownData/operations';
import { ownEnterpriseOperations } from './ownEnterprises/operations';
import { paperOperations } from './papers/operations';
import { paymentOperations } from './payments/operations';
import { peopleOperations } from './people/operations';
import { historyOperations } from './platform/histories';
import { platformOperations } from './platform/operations';
import { processActOperations } from './platform/processActs';
import { postLoanOperations } from './postLoan/operations';
import { preferenceOperations } from './preferences/operations';
import { productOperations } from './products/operations';
import { reconciliationOperations } from './reconciliation/operations';
import { ruleOperations } from './rules/operations';
import { searchOperations } from './search/operations';
import { settlementOperations } from './settlements/operations';
import { sittingOperations } from './sittings/operations';
import { accessReviewOperations } from './staff/accessReviews';
import { staffOperations } from './staff/operations';
import { statementOperations } from './statements/operations';
import { taskOperations } from './tasks/operations';
import { taskViewOperations } from './taskViews/operations';
import { workloadOperations } from './workload/operations';

/** Every operation of the API: what is said of each stands with its noun. */
export const operations = {
  ...peopleOperations,
  ...factorOperations,
  ...staffOperations,
  ...accessReviewOperations,
  ...identityOperations,
  ...machineOperations,
  ...ownDataOperations,
  ...ownEnterpriseOperations,
  ...productOperations,
  ...enterpriseOperations,
  ...fileChangeOperations,
  ...connectionOperations,
  ...applicationOperations,
  ...taskOperations,
  ...sittingOperations,
  ...deputyOperations,
  ...taskViewOperations,
  ...assignmentOperations,
  ...workloadOperations,
  ...commentOperations,
  ...attachmentOperations,
  ...noticeOperations,
  ...messageOperations,
  ...homeOperations,
  ...searchOperations,
  ...draftOperations,
  ...preferenceOperations,
  ...exportOperations,
  ...loanOperations,
  ...loanRiskOperations,
  ...postLoanOperations,
  ...loanChangeOperations,
  ...settlementOperations,
  ...collectionOperations,
  ...paperOperations,
  ...feeOperations,
  ...paymentOperations,
  ...bookOperations,
  ...ledgerChangeOperations,
  ...statementOperations,
  ...financeOperations,
  ...monthReportOperations,
  ...reconciliationOperations,
  ...auditOperations,
  ...calendarOperations,
  ...ruleOperations,
  ...emergencyOperations,
  ...platformOperations,
  ...processActOperations,
  ...historyOperations,
  ...eventOperations,
} satisfies Operations;
