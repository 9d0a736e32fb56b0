import type { Delegation } from '../domain/approval/delegation';
import type { Role } from '../domain/approval/roles';
import type { EnterpriseId, InstitutionId, UserId } from './ids';

/** Who does something, as the API has proved it. Travels in the proof of an act, so that validators can judge it. */
export interface Actor {
  readonly userId: UserId;
  /** Own roles, not those lent by somebody. */
  readonly roles: readonly Role[];
  /** What was lent to this person, in the order granted; where it matters to the act. */
  readonly delegations?: readonly Delegation[];
  /** The institution that a member of staff belongs to; null for people of an enterprise. */
  readonly institutionId: InstitutionId | null;
  /** The enterprise that a person acts for; null for staff. */
  readonly enterpriseId: EnterpriseId | null;
}

/** What the API has proved: who does what to which process, and until when that counts. */
export interface Proof {
  readonly actor: Actor;
  /** Name of the update. */
  readonly act: string;
  readonly workflowId: string;
  /** Real time, epoch milliseconds. */
  readonly untilMs: number;
}

/** What a person does to a process. Who does it is the proof's word alone. */
export interface PersonsAct {
  readonly proof: Proof;
}

/** As it travels: the API has signed all of it, and a worker has verified that before a process sees it. */
export type SignedAct<Act extends object> = Act &
  PersonsAct & { readonly nonce: string; readonly signature: string };
