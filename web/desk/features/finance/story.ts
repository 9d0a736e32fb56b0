import type { Answers } from '../../../client/client';
import { words } from '../../../kit/words/words';

export type Story = Answers['PaymentStory'];
export type StoryOrder = Story['orders'][number];

/** What the rules do after an answer of the bank, by its class. */
export const AFTER_ANSWER = words({
  SUCCESS: ['款项已到账', 'The money is there'],
  RETRY_SCHEDULED: ['按规则在下一时段再发一笔', 'By the rules another order goes out in the next slot'],
  RETRY_BACKOFF: ['按规则稍候再发一笔', 'By the rules another order goes out after a pause'],
  RETRY_NEXT_DAY: ['按规则次日再发一笔', 'By the rules another order goes out the next day'],
  SPLIT_OR_NEXT_DAY: ['按规则拆分，或次日再发一笔', 'By the rules it is split, or goes out the next day'],
  QUERY_THEN_RETRY: ['先向银行核实，再发一笔', 'The bank is asked before another order goes out'],
  UNKNOWN_QUERY: ['按指令号查询，不重发', 'Asked for by its key, never sent again'],
  STOP_CONTACT: ['停止自动扣款，由人工联系企业', 'No more debits: people talk to the enterprise'],
  STOP_REBIND: ['停止自动扣款，请企业更换账户', 'No more debits: another account is needed'],
  STOP_RISK: ['停止自动扣款，转风控', 'No more debits: risk looks at it'],
  STOP_MANUAL: ['停止，转人工处理', 'It stops: people decide'],
});

/** What comes next, in words; `{at}`, `{task}` are filled by the screen. */
export const NEXT = words({
  PAID: ['已完成，无需处理', 'Done: nothing is left to do'],
  PERSON: ['等待人工：{task}，{at} 前', 'Waits for a person: {task}, by {at}'],
  BANK_ASKED: ['等待银行答复，{at} 再查询', 'Waits for the bank, which is asked again at {at}'],
  BANK: ['等待银行答复', 'Waits for the bank'],
  AGAIN: ['{at} 再发一笔', 'Another order goes out at {at}'],
  LATER: ['流程于 {at} 继续', 'The process goes on at {at}'],
  OVER: ['不再自动重试', 'It is not tried again by itself'],
});

export interface Next {
  readonly key: keyof typeof NEXT;
  readonly at: string | null;
  readonly task: { readonly id: string; readonly kind: Answers['TaskKind'] } | null;
}

/** What comes next: a person's task before anything that goes on by itself. */
export function nextOf({ orders, next }: Story): Next {
  const last = orders.at(-1);
  const [task] = next?.tasks ?? [];
  if (task !== undefined) return { key: 'PERSON', at: task.dueAt, task };
  const at = next?.at ?? null;
  if (last?.status === 'SUCCEEDED') return { key: 'PAID', at: null, task: null };
  if (last?.status !== 'FAILED') return { key: at === null ? 'BANK' : 'BANK_ASKED', at, task: null };
  if (at === null) return { key: 'OVER', at: null, task: null };
  return { key: isTriedAgain(last) ? 'AGAIN' : 'LATER', at, task: null };
}

const STOPS = ['STOP_CONTACT', 'STOP_REBIND', 'STOP_RISK', 'STOP_MANUAL'];

const isTriedAgain = ({ answer }: StoryOrder): boolean => answer !== null && !STOPS.includes(answer.class);

/** Where the money is, by each book; how far both agree follows from the bank's file. */
export const STANDINGS = words({
  BOTH: ['银行与账务一致', 'Bank and books agree'],
  DIFFER: ['银行与账务不一致', 'Bank and books differ'],
  NOT_COMPARED: ['尚未与银行对账文件核对', "Not yet compared with the bank's file"],
  NOT_MOVED: ['双方均未动账', 'No money has moved at either'],
  UNKNOWN: ['银行尚未答复，账上未记', 'The bank has not said, and nothing is booked'],
});

export function standingOf({
  status,
  inFile,
}: Pick<StoryOrder, 'status' | 'inFile'>): keyof typeof STANDINGS {
  if (inFile !== null) return inFile.as === 'MATCH' ? 'BOTH' : 'DIFFER';
  if (status === 'SUCCEEDED') return 'NOT_COMPARED';
  return status === 'FAILED' ? 'NOT_MOVED' : 'UNKNOWN';
}
