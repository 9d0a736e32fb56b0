import type { InstitutionId } from '../../contracts/ids';
import { institutionsOf } from '../../gateways/database/institutions';
import type { Parts } from '../kernel/parts';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { Caller } from '../kernel/routing/caller';

/** Whose processes somebody may look at: one institution's, or null for the platform's own. */
export interface ProcessScope {
  readonly institutionId: InstitutionId | null;
}

/** An admin looks at those of the institution; an operator at the platform's own, and in an emergency at one institution's. */
export function processScopeOf({ institution, emergency }: Caller): ProcessScope {
  return {
    institutionId: institution?.id ?? (emergency?.institution.id as InstitutionId | undefined) ?? null,
  };
}

/** Those of the processes that are in scope. What belongs to nobody known is in nobody's. */
export async function inScope(
  { sql }: Pick<Parts, 'sql'>,
  { institutionId }: ProcessScope,
  workflowIds: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const asked = [...new Set(workflowIds)];
  if (institutionId === null) return new Set(asked.filter(isOfPlatform));
  const owners = await institutionsOf(sql, asked);
  return new Set(asked.filter((workflowId) => owners.get(workflowId) === institutionId));
}

/** Portfolio work and what Temporal runs for its Schedules: a name and when, no business key. */
const isOfPlatform = (workflowId: string): boolean =>
  /^(temporal-sys-scheduler:schedule\/)?[A-Za-z]+(-[\w:.-]+)?$/.test(workflowId);

/**
 * What the door in front of the Temporal UI asks about who stands before it. What it is about to show is in the
 * institution's trail before it is shown, or where it is the platform's own work in the platform's.
 */
export async function processScope(
  parts: Parts,
  call: Call<'getProcessScope'>,
): Promise<AnswerOf<'getProcessScope'>> {
  const caller = callerOf(call);
  const { workflowId, list } = call.query;
  const scope = processScopeOf(caller);
  const found = await inScope(parts, scope, workflowId === undefined ? [] : [workflowId]);
  const seen = list === 'true' ? [null] : [...found];
  const action = caller.emergency === null ? 'process.look' : 'emergency.look';
  for (const workflowId of seen) {
    const look = { action, actorId: caller.userId, ...scope, workflowId } as const;
    await parts.looks.note({ ...look, outcome: 'DONE', count: 1 });
  }
  return { ...scope, isOperator: caller.roles.includes('operator'), includes: found.size > 0 };
}
