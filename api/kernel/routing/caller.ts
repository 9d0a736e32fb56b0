import type { EnterpriseId, InstitutionId, UserId } from '../../../contracts/ids';
import type { Actor } from '../../../contracts/people';
import type { OnboardingStage } from '../../../contracts/workflows';
import type { Role } from '../../../domain/approval/roles';
import type { MachineScope } from '../../../domain/machines/scopes';
import type { EmergencyAccessRow } from '../../../gateways/database/emergencies';

/** Who asks, as the session proves it, or a machine's token. */
export interface Caller {
  readonly userId: UserId;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly institution: {
    readonly id: InstitutionId;
    readonly code: string;
    readonly nameZh: string;
    readonly nameEn: string;
  } | null;
  readonly enterprise: {
    readonly id: EnterpriseId;
    readonly name: string;
    readonly stage: OnboardingStage;
    readonly institutionId: InstitutionId;
  } | null;
  readonly sessionId: string;
  readonly sessionExpiresAt: string;
  /** The second factor: who is not of an enterprise needs one, who has one proves it. */
  readonly factor: {
    readonly isRequired: boolean;
    readonly isSetUp: boolean;
    /** When it was proved in this session last; null: the password alone was. */
    readonly provedAt: string | null;
  };
  /** What an operator may look into now; null for everybody else. */
  readonly emergency: EmergencyAccessRow | null;
  /** What a machine's token opens; null for a person. A machine has no role, and can prove no factor. */
  readonly machine: { readonly scopes: readonly MachineScope[] } | null;
}

/** Whether somebody works for an institution. */
export const isStaff = (caller: Caller): boolean => caller.institution !== null;

/** The caller as workflows judge it. */
export function actorOf(caller: Caller): Actor {
  return {
    userId: caller.userId,
    roles: caller.roles,
    institutionId: caller.institution?.id ?? null,
    enterpriseId: caller.enterprise?.id ?? null,
  };
}
