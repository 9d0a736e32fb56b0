import { words } from '../../../kit/words/words';

/** Who may read the rules, and who may ask for others and decide; the API says the same. */
export const READERS = ['risk', 'admin', 'auditor'] as const;
export const CHANGERS = ['risk', 'admin'] as const;

export const AUTHORITIES = words({
  RISK_REVIEWER: ['审查人', 'Reviewer'],
  CREDIT_MANAGER: ['信贷经理', 'Credit manager'],
  RISK_DIRECTOR: ['风险总监', 'Risk director'],
  COMMITTEE: ['贷审会', 'Committee'],
  BOARD: ['董事会', 'Board'],
});
export type Authority = keyof typeof AUTHORITIES;

export const GRADES = ['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'D'] as const;
export type Grade = (typeof GRADES)[number];

export const SUBJECTS = words({
  approval: ['审批权限与限额', 'Approval matrix and limits'],
  deadlines: ['时限', 'Deadlines'],
  pricing: ['定价', 'Pricing'],
  scorecard: ['评分卡', 'Scorecard'],
});

export const STATUSES = words({
  REQUESTED: ['等待另一人决定', 'Waits for a second person'],
  APPROVED: ['已同意', 'Approved'],
  REJECTED: ['未同意', 'Rejected'],
});

/** Deadlines that are so many hours or days. */
export const DEADLINES = words({
  informationHours: ['企业补充资料（小时）', 'To supply information (hours)'],
  activationReminderHours: ['提醒激活（小时）', 'Reminder to activate (hours)'],
  activationHours: ['激活有效期（小时）', 'Activation ends after (hours)'],
  appealDays: ['可申诉期（天）', 'To appeal (days)'],
  appealAnswerHours: ['申诉答复（小时）', 'To answer an appeal (hours)'],
  accessReviewHours: ['权限复核（小时）', 'To review rights (hours)'],
});
export type Deadline = keyof typeof DEADLINES;
