import type { Answers } from '../../client/client';
import { words } from '../../kit/words/words';

/** Who reads changes of all loans; the API says the same. */
export const READERS = [
  'finance',
  'risk',
  'approver',
  'board',
  'customer_service',
  'admin',
  'auditor',
] as const;

export const CHANGE_KINDS = words({
  RESUME_DEBIT: ['恢复自动扣款', 'Resume automatic debits'],
  PAUSE_DEBIT: ['暂停自动扣款', 'Pause automatic debits'],
  BIND_ACCOUNT: ['更换扣款账户', 'Bind another account'],
  REVERSE_RECEIPT: ['冲回收款', 'Take a receipt back'],
  MANUAL_RECEIPT: ['手工入账', 'Enter money by hand'],
  EXTEND: ['展期', 'Extend the term'],
  RESCHEDULE: ['重组', 'Reschedule'],
  REPRICE: ['调整利率', 'Change the rate'],
  WAIVE: ['减免', 'Waive'],
  ACCELERATE: ['宣布提前到期', 'Call the loan in'],
  WRITE_OFF: ['核销', 'Write off'],
  UPGRADE: ['上调分类，恢复计息', 'Upgrade and recognise interest again'],
  DEBTOR_FACT: ['债务人风险事实', 'A fact about the debtor'],
});

export const CHANGE_STATUSES = words({
  REQUESTED: ['等待审批', 'Waits to be approved'],
  OFFERED: ['等待借款人确认', 'Waits for the borrower'],
  APPROVED: ['已同意，等待贷款执行', 'Approved: the loan takes it'],
  REJECTED: ['未同意', 'Rejected'],
  WITHDRAWN: ['已撤回', 'Withdrawn'],
  DECLINED: ['借款人拒绝', 'Declined by the borrower'],
  LAPSED: ['逾期未确认，已失效', 'Lapsed unanswered'],
  APPLIED: ['已执行', 'Applied'],
  REFUSED: ['账务无法执行', 'The books refuse it'],
});

/** Why a receipt is taken back. */
export const REVERSAL_CAUSES = words<NonNullable<Answers['LoanChange']['because']>>({
  BOUNCED: ['银行退票，款项未留存', 'It bounced: the bank took it back, or never had it'],
  NOT_BOUNCED: [
    '此前误作退票冲回，银行款项仍在，转为待查',
    'It was taken back as bounced by mistake: the bank has it still, and it is held',
  ],
  WRONG_LOAN: [
    '误入本笔贷款，款项转为待查',
    'It was not for this loan: it is held until it is known whose it is',
  ],
});
