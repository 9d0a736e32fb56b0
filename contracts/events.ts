/** What somebody who has it on a screen is told of when it changes. */
export const CHANGE_TOPICS = [
  'TASK',
  'APPLICATION',
  'LOAN',
  'PAYMENT',
  'FEE',
  'ENTERPRISE',
  'NOTICE',
] as const;
export type ChangeTopic = (typeof CHANGE_TOPICS)[number];
