import type { AnswerOf } from '../kernel/routing/call';
import type { Caller } from '../kernel/routing/caller';

/** Who the caller is. */
export function presentSession(caller: Caller): AnswerOf<'getSession'> {
  const { enterprise } = caller;
  return {
    user: { id: caller.userId, name: caller.name, email: caller.email },
    roles: [...caller.roles],
    institution: caller.institution,
    enterprise:
      enterprise === null ? null : { id: enterprise.id, name: enterprise.name, stage: enterprise.stage },
    expiresAt: caller.sessionExpiresAt,
    factor: caller.factor,
  };
}
