import { accept, type Result, refuse } from '../result';
import type { ReasonedAbout, TaskRule } from './tasks';

interface DecisionReason {
  readonly about: readonly ReasonedAbout[];
  /** Decisions that it can be the reason of; without it any. */
  readonly only?: readonly string[];
  /** Nobody outside may learn of it (反洗钱法 2024 art. 7): words about it stay inside. */
  readonly isConfidential?: true;
}

/**
 * Why people refuse, what they find of a disputed fee or wrong with a part of a file, by numbers that stay for ever: 1xx who it is, 2xx whether it
 * can repay, 3xx what the money is for, 4xx papers, 5xx the payout, 6xx suspicion, 7xx the fee, 900 whatever has no
 * number. Their words are texts of `contracts`: those
 * for people inside (`decisionReasons`), and those that the applicant reads (`toldReasons`). House policy; that a
 * refusal has reasons which can be told is 个人信息保护法 art. 24.
 */
export const DECISION_REASONS = {
  D101: { about: ['ENTERPRISE', 'FILE_PART'] },
  D102: { about: ['ENTERPRISE'] },
  D103: { about: ['ENTERPRISE'], isConfidential: true },
  D104: { about: ['ENTERPRISE', 'FILE_PART'] },
  D105: { about: ['ENTERPRISE', 'APPLICATION'] },
  D106: { about: ['FILE_PART'] },
  D201: { about: ['APPLICATION'] },
  D202: { about: ['APPLICATION'] },
  D203: { about: ['APPLICATION'] },
  D204: { about: ['APPLICATION'] },
  D205: { about: ['APPLICATION'] },
  D301: { about: ['APPLICATION'] },
  D302: { about: ['APPLICATION'] },
  D303: { about: ['APPLICATION'] },
  D401: { about: ['ENTERPRISE', 'APPLICATION', 'FILE_PART'] },
  D402: { about: ['ENTERPRISE', 'APPLICATION', 'FILE_PART'] },
  D403: { about: ['FILE_PART'] },
  D501: { about: ['PAYOUT'] },
  D502: { about: ['PAYOUT', 'FILE_PART'] },
  D503: { about: ['PAYOUT'] },
  D601: { about: ['ENTERPRISE', 'APPLICATION', 'PAYOUT'], isConfidential: true },
  D701: { about: ['FEE'], only: ['GRANT'] },
  D702: { about: ['FEE'], only: ['GRANT'] },
  D703: { about: ['FEE'], only: ['GRANT'] },
  D704: { about: ['FEE'], only: ['GRANT'] },
  D705: { about: ['FEE'], only: ['GRANT'] },
  D711: { about: ['FEE'], only: ['REJECT'] },
  D712: { about: ['FEE'], only: ['REJECT'] },
  D900: { about: ['ENTERPRISE', 'APPLICATION', 'PAYOUT', 'FEE', 'FILE_PART'] },
} as const satisfies Readonly<Record<string, DecisionReason>>;
export type DecisionReasonCode = keyof typeof DECISION_REASONS;
export const DECISION_REASON_CODES = Object.keys(DECISION_REASONS) as readonly DecisionReasonCode[];

/** What has no number: the words alone say it. */
const IN_OWN_WORDS: DecisionReasonCode = 'D900';

/** What somebody gives as the reason of a decision. */
export interface GivenReason {
  /** Words; of a refusal the applicant reads them. */
  readonly reason: string;
  readonly reasonCode?: string | undefined;
  /** Words that stay inside. */
  readonly note?: string | undefined;
}

export type ReasonRefusal = 'REASON_REQUIRED' | 'REASON_CODE_NOT_OFFERED' | 'REASON_IS_CONFIDENTIAL';

/** The numbers that a decision on a kind of task may be given; none where it needs no number. */
export function reasonCodesFor({ numbered }: TaskRule, decision: string): readonly DecisionReasonCode[] {
  if (numbered === undefined || !numbered.decisions.includes(decision)) return [];
  return reasonCodesAbout(numbered.about).filter((code) => {
    const { only }: DecisionReason = DECISION_REASONS[code];
    return only === undefined || only.includes(decision);
  });
}

/** The numbers of what is said about something. */
export function reasonCodesAbout(matter: ReasonedAbout): readonly DecisionReasonCode[] {
  return DECISION_REASON_CODES.filter((code) => {
    const { about }: DecisionReason = DECISION_REASONS[code];
    return about.includes(matter);
  });
}

/**
 * Whether a decision may be taken for the reason given. A refusal has a number, or words, which then count under the
 * number of what has none; what is confidential is said inside, and never to the applicant.
 * @param askedBecause code of the task's own reason
 */
export function judgeReason(
  rule: TaskRule,
  decision: string,
  { reason, reasonCode, note }: GivenReason,
  askedBecause: string,
): Result<void, ReasonRefusal> {
  const offered = reasonCodesFor(rule, decision);
  const number = offered.find((code) => code === reasonCode);
  if (reasonCode !== undefined && number === undefined)
    return refuse('REASON_CODE_NOT_OFFERED', 'reasonCode');
  const isExplained = rule.explainedFor?.includes(askedBecause) === true || rule.reasonFor.includes(decision);
  if (number === undefined || number === IN_OWN_WORDS) {
    return isExplained && !isSaid(reason) ? refuse('REASON_REQUIRED') : accept(undefined);
  }
  if (!isConfidential(number)) {
    const needsWords = rule.numbered?.withWords === true;
    return needsWords && !isSaid(reason) ? refuse('REASON_REQUIRED') : accept(undefined);
  }
  if (isSaid(reason)) return refuse('REASON_IS_CONFIDENTIAL', 'reason');
  return isSaid(note) ? accept(undefined) : refuse('REASON_REQUIRED', 'note');
}

/** Whether nobody outside may learn of a reason. */
export function isConfidential(code: DecisionReasonCode): boolean {
  const reason: DecisionReason = DECISION_REASONS[code];
  return reason.isConfidential === true;
}

/** The reason of a decision as it is kept, with the number that it counts under; null where it has none. */
export function keptReason(
  rule: TaskRule,
  { decision, reason, reasonCode, note = '' }: GivenReason & { readonly decision: string },
): { readonly reason: string; readonly reasonCode: DecisionReasonCode | null; readonly note: string } {
  const isNumbered = reasonCodesFor(rule, decision).length > 0;
  return { reason, reasonCode: isNumbered ? givenNumber({ reasonCode }) : null, note };
}

type Numbered = Pick<GivenReason, 'reasonCode'>;

/** The number of a refusal: words without one count under the number of what has none. */
export function givenNumber({ reasonCode }: Numbered): DecisionReasonCode {
  return DECISION_REASON_CODES.find((code) => code === reasonCode) ?? IN_OWN_WORDS;
}

function isSaid(words: unknown): boolean {
  return typeof words === 'string' && words.trim() !== '';
}
