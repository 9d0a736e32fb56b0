/** What a person may be on the platform. Staff roles belong to one institution. */
export const ROLES = [
  'applicant',
  'customer_service',
  'reviewer',
  'approver',
  'finance',
  'risk',
  'admin',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];
