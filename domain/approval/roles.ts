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

/** Whether a text from outside names a role. */
export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}
