import { ApiProblem, forbidden, unauthenticated } from '../problems/apiProblem';
import type { Caller } from '../routing/caller';
import { factorOf } from './factor';
import type { Policy } from './policy';

/** Why somebody is not let in: by who it is, or by what of a second factor was not proved. */
export function notAdmitted(who: Policy, caller: Caller | null): ApiProblem | null {
  const verdict = who.judge(caller);
  if (!verdict.ok) return verdict.refusal.code === 'NOT_SIGNED_IN' ? unauthenticated() : forbidden();
  // What a machine may, its scopes say: it has no factor to prove.
  const proved = caller === null || caller.machine !== null ? null : factorOf(caller, who.factor);
  return proved === null || proved.ok ? null : new ApiProblem(403, proved.refusal.code);
}
