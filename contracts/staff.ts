/**
 * What may become of the people of an institution: an admin asks, another admin or risk decides, never about oneself.
 * The kinds are the same in HTTP and in the database's CHECK (a test compares).
 */
export const STAFF_CHANGE_KINDS = [
  /** Somebody new, with a first right; whoever is invited sets a password of their own. */
  'INVITE',
  /** One right more. */
  'GRANT',
  /** One right less. */
  'TAKE',
  /** Somebody leaves: no right any more, and nothing in hand. */
  'LEAVE',
  /** Somebody who was suspended may act again. */
  'REINSTATE',
  /** Somebody lost device and recovery codes: signed out, and another factor is set up at the next sign-in. */
  'FORGET_FACTORS',
  /** Another manager, who answers for their rights, or none. */
  'SET_MANAGER',
] as const;
export type StaffChangeKind = (typeof STAFF_CHANGE_KINDS)[number];

export const STAFF_CHANGE_STATUSES = ['REQUESTED', 'APPROVED', 'REJECTED'] as const;
export type StaffChangeStatus = (typeof STAFF_CHANGE_STATUSES)[number];
