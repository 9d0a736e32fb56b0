import type { ApprovalParameters } from '../parameters/approval';
import type { DeadlineParameters, TaskHours } from '../parameters/deadlines';
import { Exact } from '../parameters/decimal';
import type { ParameterSet } from '../parameters/parametersAt';
import { accept, type Result, refuse } from '../result';

/** What an institution may set of the rules by itself; what it leaves out stays the house's. */
export interface OwnRules {
  readonly approval: Partial<
    Pick<
      ApprovalParameters,
      'matrix' | 'singleBorrowerShareOfNetAssets' | 'maximumDelegationDays' | 'assignment'
    >
  >;
  readonly deadlines: Partial<DeadlineParameters>;
}
export const OWN_SUBJECTS = ['approval', 'deadlines'] as const satisfies readonly (keyof OwnRules)[];
export type OwnSubject = (typeof OWN_SUBJECTS)[number];

/** Asked for by one person, decided by another. */
export const OWN_RULES_STATUSES = ['REQUESTED', 'APPROVED', 'REJECTED'] as const;
export type OwnRulesStatus = (typeof OWN_RULES_STATUSES)[number];

/** A version of the rules of an institution about a subject. */
export type OwnVersion = {
  [Subject in OwnSubject]: {
    readonly id: string;
    readonly subject: Subject;
    readonly value: OwnRules[Subject];
  };
}[OwnSubject];

/**
 * The rules in force for an institution: the house's, with its own laid over them. Each decision keeps the ids of the
 * versions that it used.
 * @param own versions in force on the day of the set, at most one of each subject
 */
export function withOwnRules(set: ParameterSet, own: readonly OwnVersion[]): ParameterSet {
  const { approval, deadlines } = set;
  const ownDeadlines = ownOf(own, 'deadlines');
  const taskOfKind = { ...deadlines.taskOfKind, ...ownDeadlines.taskOfKind };
  return {
    ...set,
    approval: { ...approval, ...ownOf(own, 'approval') },
    deadlines: { ...deadlines, ...ownDeadlines, taskOfKind },
    versions: { ...set.versions, ...Object.fromEntries(own.map(({ subject, id }) => [subject, id])) },
  };
}

function ownOf<Subject extends OwnSubject>(own: readonly OwnVersion[], subject: Subject): OwnRules[Subject] {
  const version = own.find((each) => each.subject === subject);
  return (version?.value ?? {}) as OwnRules[Subject];
}

/** Why rules can't be set so. */
export type OwnRulesRefusal =
  | 'MATRIX_NOT_RISING'
  | 'MATRIX_NOT_OPEN'
  | 'MATRIX_APPROVED_BY_NOBODY'
  | 'LIMIT_ABOVE_LAW'
  | 'ESCALATION_BEFORE_REMINDER'
  | 'WORKING_HOURS_BROKEN';

/**
 * Whether an institution may set rules so: the schema has seen to their form.
 * @param house what is in force without them; of a limit of the law it is the most
 */
export function checkOwnRules(
  rules: Pick<OwnVersion, 'subject' | 'value'>,
  house: ParameterSet,
): Result<void, OwnRulesRefusal> {
  return rules.subject === 'approval'
    ? checkApproval(rules.value as OwnRules['approval'], house.approval)
    : checkDeadlines(rules.value as OwnRules['deadlines']);
}

/** Each level reaches further than the one below, the last has no limit, and somebody beside the reviewer approves. */
function checkApproval(
  { matrix = [], singleBorrowerShareOfNetAssets: share = '0' }: OwnRules['approval'],
  { singleBorrowerShareOfNetAssets: most }: ApprovalParameters,
): Result<void, OwnRulesRefusal> {
  if (new Exact(share).gt(most)) {
    return refuse('LIMIT_ABOVE_LAW', 'value.singleBorrowerShareOfNetAssets', { most });
  }
  if (matrix.length === 0) return accept(undefined);
  const { maximumExposureFen, minimumGrade } = matrix[matrix.length - 1] ?? {};
  if (maximumExposureFen !== null || minimumGrade !== null) return refuse('MATRIX_NOT_OPEN', 'value.matrix');
  const bounds = matrix.map((level) => level.maximumExposureFen ?? Number.POSITIVE_INFINITY);
  if (bounds.some((bound, index) => index > 0 && bound <= (bounds[index - 1] ?? 0)))
    return refuse('MATRIX_NOT_RISING', 'value.matrix');
  const hasApprover = matrix.every(({ approvers }) => approvers.some((who) => who !== 'RISK_REVIEWER'));
  return hasApprover ? accept(undefined) : refuse('MATRIX_APPROVED_BY_NOBODY', 'value.matrix');
}

function checkDeadlines(value: OwnRules['deadlines']): Result<void, OwnRulesRefusal> {
  const { task, taskOfKind = {}, workingHours = [] } = value;
  const times = workingHours.flat();
  if (times.some((time, index) => index > 0 && time <= (times[index - 1] ?? '')))
    return refuse('WORKING_HOURS_BROKEN', 'value.workingHours');
  const hours = [task, ...Object.values(taskOfKind)].filter((some): some is TaskHours => some !== undefined);
  const isInOrder = hours.every(({ reminder, escalation }) => reminder < escalation);
  return isInOrder ? accept(undefined) : refuse('ESCALATION_BEFORE_REMINDER', 'value');
}
