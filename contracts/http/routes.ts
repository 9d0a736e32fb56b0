import { accessReviewRoutes } from './accessReviews';
import { accountRoutes } from './accounts';
import { applicationRoutes } from './applications';
import { assignmentRoutes } from './assignments';
import { attachmentRoutes } from './attachments';
import { auditViewRoutes } from './auditViews';
import { bookRoutes } from './books';
import { calendarRoutes } from './calendar';
import { collectionRoutes } from './collection';
import { commentRoutes } from './comments';
import { connectionRoutes } from './connections';
import { correctionRoutes } from './corrections';
import { deputyRoutes } from './deputies';
import { draftRoutes } from './drafts';
import { emergencyRoutes } from './emergencies';
import { enterpriseRoutes } from './enterprises';
import { eventRoutes } from './events';
import { exportRoutes } from './exports';
import { factorRoutes } from './factors';
import { feeRoutes } from './fees';
import { fileChangeRoutes } from './fileChanges';
import { financeRoutes } from './finance';
import { historyRoutes } from './histories';
import { homeRoutes } from './home';
import { identityRoutes } from './identities';
import { ledgerChangeRoutes } from './ledgerChanges';
import { loanChangeRoutes } from './loanChanges';
import { loanRiskRoutes } from './loanRisk';
import { loanRoutes } from './loans';
import { machineRoutes } from './machines';
import { messageRoutes } from './messages';
import { monthReportRoutes } from './monthReports';
import { noticeRoutes } from './notices';
import { operationRoutes } from './operations';
import { ownDataRoutes } from './ownData';
import { ownEnterpriseRoutes } from './ownEnterprises';
import { paperRoutes } from './papers';
import { peopleRoutes } from './people';
import { periodRoutes } from './periods';
import { portfolioRoutes } from './portfolio';
import { postLoanRoutes } from './postLoan';
import { preferenceRoutes } from './preferences';
import { processActRoutes } from './processActs';
import { productRoutes } from './products';
import type { RouteContract } from './route';
import { ruleRoutes } from './rules';
import { searchRoutes } from './search';
import { settlementRoutes } from './settlements';
import { sittingRoutes } from './sittings';
import { snoozeRoutes } from './snoozes';
import { staffRoutes } from './staff';
import { statementRoutes } from './statements';
import { taskDecisionRoutes } from './taskDecisions';
import { taskFileRoutes } from './taskFiles';
import { taskRoutes } from './tasks';
import { taskViewRoutes } from './taskViews';
import { whatIfRoutes } from './whatIf';
import { workloadRoutes } from './workload';

/** Every route of the API by the name of its operation. Handlers, policies and the description follow it. */
export const routes = {
  ...peopleRoutes,
  ...factorRoutes,
  ...staffRoutes,
  ...accessReviewRoutes,
  ...accountRoutes,
  ...identityRoutes,
  ...machineRoutes,
  ...ownDataRoutes,
  ...ownEnterpriseRoutes,
  ...productRoutes,
  ...enterpriseRoutes,
  ...correctionRoutes,
  ...fileChangeRoutes,
  ...connectionRoutes,
  ...applicationRoutes,
  ...whatIfRoutes,
  ...taskRoutes,
  ...taskDecisionRoutes,
  ...snoozeRoutes,
  ...sittingRoutes,
  ...deputyRoutes,
  ...taskFileRoutes,
  ...assignmentRoutes,
  ...workloadRoutes,
  ...commentRoutes,
  ...attachmentRoutes,
  ...taskViewRoutes,
  ...noticeRoutes,
  ...messageRoutes,
  ...homeRoutes,
  ...searchRoutes,
  ...draftRoutes,
  ...preferenceRoutes,
  ...exportRoutes,
  ...loanRoutes,
  ...loanRiskRoutes,
  ...postLoanRoutes,
  ...loanChangeRoutes,
  ...settlementRoutes,
  ...collectionRoutes,
  ...paperRoutes,
  ...feeRoutes,
  ...bookRoutes,
  ...periodRoutes,
  ...ledgerChangeRoutes,
  ...statementRoutes,
  ...financeRoutes,
  ...auditViewRoutes,
  ...monthReportRoutes,
  ...portfolioRoutes,
  ...calendarRoutes,
  ...ruleRoutes,
  ...emergencyRoutes,
  ...operationRoutes,
  ...processActRoutes,
  ...historyRoutes,
  ...eventRoutes,
} satisfies Record<string, RouteContract>;

export type Routes = typeof routes;
export type OperationId = keyof Routes;

/** Names of all operations. */
export const operationIds = Object.keys(routes) as readonly OperationId[];
