import type { Actor } from '../../contracts/people';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { readLentTo } from '../../gateways/database/deputies';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { type Call, callerOf } from '../kernel/routing/call';
import { actorOf } from '../kernel/routing/caller';
import { institutionOfCall } from '../kernel/security/scope';

/** Who looks at tasks, with what was lent to them, and on which business day. */
export interface TaskReader {
  readonly actor: Actor;
  readonly institutionId: string;
  readonly today: IsoDate;
}

export async function readerOf(parts: Parts, call: Pick<Call, 'caller'>): Promise<TaskReader> {
  const institutionId = institutionOfCall(call);
  const [actor, { today }] = await Promise.all([deciderOf(parts, call), businessTime(parts)]);
  return { actor, institutionId, today };
}

/** The caller with what was lent to them. */
export async function deciderOf({ prisma }: Parts, call: Pick<Call, 'caller'>): Promise<Actor> {
  const actor = actorOf(callerOf(call));
  const delegations = await readLentTo(prisma, institutionOfCall(call), [actor.userId]);
  return delegations.length === 0 ? actor : { ...actor, delegations };
}
