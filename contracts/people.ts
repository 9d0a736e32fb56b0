import type { Role } from '../domain/approval/roles';
import type { InstitutionId, UserId } from './ids';

/** Who does something, as the API has proved it. Travels in updates so that validators can judge it. */
export interface Actor {
  readonly userId: UserId;
  readonly roles: readonly Role[];
  /** The institution that a member of staff belongs to; null for people of an enterprise. */
  readonly institutionId: InstitutionId | null;
}
