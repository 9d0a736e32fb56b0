/** Roles of people who work for an institution. */
export const STAFF_ROLES = [
  'customer_service',
  'reviewer',
  'approver',
  'finance',
  'risk',
  'admin',
  'auditor',
] as const;
/** What a person may be on the platform. */
export const ROLES = ['applicant', ...STAFF_ROLES] as const;
export type Role = (typeof ROLES)[number];
