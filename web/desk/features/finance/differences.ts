import type { Answers } from '../../../client/client';
import { words } from '../../../kit/words/words';

export const RECEIPT_STATUSES = words({
  OPEN: ['待认领', 'Open'],
  CLAIMED: ['已认领', 'Identified'],
  RETURNED: ['已退回', 'Returned'],
  CAPITAL: ['已转资本', 'Taken as capital'],
});

export const RECEIPT_REASONS = words({
  UNKNOWN_PAYER: ['付款人不明', 'The payer is not known'],
  ABOVE_PAYOFF: ['超过结清金额', 'More than pays the loan off'],
  THIRD_PARTY: ['第三方付款', 'Paid by a third party'],
  LOAN_NOT_ACTIVE: ['贷款目前不收款', 'The loan takes no money now'],
  SEVERAL_LOANS: ['涉及多笔贷款', 'Several loans'],
  ACCOUNT: ['借款人账户来款', "From the borrower's account"],
  ACCOUNT_SHARED: ['多个借款人共用的账户', 'From an account of several borrowers'],
  PAYER_NAME: ['户名相符', "By the payer's name"],
  GUARANTOR_OR_LEGAL_PERSON: ['担保人或法定代表人来款', 'From a guarantor or the legal person'],
  AMOUNT_ONLY: ['仅金额相符', 'By the amount alone'],
  LOAN_BROKEN: ['贷款账务无法入账', 'The books of the loan do not take it'],
  ENTERED_BY_HAND: ['可能已手工入账', 'Perhaps entered by hand already'],
  DUPLICATE: ['银行重复记账', 'Twice at the bank'],
  AMOUNT_DIFF: ['与指令金额不符', 'Another amount than was ordered'],
  ORDER_FAILED: ['指令按失败处理后到账', 'By an order that counts as failed'],
  TAKEN_BACK: ['已从贷款冲回，款项仍在银行', 'Taken back from a loan, and at the bank still'],
});

export const BREAK_STATUSES = words({
  OPEN: ['待处理', 'Open'],
  RESOLVED: ['已处理', 'Resolved'],
});

export const BREAK_KINDS = words({
  LONG: ['长款：银行有，账上无', 'Long: at the bank, not in the books'],
  SHORT: ['短款：账上有，银行无', 'Short: in the books, not at the bank'],
  DUPLICATE: ['银行重复记账', 'Twice at the bank'],
  AMOUNT_DIFF: ['金额不符', 'Amount differs'],
  BALANCE: ['日终余额不符', 'Closing balance differs'],
  FILE: ['对账文件无法使用', "The bank's file can't be used"],
  TRANSFER: ['转账未能记入贷款', 'A transfer could not be booked'],
  IN_TRANSIT: ['手工入账，银行未到账', 'Entered by hand, not at the bank'],
  NOTICE_AMOUNT: ['银行通知金额与指令不符', 'A notice about another amount'],
  NOT_BOOKABLE: ['账务无法记录，指令未发送', 'Not sent: the books could not take it'],
  BOOKED_ASIDE: ['款项未按原用途入账', 'Booked aside'],
  FEE_RELIEF: ['提前还款的费用减免未能登记', 'Fee relief of a prepayment not recorded'],
  REFERENCE_USED: ['银行流水号被重复使用', 'A bank reference used twice'],
  REFOLD: ['贷款台账与流水不一致', 'A loan differs from its events'],
  DAY_EXCEPTION: ['日终批处理遗漏的贷款', 'Left out of the end of day'],
  PROCESS: ['案件没有流程', 'A case without a process'],
  PAYER_CLAIM: ['应收退回款：溢缴已退，原收款冲回', 'A refund to come back: its receipt was taken back'],
  CONDUCT: ['员工行为异常', 'Unusual conduct of staff'],
});

/** Two amounts side by side, where a break is about them. */
export interface Sides {
  readonly bankFen: number | null;
  readonly booksFen: number | null;
}

/** What the bank has and what the books have, of a break; null where it is about no such amounts. */
export function sidesOf({ kind, amountFen, detail }: Answers['Break']): Sides | null {
  const { bankFen, booksFen, orderedFen, openFen } = detail;
  if (kind === 'LONG' || kind === 'DUPLICATE') return { bankFen: bankFen ?? amountFen, booksFen: null };
  if (kind === 'SHORT') return { bankFen: null, booksFen: booksFen ?? amountFen };
  if (kind === 'PAYER_CLAIM') return { bankFen: null, booksFen: openFen ?? amountFen };
  if (kind === 'NOTICE_AMOUNT')
    return { bankFen: detail.amountFen ?? amountFen, booksFen: orderedFen ?? null };
  if (bankFen === undefined && booksFen === undefined) return null;
  return { bankFen: bankFen ?? null, booksFen: booksFen ?? null };
}

/** What a program settled a break with, by the first word of its resolution: `FOUND_ON_2026-03-05`, `FEE_BOUNCED/<id>`. */
export const RESOLUTIONS = words({
  CAME_RIGHT: ['已自行一致', 'It came right by itself'],
  FOUND_ON: ['{date} 对账时已找到', 'Found in the file of {date}'],
  SEEN_BY: ['银行 {date} 已到账', 'At the bank by {date}'],
  AGREES_ON: ['{date} 起一致', 'Agrees since {date}'],
  CLOSED_ON: ['{date} 日终已补齐', 'In the end of day of {date}'],
  FILE_READ: ['对账文件已读取', "The bank's file was read"],
  REPAID: ['已退还', 'Repaid'],
  SET_OFF: ['已抵销', 'Set off'],
  FEE_BOUNCED: ['费用扣款被银行退回，已冲回', 'The bank took the debit of a fee back: it is owed again'],
});

/** How a break was settled: by a program, as a word of the list above with its date; null where it is a person's words. */
export function resolutionOf(
  resolution: string,
): { readonly key: keyof typeof RESOLUTIONS; readonly date: string } | null {
  const [, key = '', date = ''] = /^([A-Z_]+?)(?:_(\d{4}-\d{2}-\d{2})|\/.*)?$/.exec(resolution) ?? [];
  return key in RESOLUTIONS ? { key: key as keyof typeof RESOLUTIONS, date } : null;
}
