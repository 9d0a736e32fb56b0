import type { ActivityOptions, LocalActivityOptions } from '@temporalio/common';
import type {
  ApplicationActivities,
  CaseFileActivities,
  LoanActivities,
  OnboardingActivities,
  OperationsActivities,
  PaymentActivities,
  ReceiptActivities,
} from './activities';

export type AllActivities = CaseFileActivities &
  OnboardingActivities &
  ApplicationActivities &
  PaymentActivities &
  LoanActivities &
  ReceiptActivities &
  OperationsActivities;

export type ActivityRule =
  /**
   * A short write or read of our own database, run inside the workflow's task. One that keeps failing there goes
   * on as an ordinary activity: it waits without filling the history, and is shown as pending with its failure.
   */
  | {
      readonly runs: 'LOCAL';
      readonly options: LocalActivityOptions;
      readonly whenItLasts: ActivityOptions;
    }
  /** Reaches the outside or takes long. */
  | { readonly runs: 'REMOTE'; readonly options: ActivityOptions };

/** Failures that no repetition cures: a person must look (runbook). */
export const NON_RETRYABLE_FAILURES = ['ImpossibleState'] as const;

const nonRetryableErrorTypes = [...NON_RETRYABLE_FAILURES];

/** Our database: soon again, for about three seconds; then with patience, never given up. */
function local(zh: string, en: string): ActivityRule {
  const summary = `${zh} · ${en}`;
  const startToCloseTimeout = '20s';
  return {
    runs: 'LOCAL',
    options: {
      summary,
      startToCloseTimeout,
      retry: {
        initialInterval: '200ms',
        backoffCoefficient: 2,
        maximumAttempts: 5,
        nonRetryableErrorTypes,
      },
    },
    whenItLasts: {
      summary,
      startToCloseTimeout,
      retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s', nonRetryableErrorTypes },
    },
  };
}

/** The outside: with patience, never given up; a lasting fault shows as a pending activity in the UI. */
function remote(zh: string, en: string, more: ActivityOptions = {}): ActivityRule {
  return {
    runs: 'REMOTE',
    options: {
      summary: `${zh} · ${en}`,
      startToCloseTimeout: '30s',
      retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m', nonRetryableErrorTypes },
      ...more,
    },
  };
}

/** How every activity runs: the only place where timeouts, retries and summaries are set. */
export const ACTIVITY_RULES = {
  recordChange: local('登记案件进展', 'Record the step on file'),
  recordHumanStep: remote('登记人工步骤', "Record a person's step on file", { startToCloseTimeout: '20s' }),

  lookUpRegistry: remote('查询工商登记', 'Look up the company registry'),
  screenNames: remote('名单筛查', 'Screen names against lists'),
  gradeEnterprise: local('评定客户风险等级', 'Grade the customer'),

  checkCompleteness: local('检查资料完整性', 'Check completeness'),
  pullCreditReport: remote('查询征信', 'Pull the credit report'),
  assessApplication: remote('评分与定价', 'Score and price'),
  makeOffer: remote('生成要约与还款计划', 'Make the offer with its schedule'),
  // An act of the applicant: in the history before it binds.
  agreeFacility: remote('登记授信与提款约定', 'Write down what was agreed'),
  approvalsToAdd: local('复核授信余额', 'Look at the exposure again'),

  openPayment: local('登记支付指令', 'Write the payment order'),
  submitOrder: remote('向银行提交指令', 'Send the order to the bank', { startToCloseTimeout: '45s' }),
  markUnknown: local('登记结果未知', 'Mark the outcome as unknown'),
  queryOrder: remote('按指令号查询银行', 'Ask the bank by key', {
    // The schedule of queries is the retry: one that fails is asked again at the next time.
    scheduleToCloseTimeout: '1m',
    retry: { maximumAttempts: 2, initialInterval: '1s', nonRetryableErrorTypes },
  }),
  closeOrder: remote('请银行关闭指令', 'Have the bank close the order', {
    // As with questions: the process asks again, and knows when a person must.
    scheduleToCloseTimeout: '1m',
    retry: { maximumAttempts: 2, initialInterval: '1s', nonRetryableErrorTypes },
  }),
  findInFiles: remote('查找银行对账文件', "Look into the bank's statement files", {
    startToCloseTimeout: '10m',
  }),
  settlePayment: local('记录支付结果并记账', 'Book the outcome'),
  openDispute: local('登记支付争议', 'Write the dispute down'),
  settleDispute: local('了结支付争议', 'Settle the dispute'),

  planInstalment: local('读取贷款与下一期', 'Read the loan and its next instalment'),
  quoteRepayment: local('还款试算', 'Quote the repayment'),
  quotePrepayment: local('提前还款试算', 'Quote the prepayment'),
  takeUpLoan: local('接续贷款流程', 'Take up what an earlier process left'),
  takeChange: local('执行已批准的变更', 'Take an approved change'),
  closeLoan: local('结清贷款', 'Close the loan'),

  claimReceipt: local('待查款入贷款账', 'Book a receipt on its loan'),
  bookCapital: local('待查款转资本', 'Book a receipt as capital'),
  findReturnAccount: local('查询可退账户', 'See whether a receipt can go back'),
  settleBreak: local('了结差异', 'Settle a break'),

  readClock: local('读取业务时钟', 'Read the business clock'),
  readCalendar: local('读取工作日历', 'Read the calendar'),
  listInstitutions: local('列出有账的机构', 'List institutions that have books'),
  findOpenDays: local('查找未日终的日期', 'Find days to close'),
  closeDays: remote('日终批处理', 'Close the business day', {
    startToCloseTimeout: '30m',
    heartbeatTimeout: '2m',
  }),
  reconcileDays: remote('与银行对账', "Match the books with the bank's file", {
    startToCloseTimeout: '10m',
    heartbeatTimeout: '2m',
  }),
} as const satisfies Readonly<Record<keyof AllActivities, ActivityRule>>;
