import enRoles from '../../../contracts/texts/en/roles.json';
import enStages from '../../../contracts/texts/en/stages.json';
import enTasks from '../../../contracts/texts/en/tasks.json';
import zhRoles from '../../../contracts/texts/zh-CN/roles.json';
import zhStages from '../../../contracts/texts/zh-CN/stages.json';
import zhTasks from '../../../contracts/texts/zh-CN/tasks.json';
import type { Answers } from '../../client/client';
import { type Pair, pairs, type Words, words } from './words';

/** What the API's own words are called by people: a value without a name does not compile. */
type Names<Value extends string> = Words<Value>;

/** Roles, and who else something may wait for. */
export const PARTY_NAMES = pairs(zhRoles, enRoles);
export const ROLE_NAMES: Names<Answers['Role']> = PARTY_NAMES;
export const TASK_NAMES: Names<Answers['TaskKind']> = pairs(zhTasks, enTasks);

/** What each stage of each kind of case means. */
export const STAGE_NAMES = {
  ONBOARDING: pairs(zhStages.ONBOARDING, enStages.ONBOARDING),
  APPLICATION: pairs(zhStages.APPLICATION, enStages.APPLICATION),
  APPEAL: pairs(zhStages.APPEAL, enStages.APPEAL),
  FILE_CHANGE: pairs(zhStages.FILE_CHANGE, enStages.FILE_CHANGE),
  LOAN: pairs(zhStages.LOAN, enStages.LOAN),
  LOAN_CHANGE: pairs(zhStages.LOAN_CHANGE, enStages.LOAN_CHANGE),
  COLLECTION: pairs(zhStages.COLLECTION, enStages.COLLECTION),
  PAYMENT: { ...pairs(zhStages.PAYMENT, enStages.PAYMENT), ...pairs(zhStages.DISPUTE, enStages.DISPUTE) },
  RECEIPT: pairs(zhStages.RECEIPT, enStages.RECEIPT),
  BREAK: pairs(zhStages.BREAK, enStages.BREAK),
  FEE: pairs(zhStages.FEE, enStages.FEE),
  POST_LOAN: pairs(zhStages.POST_LOAN, enStages.POST_LOAN),
  INSTITUTION: pairs(zhStages.INSTITUTION, enStages.INSTITUTION),
} satisfies Readonly<Record<Answers['CaseType'], Readonly<Record<string, Pair>>>>;

export const CASE_NAMES: Names<Answers['CaseType']> = words({
  ONBOARDING: ['企业准入', 'Onboarding'],
  APPLICATION: ['融资申请', 'Application'],
  APPEAL: ['申诉', 'Appeal'],
  FILE_CHANGE: ['企业资料变更', 'Change of a file'],
  LOAN: ['贷款', 'Loan'],
  LOAN_CHANGE: ['贷款变更', 'Change of a loan'],
  COLLECTION: ['催收', 'Collection'],
  PAYMENT: ['支付', 'Payment'],
  RECEIPT: ['待查收款', 'Unidentified receipt'],
  BREAK: ['对账差异', 'Break'],
  FEE: ['费用', 'Fee'],
  POST_LOAN: ['贷后事项', 'Post-loan matter'],
  INSTITUTION: ['机构事务', 'Institution'],
});

/** What of an enterprise's file changes. */
export const FILE_CHANGE_NAMES: Names<Answers['FileChangeKind']> = words({
  NAME: ['企业名称', 'Name of the enterprise'],
  LEGAL_PERSON: ['法定代表人', 'Legal person'],
  MAIL: ['登录邮箱', 'Mail address to sign in with'],
});

/** Parts of an enterprise's file. */
export const FILE_PART_NAMES: Names<Answers['FilePart']> = words({
  NAME: ['企业名称', 'Name of the enterprise'],
  LEGAL_PERSON: ['法定代表人', 'Legal person'],
  BANK_ACCOUNT: ['收款与还款账户', 'Account for payouts and debits'],
  MOBILE: ['手机号', 'Mobile'],
  PAPERS: ['证明材料', 'Papers'],
});
export const FILE_PARTS = Object.keys(FILE_PART_NAMES) as readonly Answers['FilePart'][];

/** Fields of those parts. */
export const PART_FIELD_NAMES: Names<Answers['Correction']['changes'][number]['field']> = words({
  name: ['企业名称', 'Name'],
  legalPerson: ['法定代表人姓名', 'Name of the legal person'],
  residentId: ['身份证号', 'Resident id'],
  bankAccountNo: ['账号', 'Account number'],
  mobile: ['手机号', 'Mobile'],
});

export const TASK_STATUS_NAMES: Names<Answers['TaskStatus']> = words({
  OPEN: ['无人领取', 'Unclaimed'],
  CLAIMED: ['已领取', 'Claimed'],
  DONE: ['已办结', 'Done'],
  CANCELLED: ['已取消', 'Cancelled'],
});

/** What a decision is called on its button and in a story. */
export const DECISION_NAMES: Names<Answers['Decision']> = words({
  APPROVE: ['批准', 'Approve'],
  APPROVE_AS_EXCEPTION: ['例外批准', 'Approve as an exception'],
  REJECT: ['拒绝', 'Reject'],
  ASK_FOR_MORE: ['要求补充资料', 'Ask for more'],
  ASK_FOR_CORRECTION: ['退回更正', 'Send parts back'],
  GRANT: ['成立', 'Grant it'],
  UPHOLD: ['维持原决定', 'Uphold the refusal'],
  TRY_AGAIN: ['重试', 'Try again'],
  CANCEL: ['取消', 'Cancel it'],
  SUCCEEDED: ['认定成功', 'It succeeded'],
  FAILED: ['认定失败', 'It failed'],
  CONFIRM: ['复核通过', 'Confirm'],
  DISAGREE: ['不同意', 'Disagree'],
  BOOKS_ARE_RIGHT: ['以账务为准', 'The books are right'],
  CORRECTED_BY_HAND: ['已人工更正', 'Corrected by hand'],
  BOOK_ON_LOAN: ['入贷款账', 'Book on a loan'],
  MATCH_ENTRY: ['与手工入账勾对', 'Match with the entry by hand'],
  REPAY_CLAIM: ['用于归还应收退回款', 'It repays what the payer owes'],
  BOOK_AS_CAPITAL: ['转作资本', 'Book as capital'],
  RETURN: ['退回付款人', 'Return it to the payer'],
  SETTLED: ['已处理', 'Settled'],
  PAID_OFFLINE: ['已线下支付', 'Paid by transfer'],
  GIVE_UP: ['放弃该步骤', 'Give the step up'],
  SIGN: ['签署复核结果', 'Sign the review'],
  REACHED: ['已联系上', 'Reached'],
  NOT_REACHED: ['未联系上', 'Not reached'],
  REFUSES: ['拒绝还款', 'Refuses to pay'],
  WRONG_NUMBER: ['号码有误', 'Wrong number'],
  DONE: ['已办理', 'Done'],
  NOT_NEEDED: ['无需办理', 'Not needed'],
  FALSE_ALARM: ['误报', 'False alarm'],
  WATCH: ['列入关注', 'Watch it'],
  CALL_CHECK: ['发起贷后检查', 'Call a check in'],
  FREEZE_LIMIT: ['冻结额度', 'Freeze the limit'],
  RECLASSIFY: ['申请调整分类', 'Ask for another class'],
  IN_ORDER: ['情况正常', 'In order'],
  TO_WATCH: ['需关注', 'To be watched'],
  PROBLEMS: ['发现问题', 'Problems found'],
});

/** Who approves, by the words of the matrix. */
export const AUTHORITY_NAMES: Names<Answers['Authority']> = words({
  RISK_REVIEWER: ['风险审查人', 'Risk reviewer'],
  CREDIT_MANAGER: ['信贷经理', 'Credit manager'],
  RISK_DIRECTOR: ['风险总监', 'Risk director'],
  COMMITTEE: ['贷审会', 'Committee'],
  BOARD: ['董事会', 'Board'],
});

/** What a score leads to. */
/** What a committee has decided. */
export const SITTING_OUTCOME_NAMES: Names<Answers['SittingOutcome']> = words({
  APPROVED: ['通过', 'Approved'],
  REJECTED: ['未通过', 'Rejected'],
  VETOED: ['被否决', 'Vetoed'],
  NO_QUORUM: ['未达法定人数', 'No quorum'],
  ONE_LEVEL_UP: ['提交上一级', 'One level up'],
});

export const SCORE_DECISION_NAMES: Names<Answers['WhatIf']['decision']> = words({
  APPROVE_ELIGIBLE: ['符合准入', 'Eligible'],
  REFER: ['转人工审查', 'To be looked at'],
  DECLINE: ['建议拒绝', 'To be declined'],
});

export const METHOD_NAMES: Names<Answers['RepaymentMethod']> = words({
  EQUAL_INSTALMENT: ['等额本息', 'Equal instalments'],
  EQUAL_PRINCIPAL: ['等额本金', 'Equal principal'],
  INTEREST_ONLY: ['先息后本', 'Interest only'],
  BULLET: ['一次性还本付息', 'Bullet'],
});

export const LOAN_STATUS_NAMES: Names<Answers['LoanStatus']> = words({
  NOT_DISBURSED: ['未放款', 'Not disbursed'],
  REPAYING: ['正常还款', 'Repaying'],
  OVERDUE: ['逾期', 'Overdue'],
  SETTLED: ['已还清', 'Settled'],
  WRITTEN_OFF: ['已核销', 'Written off'],
  CLOSED: ['已结清', 'Closed'],
});

export const INSTALMENT_NAMES: Names<Answers['InstalmentStatus']> = words({
  FUTURE: ['未到期', 'Not due yet'],
  DUE: ['到期', 'Due'],
  OVERDUE: ['逾期', 'Overdue'],
  PAID: ['已还', 'Paid'],
});

export const RISK_CLASS_NAMES: Names<Answers['RiskClass']> = words({
  NORMAL: ['正常', 'Normal'],
  SPECIAL_MENTION: ['关注', 'Special mention'],
  SUBSTANDARD: ['次级', 'Substandard'],
  DOUBTFUL: ['可疑', 'Doubtful'],
  LOSS: ['损失', 'Loss'],
});

export const PURPOSE_NAMES: Names<Answers['PaymentPurpose']> = words({
  DISBURSEMENT: ['放款', 'Disbursement'],
  COLLECTION: ['自动扣款', 'Automatic debit'],
  REPAYMENT: ['主动还款', 'Repayment'],
  PREPAYMENT: ['提前还款', 'Prepayment'],
  REFUND: ['退款', 'Refund'],
  RECEIPT_RETURN: ['退回来款', 'Return of a receipt'],
  FEE_COLLECTION: ['收取费用', 'Fee collected'],
  FEE_REFUND: ['退费', 'Fee given back'],
});

export const PAYMENT_STATUS_NAMES: Names<Answers['PaymentStatus']> = words({
  CREATED: ['指令已登记', 'Order recorded'],
  SUBMITTED: ['等待银行应答', 'Waiting for the bank'],
  UNKNOWN: ['结果未知', 'Outcome unknown'],
  SUCCEEDED: ['成功', 'Succeeded'],
  FAILED: ['失败', 'Failed'],
});
