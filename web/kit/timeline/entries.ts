import type { Answers } from '../../client/client';
import {
  CASE_NAMES,
  DECISION_NAMES,
  PAYMENT_STATUS_NAMES,
  PURPOSE_NAMES,
  SITTING_OUTCOME_NAMES,
  STAGE_NAMES,
  TASK_NAMES,
} from '../words/names';
import { type Pair, type Words, words } from '../words/words';
import { ACT_NAMES } from './acts';

/** One entry of the story of a case, whatever its case is. */
export type Entry =
  | Answers['TaskTimelineEntry']
  | Answers['ApplicationTimelineEntry']
  | Answers['EnterpriseTimelineEntry'];

/** What an entry says: what happened, and to whom it went or what was said. */
export interface Told {
  readonly what: readonly Pair[];
  readonly by: string | null;
  readonly words: readonly string[];
  readonly amountFen: number | null;
  /** How it looks: something that is good, bad, or neither. */
  readonly mood: 'GOOD' | 'BAD' | 'PLAIN';
}

const HAPPENED: Words<Answers['TaskEntry']['happened']> = words({
  CLAIMED: ['领取', 'claimed'],
  RELEASED: ['退回待办', 'given back'],
  GIVEN: ['分派', 'assigned'],
  REMINDED: ['到期提醒', 'reminded'],
  ESCALATED: ['超时升级', 'escalated'],
});
const MESSAGE_STATUSES: Words<Answers['MessageEntry']['status']> = words({
  WAITING: ['待发送', 'waiting'],
  SENDING: ['发送中', 'being sent'],
  SENT: ['已发送', 'sent'],
  FAILED: ['发送失败', 'failed'],
});
const CHANNELS: Words<Answers['MessageEntry']['channel']> = words({
  EMAIL: ['邮件通知', 'Mail'],
  SMS: ['短信通知', 'Text message'],
});

/** How a person, or a committee, has decided. */
const DECIDED: Words<Answers['DecisionEntry']['decision']> = { ...DECISION_NAMES, ...SITTING_OUTCOME_NAMES };

const BAD_DECISIONS: readonly Answers['DecisionEntry']['decision'][] = [
  'REJECT',
  'UPHOLD',
  'FAILED',
  'DISAGREE',
  'GIVE_UP',
  'CANCEL',
  'REJECTED',
  'VETOED',
];

/** A committee that could not decide, or that another one decides after. */
const LEFT_OPEN: readonly Answers['DecisionEntry']['decision'][] = ['NO_QUORUM', 'ONE_LEVEL_UP'];

function moodOf(decision: Answers['DecisionEntry']['decision']): Told['mood'] {
  if (LEFT_OPEN.includes(decision)) return 'PLAIN';
  return BAD_DECISIONS.includes(decision) ? 'BAD' : 'GOOD';
}

const plain = (what: readonly Pair[], by: string | null = null): Told => ({
  what,
  by,
  words: [],
  amountFen: null,
  mood: 'PLAIN',
});

/** What an entry says. @param caseType by which its stages are named */
export function toldBy(entry: Entry, caseType: Answers['CaseType']): Told {
  switch (entry.kind) {
    case 'STAGE':
      return plain([stageName(caseType, entry.to)], entry.by?.name ?? null);
    case 'ACT':
      return plain([ACT_NAMES[entry.act]], entry.by?.name ?? null);
    case 'TASK': {
      const people = entry.to === null || entry.to.id === entry.by?.id ? [] : [`→ ${entry.to.name}`];
      const told = plain([TASK_NAMES[entry.task], HAPPENED[entry.happened]], entry.by?.name ?? null);
      return { ...told, words: people, mood: entry.happened === 'ESCALATED' ? 'BAD' : 'PLAIN' };
    }
    case 'DECISION': {
      const told = plain([TASK_NAMES[entry.task], DECIDED[entry.decision]], entry.by?.name ?? null);
      const said = [entry.reason, entry.note].filter((word) => word !== '');
      return { ...told, words: said, mood: moodOf(entry.decision) };
    }
    case 'PAYMENT': {
      const told = plain([PURPOSE_NAMES[entry.purpose], PAYMENT_STATUS_NAMES[entry.status]]);
      const isBad = entry.status === 'FAILED' || entry.status === 'UNKNOWN';
      return { ...told, amountFen: entry.amountFen, mood: isBad ? 'BAD' : 'PLAIN' };
    }
    case 'MESSAGE':
      return {
        ...plain([CHANNELS[entry.channel], MESSAGE_STATUSES[entry.status]]),
        mood: entry.status === 'FAILED' ? 'BAD' : 'PLAIN',
      };
    default:
      return unknown(entry);
  }
}

/** What a stage means; of a stage that a case of the kind does not have, what the case is. */
export function stageName(caseType: Answers['CaseType'], stage: string): Pair {
  const names: Readonly<Record<string, Pair>> = STAGE_NAMES[caseType];
  return names[stage] ?? CASE_NAMES[caseType];
}

function unknown(entry: never): never {
  throw new Error(`no words for ${JSON.stringify(entry)}`);
}
