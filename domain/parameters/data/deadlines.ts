import { isoDate } from '../../calendar/isoDate';
import type { DeadlineParameters } from '../deadlines';
import type { Version } from '../version';

/** Deadlines of people: of staff for their tasks, of enterprises for what they were asked for. */
export const DEADLINE_VERSIONS: readonly Version<DeadlineParameters>[] = [
  {
    id: 'deadlines/1',
    effectiveFrom: isoDate('2019-08-20'),
    source:
      'House policy: reminder after 24 hours, escalation after 48 (oracles/policy.json approval); tasks that need the borrower or a third party have more, a process that stands still less',
    value: {
      task: { reminder: 24, escalation: 48 },
      taskOfKind: {
        IDENTIFY_RECEIPT: { reminder: 48, escalation: 96 },
        COLLECT_MANUALLY: { reminder: 72, escalation: 144 },
        RETRY_REFUND: { reminder: 72, escalation: 144 },
        RESOLVE_FAULT: { reminder: 4, escalation: 12 },
        CONFIRM_GIVE_UP: { reminder: 4, escalation: 12 },
      },
      activationReminderHours: 24,
      activationHours: 72,
      informationHours: 336,
    },
  },
];
