/** House deadlines of the waits for people outside, in business hours. Staff's are in `TASK_RULES`. */
export const DEADLINES = {
  /** The activation mail is sent again once. */
  activationReminderHours: 24,
  activationHours: 72,
  informationHours: 14 * 24,
  offerHours: 7 * 24,
} as const;
