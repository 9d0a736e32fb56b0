import type { ChangeTopic } from '../../contracts/events';
import type { ChangeEvent } from '../../gateways/database/changeEvents';
import type { Caller } from '../kernel/routing/caller';
import { scopeOf } from '../kernel/security/scope';

/** What people of an enterprise have on their screens; who of the staff does what is not among it. */
const OF_THE_ENTERPRISE: readonly ChangeTopic[] = ['APPLICATION', 'LOAN', 'PAYMENT', 'FEE', 'ENTERPRISE'];

/** Whether somebody may know that something has changed: those who could read it. */
export function mayKnow(
  caller: Caller,
  change: Pick<ChangeEvent, 'topic' | 'institutionId' | 'enterpriseId' | 'userId'>,
): boolean {
  const scope = scopeOf(caller);
  if (scope === null || scope.institutionId !== change.institutionId) return false;
  if (change.userId !== null) return change.userId === caller.userId;
  if (!('enterpriseId' in scope)) return true;
  return scope.enterpriseId === change.enterpriseId && OF_THE_ENTERPRISE.includes(change.topic);
}
