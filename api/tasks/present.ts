import type { Answer, openTaskView, taskView } from '../../contracts/http';
import type { Actor } from '../../contracts/people';
import { findText, type Locale, textOf } from '../../contracts/texts/texts';
import {
  DECISION_REASON_CODES,
  type DecisionReasonCode,
  isConfidential,
  reasonCodesFor,
} from '../../domain/approval/decisionReasons';
import { type DecidableTask, type DecidingActor, mayDecide } from '../../domain/approval/mayDecide';
import { TASK_RULES, type TaskKind, type TaskRule } from '../../domain/approval/tasks';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { refuse } from '../../domain/result';
import type { OpenTask, TaskRow } from '../../gateways/database/tasks';

/** The task that a case waits for, in short. */
export function presentOpenTask(task: OpenTask | null): Answer<typeof openTaskView> | null {
  if (task === null) return null;
  const { id, kind, role, dueAt } = task;
  return { id, kind, role, dueAt };
}

const BY_VOTE = refuse('DECIDED_BY_VOTE');

/**
 * A task as its reader sees it, with what bars the reader from deciding it.
 * @param today the business date
 */
export function presentTask(
  row: TaskRow,
  actor: Actor,
  today: IsoDate,
  locale: Locale,
): Answer<typeof taskView> {
  const { acts: _acts, round: _round, workflowId: _id, reason, kind, ...task } = row;
  const verdict = judge(row, actor, today);
  return {
    ...task,
    kind,
    reason: {
      code: reason.code,
      text: textOf(locale, 'reasons', reason.code, reason.detail),
      ...(reason.detail === undefined ? {} : { detail: { ...reason.detail } }),
    },
    barred: verdict.ok ? null : verdict.refusal.code,
    onBehalfOf: verdict.ok ? verdict.value.onBehalfOf : null,
    decisions: [...TASK_RULES[kind].decisions],
    refusalReasons: refusalReasons(kind, locale),
  };
}

/** What a decision may be for: the words for inside beside those that the applicant will read. */
function refusalReasons(kind: TaskKind, locale: Locale): Answer<typeof taskView>['refusalReasons'] {
  const rule: TaskRule = TASK_RULES[kind];
  const decisionsOf = (code: DecisionReasonCode) =>
    TASK_RULES[kind].decisions.filter((decision) => reasonCodesFor(rule, decision).includes(code));
  return DECISION_REASON_CODES.filter((code) => decisionsOf(code).length > 0).map((code) => ({
    code,
    decisions: decisionsOf(code),
    text: textOf(locale, 'decisionReasons', code),
    told: findText(locale, 'toldReasons', code) ?? '',
    isConfidential: isConfidential(code),
  }));
}

/** The same rule that the validator of the decision asks; here it only says so beforehand. */
export function judge(row: TaskRow, actor: DecidingActor, today: IsoDate) {
  return row.kind === 'DECIDE_AS_COMMITTEE' ? BY_VOTE : mayDecide(decidableOf(row), actor, row, today);
}

/** A task as far as the right to decide it goes. */
export function decidableOf(row: TaskRow): DecidableTask {
  const { role, round, institutionId, status, claimedBy, kind, amountFen } = row;
  return { step: TASK_RULES[kind].step, role, round, institutionId, status, claimedBy, amountFen };
}
