import type { Answers } from '../../../client/client';
import type { CHANGE_KINDS } from './words';

type Member = Pick<Answers['StaffMember'], 'id' | 'rights' | 'suspended'>;
/** What can be done about somebody; SUSPEND is done at once, by one. */
export type Act = Exclude<keyof typeof CHANGE_KINDS, 'INVITE'> | 'SUSPEND';

/** What makes sense to do about a person, never about oneself. */
export function actsAbout({ id, rights, suspended }: Member, self: string): readonly Act[] {
  if (id === self) return [];
  if (suspended !== null) return ['REINSTATE', 'LEAVE'];
  if (rights.length === 0) return ['GRANT'];
  return ['GRANT', 'TAKE', 'SET_MANAGER', 'FORGET_FACTORS', 'LEAVE', 'SUSPEND'];
}

/** Rights that an act may be about. */
export function rolesFor<Role extends string>(
  act: Act,
  held: readonly string[],
  all: readonly Role[],
): readonly Role[] {
  if (act === 'GRANT') return all.filter((role) => !held.includes(role));
  return act === 'TAKE' ? all.filter((role) => held.includes(role)) : [];
}
