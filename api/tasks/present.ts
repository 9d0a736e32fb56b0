import type { Answer, openTaskView, taskView } from '../../contracts/http';
import { type Locale, textOf } from '../../contracts/texts/texts';
import { mayDecide } from '../../domain/approval/mayDecide';
import { TASK_RULES } from '../../domain/approval/tasks';
import type { TaskRow } from '../../gateways/database/tasks';
import type { Caller } from '../kernel/routing/caller';

/** The task that a case waits for, in short. */
export function presentOpenTask(task: TaskRow | null): Answer<typeof openTaskView> | null {
  if (task === null) return null;
  const { id, kind, role, dueAt } = task;
  return { id, kind, role, dueAt };
}

/** A task as its reader sees it, with what bars the reader from deciding it. */
export function presentTask(row: TaskRow, caller: Caller, locale: Locale): Answer<typeof taskView> {
  const { acts: _acts, round: _round, workflowId: _id, reason, kind, ...task } = row;
  return {
    ...task,
    kind,
    reason: {
      code: reason.code,
      text: textOf(locale, 'reasons', reason.code, reason.detail),
      ...(reason.detail === undefined ? {} : { detail: { ...reason.detail } }),
    },
    barred: barredBecause(row, caller),
    decisions: [...TASK_RULES[kind].decisions],
  };
}

/** The same rule that the validator of the decision asks; here it only says so beforehand. */
function barredBecause(row: TaskRow, caller: Caller): Answer<typeof taskView>['barred'] {
  const { role, round, institutionId, status, claimedBy, kind, acts } = row;
  if (kind === 'DECIDE_AS_COMMITTEE') return 'DECIDED_BY_VOTE';
  const verdict = mayDecide(
    { step: TASK_RULES[kind].step, role, round, institutionId, status, claimedBy },
    { userId: caller.userId, roles: caller.roles, institutionId: caller.institution?.id ?? null },
    { acts },
  );
  return verdict.ok ? null : verdict.refusal.code;
}
