import type { Answers } from '../../../client/client';
import { typedMonths } from '../../../kit/loan/wantedTerms';
import { type Words, words } from '../../../kit/words/words';

type Change = Answers['LoanChange'];
type Body = Answers['QuoteChangeWish'];

/** What a borrower may ask for; the API says the same. */
export const ASKABLE = ['EXTEND', 'RESCHEDULE', 'BIND_ACCOUNT'] as const satisfies Change['kind'][];
export type Askable = (typeof ASKABLE)[number];

export const CHANGE_NAMES: Words<Change['kind']> = words({
  RESUME_DEBIT: ['恢复自动扣款', 'Automatic debits resumed'],
  PAUSE_DEBIT: ['暂停自动扣款', 'Automatic debits paused'],
  BIND_ACCOUNT: ['更换还款账户', 'Another account'],
  REVERSE_RECEIPT: ['冲回收款', 'A receipt taken back'],
  MANUAL_RECEIPT: ['手工登记还款', 'A repayment entered by hand'],
  EXTEND: ['展期', 'A later maturity'],
  RESCHEDULE: ['重新安排还款', 'Another schedule'],
  REPRICE: ['调整利率', 'Another rate'],
  WAIVE: ['减免', 'A waiver'],
  ACCELERATE: ['宣布提前到期', 'The loan is called in'],
  WRITE_OFF: ['核销', 'Written off'],
  UPGRADE: ['恢复计息', 'Interest recognised again'],
  DEBTOR_FACT: ['风险事实', 'A fact about the debtor'],
});

export const CHANGE_STATES: Words<Change['status']> = words({
  REQUESTED: ['金融机构正在审批', 'The institution is looking at it'],
  OFFERED: ['等您确认', 'Waits for your answer'],
  APPROVED: ['已批准，即将执行', 'Approved, about to be done'],
  REJECTED: ['未批准', 'Not approved'],
  // By the borrower, or by staff where they asked for it.
  WITHDRAWN: ['已撤回', 'Withdrawn'],
  DECLINED: ['您已拒绝', 'You declined it'],
  LAPSED: ['逾期未确认，已失效', 'Lapsed without an answer'],
  APPLIED: ['已执行', 'Done'],
  REFUSED: ['未能执行', 'Could not be done'],
});

/** How a change stands, by colour beside its word. */
export function moodOf({ status }: Pick<Change, 'status'>): 'GOOD' | 'BAD' | 'DO' | 'PLAIN' {
  if (status === 'OFFERED') return 'DO';
  if (status === 'APPLIED') return 'GOOD';
  return status === 'REJECTED' || status === 'REFUSED' || status === 'LAPSED' ? 'BAD' : 'PLAIN';
}

/** A change as it is typed. */
export interface Typed {
  readonly kind: Askable;
  readonly months: string;
  readonly accountNo: string;
}

/** As the API takes it, to be quoted; null while something is missing or can't be read. */
export function bodyOf({ kind, months: typed, accountNo }: Typed): Body | null {
  if (kind === 'BIND_ACCOUNT') {
    const bankAccountNo = accountNo.replace(/\s/g, '');
    return bankAccountNo === '' ? null : { kind, bankAccountNo };
  }
  const months = typedMonths(typed);
  if (months === null) return null;
  return kind === 'EXTEND'
    ? { kind, months, isSecured: false, hasSecurityConsent: false }
    : { kind, termMonths: months };
}
