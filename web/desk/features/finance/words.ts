import type { Answers } from '../../../client/client';
import { words } from '../../../kit/words/words';
import type { Tone } from '../../parts/Mark';

export const PAYMENT_TONES: Readonly<Record<Answers['PaymentStatus'], Tone>> = {
  CREATED: 'plain',
  SUBMITTED: 'plain',
  UNKNOWN: 'bad',
  SUCCEEDED: 'good',
  FAILED: 'warn',
};

/** How a movement of the bank's file and one of the books compare. */
export const MATCHES = words({
  MATCH: ['一致', 'Agrees'],
  AMOUNT_DIFF: ['金额不符', 'Amount differs'],
  LONG: ['长款：银行有，账上无', 'Long: the bank has it, the books do not'],
  SHORT: ['短款：账上有，银行无', 'Short: the books have it, the bank does not'],
  DUPLICATE: ['银行重复记账', 'Twice at the bank'],
  CUTOFF: ['跨日未达，次日再核', 'Cut-off: looked for in the next file'],
  PENDING: ['待定：指令尚无结果', 'Pending: our order has no outcome yet'],
});
export type Match = keyof typeof MATCHES;

export const MATCH_TONES: Readonly<Record<Match, Tone>> = {
  MATCH: 'good',
  AMOUNT_DIFF: 'bad',
  LONG: 'bad',
  SHORT: 'bad',
  DUPLICATE: 'bad',
  CUTOFF: 'plain',
  PENDING: 'warn',
};
