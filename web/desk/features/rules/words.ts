import type { Answers } from '../../../client/client';
import { type Words, words } from '../../../kit/words/words';
import type { Price } from './ruleFigures';

/** Who may read the rules, and who may ask for others and decide; the API says the same. */
export const READERS = ['risk', 'admin', 'auditor'] as const;
export const CHANGERS = ['risk', 'admin'] as const;

export type Authority = Answers['Authority'];

export const GRADES = ['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'D'] as const;
export type Grade = (typeof GRADES)[number];

export const SUBJECTS = words({
  approval: ['审批权限与限额', 'Approval matrix and limits'],
  deadlines: ['时限', 'Deadlines'],
  fees: ['收费标准', 'Price list'],
  postLoan: ['预警阈值', 'Thresholds of early warnings'],
  pricing: ['定价', 'Pricing'],
  scorecard: ['评分卡', 'Scorecard'],
});

export const PRICE_WORDS: Words<Price> = words({
  fundingSpreadRate: ['资金加点', 'Funding above the LPR'],
  opexRate: ['运营成本率', 'Cost of running a loan'],
  capitalRatio: ['资本占用比例', 'Capital for a loan'],
  hurdleRate: ['资本回报要求', 'Return on capital'],
});

export type Assignment = Answers['RulesInForce']['approval']['assignment'];
export const ASSIGNMENT_WORDS: Words<Assignment> = words({
  OFF: ['由人领取', 'People claim them'],
  LEAST_LOAD: ['分派给可办理且在办最少的人', 'Given to whoever may decide and has least'],
});

export const STATUSES = words({
  REQUESTED: ['等待另一人决定', 'Waits for a second person'],
  APPROVED: ['已同意', 'Approved'],
  REJECTED: ['未同意', 'Rejected'],
});

/** Deadlines that are so many hours or days. */
export const DEADLINES = words({
  informationHours: ['企业补充资料（小时）', 'To supply information (hours)'],
  informationReminderHours: ['提醒更正资料（小时）', 'Reminder to correct the file (hours)'],
  activationReminderHours: ['提醒激活（小时）', 'Reminder to activate (hours)'],
  activationHours: ['激活有效期（小时）', 'Activation ends after (hours)'],
  appealDays: ['可申诉期（天）', 'To appeal (days)'],
  appealAnswerHours: ['申诉答复（小时）', 'To answer an appeal (hours)'],
  accessReviewHours: ['权限复核（小时）', 'To review rights (hours)'],
});
export type Deadline = keyof typeof DEADLINES;
