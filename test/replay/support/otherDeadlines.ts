import type { CaseRules } from '../../../domain/parameters/caseRules';
import type { TaskHours } from '../../../domain/parameters/deadlines';

/** The figures of a case that waits for people so many times as long. */
export function timesAsLong(factor: number, rules: CaseRules): CaseRules {
  const { workingTime, task, taskOfKind, accessReviewHours, accessReviewEscalationHours } = rules;
  const { activationReminderHours, activationHours, informationHours, appealDays, appealAnswerHours } = rules;
  const { fileChangeWaitHours } = rules;
  const scaled = ({ reminder, escalation }: TaskHours): TaskHours => ({
    reminder: reminder * factor,
    escalation: escalation * factor,
  });
  const ofKind = Object.entries(taskOfKind).map(([kind, hours]) => [kind, scaled(hours)]);
  return {
    workingTime,
    task: scaled(task),
    taskOfKind: Object.fromEntries(ofKind),
    accessReviewHours: accessReviewHours * factor,
    accessReviewEscalationHours: accessReviewEscalationHours * factor,
    activationReminderHours: activationReminderHours * factor,
    activationHours: activationHours * factor,
    informationHours: informationHours * factor,
    informationReminderHours: rules.informationReminderHours * factor,
    fileChangeWaitHours: fileChangeWaitHours * factor,
    appealDays: Math.ceil(appealDays * factor),
    appealAnswerHours: appealAnswerHours * factor,
  };
}
