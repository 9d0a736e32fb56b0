import type { CaseType } from './tasks';

/** Where the platform shows a case of each type, below its public address. */
export const CASE_PATHS = {
  ONBOARDING: (id) => `/api/enterprises/${id}`,
  APPLICATION: (id) => `/api/applications/${id}`,
  APPEAL: (id) => `/api/applications/${id}`,
  FILE_CHANGE: (id) => `/api/tasks?caseId=${id}`,
  LOAN: (id) => `/api/loans/${id}`,
  LOAN_CHANGE: (id) => `/api/loan-changes/${id}`,
  COLLECTION: (id) => `/api/loans/${id}/collection`,
  PAYMENT: (id) => `/api/payments/${id}`,
  RECEIPT: (id) => `/api/tasks?caseId=${id}`,
  BREAK: (id) => `/api/tasks?caseId=${id}`,
  FEE: (id) => `/api/fees/${id}`,
  POST_LOAN: (id) => `/api/post-loan/matters/${id}`,
  INSTITUTION: (id) => `/api/tasks?caseId=${id}`,
} as const satisfies Readonly<Record<CaseType, (id: string) => string>>;

/** The link to a case. @param publicUrl the setting PUBLIC_URL */
export function linkToCase(publicUrl: string, type: CaseType, id: string): string {
  return `${publicUrl}${CASE_PATHS[type](id)}`;
}
