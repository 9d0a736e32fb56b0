import type { Role } from '../domain/approval/roles';
import type { EnterpriseId, InstitutionId, UserId } from './ids';

/** Who does something, as the API has proved it. Travels in updates so that validators can judge it. */
export interface Actor {
  readonly userId: UserId;
  readonly roles: readonly Role[];
  /** The institution that a member of staff belongs to; null for people of an enterprise. */
  readonly institutionId: InstitutionId | null;
  /** The enterprise that a person acts for; null for staff. */
  readonly enterpriseId: EnterpriseId | null;
}
