import { defineSearchAttributeKey } from '@temporalio/common';

/** Typed search attributes. Never personal data: they are stored in clear and shown in the Temporal UI. */
export const searchAttributes = {
  process: defineSearchAttributeKey('Process', 'KEYWORD'),
  stage: defineSearchAttributeKey('Stage', 'KEYWORD'),
  /** The role or part whose turn it is: `reviewer`, `applicant`, `bank`, `calendar`. */
  waitingFor: defineSearchAttributeKey('WaitingFor', 'KEYWORD'),
  dueAt: defineSearchAttributeKey('DueAt', 'DATETIME'),
  institution: defineSearchAttributeKey('Institution', 'KEYWORD'),
  amountBand: defineSearchAttributeKey('AmountBand', 'KEYWORD'),
} as const;
