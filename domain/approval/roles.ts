/** Roles of people who work for an institution. */
export const STAFF_ROLES = [
  'customer_service',
  'reviewer',
  'approver',
  /** A member of the credit committee; its chair has a veto and no vote. */
  'committee',
  'committee_chair',
  'board',
  'finance',
  'risk',
  'admin',
  'auditor',
] as const;
/** What a person may be who belongs to an enterprise or to an institution. */
export const MEMBER_ROLES = ['applicant', ...STAFF_ROLES] as const;
/** What a person may be on the platform; the operator runs it and belongs to no institution. */
export const ROLES = [...MEMBER_ROLES, 'operator'] as const;
export type Role = (typeof ROLES)[number];
