import type { TaskKind } from '../approval/tasks';
import type { WorkingSpan } from '../calendar/workingTime';

/** When the people of an open task are told, in working hours from its opening. */
export interface TaskHours {
  readonly reminder: number;
  /** Its deadline. */
  readonly escalation: number;
}

/** How long the platform waits for people. Plain figures: a process carries those of its beginning in its input. */
export interface DeadlineParameters {
  /** When those who chose so are mailed what came since the day before, `HH:mm`. */
  readonly digestAt: string;
  /** Hours of a workday. */
  readonly workingHours: readonly WorkingSpan[];
  /** Of a task whose kind has no hours of its own. */
  readonly task: TaskHours;
  readonly taskOfKind: Readonly<Partial<Record<TaskKind, TaskHours>>>;
  /** The activation mail is sent again once. */
  readonly activationReminderHours: number;
  readonly activationHours: number;
  /** Until what nobody answered in a review of rights lapses, real time: after its escalation. */
  readonly accessReviewHours: number;
  /** Hours without an answer after which the next manager above may answer too, real time. */
  readonly accessReviewEscalationHours: number;
  /** For what an applicant was asked for. */
  readonly informationHours: number;
  /** After which an enterprise is reminded of what it was asked to put right. */
  readonly informationReminderHours: number;
  /** For people of an enterprise to stop a change of their file that opens it to somebody else; a day at least, by law. */
  readonly fileChangeWaitHours: number;
  /** Days after a refusal on which it may be appealed. */
  readonly appealDays: number;
  /** Until an appeal is to be answered. */
  readonly appealAnswerHours: number;
}
