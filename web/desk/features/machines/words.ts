import type { Answers } from '../../../client/client';
import { type Words, words } from '../../../kit/words/words';

export type Machine = Answers['Machine'];
export type Scope = Answers['MachineScope'];

/** Who sees machines, and who looks after them; the API says the same. */
export const READERS = ['admin', 'auditor'] as const;
export const ADMINS = ['admin'] as const;

/** What a machine may read. */
export const SCOPES: Words<Scope> = words({
  'enterprises:read': ['企业', 'Enterprises'],
  'applications:read': ['申请', 'Applications'],
  'loans:read': ['贷款', 'Loans'],
  'payments:read': ['支付', 'Payments'],
  'books:read': ['账簿', 'Books'],
  'reconciliation:read': ['对账', 'Reconciliation'],
});

/** Adds a scope or takes it away; in the order of the API. */
export function toggledScope(scopes: readonly Scope[], scope: Scope): readonly Scope[] {
  const chosen = scopes.includes(scope) ? scopes.filter((each) => each !== scope) : [...scopes, scope];
  return (Object.keys(SCOPES) as Scope[]).filter((each) => chosen.includes(each));
}
