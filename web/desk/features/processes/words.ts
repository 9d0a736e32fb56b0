import { words } from '../../../kit/words/words';

/** Who looks after the processes of an institution; the API says the same. */
export const ADMINS = ['admin'] as const;
export const ACT_READERS = ['admin', 'risk', 'auditor'] as const;
export const CHECK_READERS = ['admin', 'auditor'] as const;

export const STUCK = words({
  ENDED_BADLY: ['异常结束', 'Ended badly'],
  TASK_FAILS: ['程序与流程不符', 'The program does not fit'],
  ACTIVITY_FAILS: ['步骤反复失败', 'A step keeps failing'],
  ACTIVITY_PAUSED: ['步骤被暂停', 'A step is paused'],
  WAITS_FOR_ADMIN: ['等待管理员决定', 'Waits for an admin'],
  OVERDUE: ['过期无人处理', 'Overdue: nobody acts'],
});
export type StuckReason = keyof typeof STUCK;

/** The first step of the runbook for each reason. */
export const CURES = words({
  ENDED_BADLY: [
    '先查明原因并修正数据，再“退回上一步”；业务未结束的流程会在一分钟内被自动恢复。',
    'Find out why and put the data right, then set it back. A process whose case goes on is carried on within a minute.',
  ],
  TASK_FAILS: [
    '多为错误发布：回退程序后流程会自行继续，无需逐个处理。',
    'Most often a bad deploy: roll the program back, and the processes go on by themselves.',
  ],
  ACTIVITY_FAILS: [
    '先确认对方（银行、征信、数据库）已恢复，再“立即重试”；不处理也会按间隔自动重试。',
    'See that the other side (bank, bureau, database) answers again, then retry now. It is tried again by itself too.',
  ],
  ACTIVITY_PAUSED: [
    '有人在平台之外暂停了该步骤：查明是谁、为什么，再“立即重试”。',
    'Somebody paused the step past the platform: find out who and why, then retry now.',
  ],
  WAITS_FOR_ADMIN: [
    '打开该业务的“排除步骤故障”待办：原因消除后再试，或由两人放弃该步骤。',
    'Open the task “a step failed”: try again once the cause is gone, or two people give the step up.',
  ],
  OVERDUE: [
    '打开该业务的待办，转给能处理的人；人手不足时调整权限或代理。',
    'Open the task of the case and give it to somebody who can act; else change rights or name a deputy.',
  ],
});

export const ACTS = words({
  RETRY_NOW: ['立即重试', 'Retry now'],
  LOOK_AGAIN: ['重新查看', 'Look again'],
  SET_BACK: ['退回上一步', 'Set back a step'],
  END: ['终止流程', 'End the process'],
});
export type ActKind = keyof typeof ACTS;

/** What will happen, before it does. */
export const PREVIEWS = words({
  RETRY_NOW: [
    '正在等待重试的步骤会马上再执行一次。款项不会重复：同一指令银行只付一次。立即生效。',
    'What waits for its next attempt is tried at once. No money moves twice: the bank pays one order per key. Done at once.',
  ],
  LOOK_AGAIN: [
    '流程会重新读取业务，并重写环节与待办。不改变任何决定。立即生效。',
    'The process reads its case anew and writes its stage and tasks again. No decision changes. Done at once.',
  ],
  SET_BACK: [
    '流程会从上一步重新执行；已发出的指令与已记的账不会重复。须由另一人同意后执行。',
    'The process does its last step again; orders sent and entries booked are not repeated. A second person must agree.',
  ],
  END: [
    '流程到此为止，不再继续。业务未结束时会被拒绝。须由另一人同意后执行。',
    'The process ends where it stands. Refused while its case goes on. A second person must agree.',
  ],
});

export const ACT_STATUSES = words({
  ASKED: ['等待另一人同意', 'Waits for a second person'],
  REJECTED: ['未同意', 'Rejected'],
  APPROVED: ['已同意，即将执行', 'Approved, about to be done'],
  ACCEPTED: ['已受理，流程尚未前进', 'Accepted: the process has not moved yet'],
  MOVED: ['流程已前进', 'The process has moved'],
  REFUSED: ['无法执行', 'Could not be done'],
});
