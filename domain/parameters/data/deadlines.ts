import { isoDate } from '../../calendar/isoDate';
import type { DeadlineParameters } from '../deadlines';
import type { Version } from '../version';

/** Deadlines of people: of staff for their tasks, of enterprises for what they were asked for. */
export const DEADLINE_VERSIONS: readonly Version<DeadlineParameters>[] = [
  {
    id: 'deadlines/1',
    effectiveFrom: isoDate('2019-08-20'),
    source:
      'House policy: reminder after 24 hours, escalation after 48 (oracles/policy.json approval), counted in workdays of eight hours; tasks that need the borrower or a third party have more, a process that stands still less; an appeal is answered within 15 days (银行业保险业消费投诉处理管理办法 art. 20); a recovered account waits for three days (NIST SP 800-63B-4 4.2)',
    value: {
      digestAt: '08:30',
      workingHours: [
        ['09:00', '12:00'],
        ['13:00', '18:00'],
      ],
      task: { reminder: 8, escalation: 16 },
      taskOfKind: {
        IDENTIFY_RECEIPT: { reminder: 16, escalation: 32 },
        COLLECT_MANUALLY: { reminder: 24, escalation: 48 },
        RETRY_REFUND: { reminder: 24, escalation: 48 },
        COLLECT_FEE: { reminder: 24, escalation: 48 },
        RESOLVE_FEE_DISPUTE: { reminder: 40, escalation: 64 },
        RESOLVE_FAULT: { reminder: 2, escalation: 4 },
        CONFIRM_GIVE_UP: { reminder: 2, escalation: 4 },
        REVIEW_ACCESS: { reminder: 56, escalation: 80 },
        DECIDE_APPEAL: { reminder: 40, escalation: 64 },
        CHECK_BORROWER: { reminder: 80, escalation: 120 },
      },
      accessReviewHours: 720,
      accessReviewEscalationHours: 168,
      activationReminderHours: 24,
      activationHours: 72,
      informationHours: 336,
      informationReminderHours: 168,
      fileChangeWaitHours: 72,
      appealDays: 30,
      appealAnswerHours: 360,
    },
  },
];
