import { yuanText } from '../../../../domain/money/text';
import { parseTypedYuan } from '../../../../domain/money/typed';
import type { Answers } from '../../../client/client';
import type { Rules } from './rules';
import type { Authority, Deadline, Grade } from './words';

type InForce = Pick<Rules, 'approval' | 'deadlines'>;
type ApprovalRules = Answers['ApprovalRules'];
type DeadlineRules = Answers['DeadlineRules'];

/** One level of the matrix as it is typed; empty: no limit, any grade. */
export interface LevelDraft {
  readonly upTo: string;
  readonly grade: Grade | '';
  readonly approvers: readonly Authority[];
}

/** The matrix in force, to be changed. */
export function levelsOf({ approval }: InForce): readonly LevelDraft[] {
  return approval.matrix.map(({ maximumExposureFen, minimumGrade, approvers }) => ({
    upTo: maximumExposureFen === null ? '' : yuanText(maximumExposureFen),
    grade: minimumGrade ?? '',
    approvers,
  }));
}

/**
 * What is asked for. Whether it makes sense the platform says (each level further than the one below, the last without
 * a limit); here only what can't be read at all.
 * @returns the number of the level whose amount can't be read
 */
export function matrixOf(
  levels: readonly LevelDraft[],
): { readonly value: ApprovalRules } | { readonly unreadable: number } {
  const matrix: NonNullable<ApprovalRules['matrix']> = [];
  for (const [index, { upTo, grade, approvers }] of levels.entries()) {
    const amount = upTo.trim() === '' ? null : parseTypedYuan(upTo);
    if (amount?.ok === false) return { unreadable: index };
    matrix.push({
      maximumExposureFen: amount === null ? null : amount.value,
      minimumGrade: grade === '' ? null : grade,
      approvers: [...approvers],
    });
  }
  return { value: { matrix } };
}

/** Adds an approver to a level, or takes one away; in the order in which they are asked. */
export function toggled(
  approvers: readonly Authority[],
  who: Authority,
  order: readonly Authority[],
): readonly Authority[] {
  const chosen = approvers.includes(who) ? approvers.filter((each) => each !== who) : [...approvers, who];
  return order.filter((each) => chosen.includes(each));
}

export type HoursDraft = Readonly<Record<Deadline | 'reminder' | 'escalation', string>>;

/** The deadlines in force, to be changed. */
export function hoursOf({ deadlines }: InForce): HoursDraft {
  const { task, informationHours, informationReminderHours, activationHours, activationReminderHours } =
    deadlines;
  const { appealDays, appealAnswerHours, accessReviewHours } = deadlines;
  const figures = {
    ...{ informationHours, informationReminderHours, activationHours, activationReminderHours },
    ...{ appealDays, appealAnswerHours, accessReviewHours },
    ...{ reminder: task.reminder, escalation: task.escalation },
  };
  return Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [key, String(value)]),
  ) as HoursDraft;
}

/** What of the deadlines is asked for: only what differs; null where nothing does, or a figure can't be read. */
export function deadlinesOf(typed: HoursDraft, inForce: InForce): DeadlineRules | null {
  const before = hoursOf(inForce);
  const keys = Object.keys(typed) as (keyof HoursDraft)[];
  const changed = keys.filter((key) => typed[key].trim() !== before[key]);
  if (changed.length === 0 || changed.some((key) => !/^\d{1,4}$/.test(typed[key].trim()))) return null;
  const { reminder, escalation, ...others } = typed;
  const ofTasks = changed.includes('reminder') || changed.includes('escalation');
  const figures = changed.filter((key) => Object.hasOwn(others, key)).map((key) => [key, Number(typed[key])]);
  return {
    ...(Object.fromEntries(figures) as DeadlineRules),
    ...(ofTasks ? { task: { reminder: Number(reminder), escalation: Number(escalation) } } : {}),
  };
}
