import type { ActivityOptions, LocalActivityOptions } from '@temporalio/common';
import type {
  ApplicationActivities,
  CaseRecordActivities,
  CollectionActivities,
  FeeActivities,
  FileChangeActivities,
  LoanActivities,
  OnboardingActivities,
  OperationsActivities,
  PaymentActivities,
  PostLoanActivities,
  ReceiptActivities,
  StaffActivities,
} from './activities';
import { TASK_QUEUES } from './taskQueues';

export type AllActivities = CaseRecordActivities &
  OnboardingActivities &
  FileChangeActivities &
  ApplicationActivities &
  PaymentActivities &
  LoanActivities &
  CollectionActivities &
  PostLoanActivities &
  ReceiptActivities &
  FeeActivities &
  OperationsActivities &
  StaffActivities;

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
const LOCAL: ActivityRule = {
  runs: 'LOCAL',
  options: {
    startToCloseTimeout: '20s',
    retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumAttempts: 5, nonRetryableErrorTypes },
  },
  whenItLasts: {
    startToCloseTimeout: '20s',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s', nonRetryableErrorTypes },
  },
};

/** The outside: with patience, never given up; a lasting fault shows as a pending activity in the UI. */
function remote(more: ActivityOptions = {}): ActivityRule {
  return {
    runs: 'REMOTE',
    options: {
      startToCloseTimeout: '30s',
      retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m', nonRetryableErrorTypes },
      ...more,
    },
  };
}

/**
 * A question to the bank: asked once, however long it waits in its queue. A bank that was not reached was not asked,
 * so that is tried again; one that gave no usable answer is asked again at the process's next time, which knows when
 * a person must.
 */
const QUESTION: ActivityRule = remote({
  taskQueue: TASK_QUEUES.questions,
  startToCloseTimeout: '20s',
  retry: {
    initialInterval: '1s',
    backoffCoefficient: 2,
    maximumInterval: '1m',
    nonRetryableErrorTypes: [...nonRetryableErrorTypes, 'BankNoAnswer', 'BankRefusedRequest'],
  },
});

/** Work that a dead worker had in hand is taken up after this. Longer than the bank may take with one file. */
const HEARTBEAT_TIMEOUT = '75s';

/** How every activity runs: the only place where timeouts and retries are set. */
export const ACTIVITY_RULES = {
  recordChange: LOCAL,
  recordHumanStep: remote({ startToCloseTimeout: '20s' }),

  lookUpRegistry: remote(),
  screenNames: remote(),
  gradeEnterprise: LOCAL,

  checkFileChange: remote(),
  setFileChangeWait: LOCAL,
  // What people agreed to: in the history before it counts.
  applyFileChange: remote(),

  checkCompleteness: LOCAL,
  pullCreditReport: remote(),
  assessApplication: remote(),
  makeOffer: remote(),
  // Acts of the applicant: in the history before they bind.
  changeTerms: remote(),
  agreeFacility: remote(),
  routeApproval: LOCAL,
  callCommittee: LOCAL,
  approvalStands: LOCAL,

  openPayment: LOCAL,
  submitOrder: remote({ startToCloseTimeout: '45s' }),
  markUnknown: LOCAL,
  queryOrder: QUESTION,
  closeOrder: QUESTION,
  findInFiles: remote({
    taskQueue: TASK_QUEUES.questions,
    startToCloseTimeout: '10m',
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
  }),
  settlePayment: LOCAL,
  openDispute: LOCAL,
  settleDispute: LOCAL,
  planNextOrder: LOCAL,

  planInstalment: LOCAL,
  quoteRepayment: LOCAL,
  quotePrepayment: LOCAL,
  takeUpLoan: LOCAL,
  planLateDebit: LOCAL,
  // What people decided: in the history before it counts.
  decideLoanChange: remote(),
  takeChange: LOCAL,
  announceRepricing: LOCAL,
  repriceLoan: LOCAL,
  closeLoan: LOCAL,

  lookAtCollection: LOCAL,
  takeUpCollection: LOCAL,

  // What a person decided: in the history before it is booked.
  claimReceipt: remote(),
  matchEntry: remote(),
  repayClaim: remote(),
  bookCapital: remote(),
  findReturnAccount: LOCAL,
  settleBreak: LOCAL,

  watchBorrowers: remote({ startToCloseTimeout: '10m', heartbeatTimeout: HEARTBEAT_TIMEOUT }),
  callChecks: remote({ startToCloseTimeout: '2m' }),
  settlePostLoan: LOCAL,

  lookAtFee: LOCAL,
  takeFeeStep: LOCAL,
  // What people agreed to and decided: in the history before it is booked.
  consentToFee: remote(),
  settleFeeRequest: remote(),
  claimForFee: remote(),

  openAccessReview: LOCAL,
  // What a person signed: in the history before it is closed.
  closeAccessReview: remote(),

  readTime: LOCAL,
  listInstitutions: LOCAL,
  findOpenDays: LOCAL,
  closeDays: remote({
    startToCloseTimeout: '30m',
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
  }),
  reconcileDays: remote({
    startToCloseTimeout: '10m',
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
  }),
} as const satisfies Readonly<Record<keyof AllActivities, ActivityRule>>;
