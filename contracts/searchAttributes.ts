import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';

/**
 * Typed search attributes: codes, for they are queried. Never personal data: they are stored in clear and shown in the
 * Temporal UI. What people read stands in the current details, in words.
 */
export const searchAttributes = {
  process: defineSearchAttributeKey('Process', 'KEYWORD'),
  stage: defineSearchAttributeKey('Stage', 'KEYWORD'),
  /**
   * The role or part whose turn it is: `reviewer`, `applicant`, `bank`, `calendar`. While a task is open, whatever else
   * the process does meanwhile: the role of the one that was due first.
   */
  waitingFor: defineSearchAttributeKey('WaitingFor', 'KEYWORD'),
  /**
   * Business instant by which it should have gone on. Of a task its first deadline: reminders and escalations don't move
   * it, so what is overdue stays listed until somebody has acted.
   */
  dueAt: defineSearchAttributeKey('DueAt', 'DATETIME'),
  /** The activity that no repetition cures, while a task RESOLVE_FAULT is open about it; else none. */
  failedStep: defineSearchAttributeKey('FailedStep', 'KEYWORD'),
  institution: defineSearchAttributeKey('Institution', 'KEYWORD'),
  amountBand: defineSearchAttributeKey('AmountBand', 'KEYWORD'),
} as const;

/** Upper bounds of the bands in yuan; a band tells little enough to be stored in clear. */
const AMOUNT_BANDS_YUAN = [500_000, 2_000_000, 10_000_000] as const;
const FEN_PER_YUAN = 100;

/** The band of an amount, for filtering in the Temporal UI: `<=500000`, …, `>10000000` (yuan). */
export function amountBandOf(amountFen: number): string {
  const bound = AMOUNT_BANDS_YUAN.find((yuan) => amountFen <= yuan * FEN_PER_YUAN);
  return bound === undefined ? `>${AMOUNT_BANDS_YUAN[AMOUNT_BANDS_YUAN.length - 1]}` : `<=${bound}`;
}

/** What a loan's process begins with, whoever begins it. */
export function attributesOfLoan(principalFen: number): SearchAttributePair[] {
  return [
    { key: searchAttributes.stage, value: 'REPAYING' },
    { key: searchAttributes.waitingFor, value: 'calendar' },
    { key: searchAttributes.amountBand, value: amountBandOf(principalFen) },
  ];
}

/** What an order's process begins with, whoever begins it. */
export function attributesOfPayment(amountFen: number): SearchAttributePair[] {
  return [
    { key: searchAttributes.stage, value: 'SUBMITTED' },
    { key: searchAttributes.waitingFor, value: 'bank' },
    { key: searchAttributes.amountBand, value: amountBandOf(amountFen) },
  ];
}
