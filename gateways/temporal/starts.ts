import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type WorkflowOptions,
} from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import {
  type ApplicationId,
  type EnterpriseId,
  type FeeId,
  type FileChangeId,
  type InstitutionId,
  type LoanId,
  type UserId,
  workflowIds,
} from '../../contracts/ids';
import { processStart } from '../../contracts/processStart';
import {
  amountBandOf,
  attributesOfLoan,
  attributesOfPayment,
  searchAttributes,
} from '../../contracts/searchAttributes';
import {
  type AppealInput,
  type ApplicationInput,
  type BreakInput,
  type CollectionInput,
  type DisputeInput,
  type FeeInput,
  type FileChangeInput,
  type LoanChangeInput,
  type LoanInput,
  lookAgainSignal,
  type OnboardingInput,
  type PaymentInput,
  type PostLoanInput,
  type ReceiptInput,
  type TimeInput,
} from '../../contracts/workflows';
import { WORKFLOW_TYPES, type WorkflowType } from '../../contracts/workflowTypes';
import { type BusinessClock, businessNowMs } from '../../domain/calendar/clock';
import type { CaseRules } from '../../domain/parameters/caseRules';
import type { OpenAppeal } from '../database/appeals';
import type { CollectionToBegin } from '../database/collection';
import type { FeeToBegin } from '../database/fees';
import type { OpenFileChange } from '../database/fileChanges';
import type { WaitingChange } from '../database/loanChanges';

/** What a process that begins lives by: the clock, and the figures of policy that are in force for it. */
export function timeInput(
  clock: BusinessClock,
  { humanMinutesFloor, publicUrl }: ProcessSettings,
  rules: CaseRules,
): TimeInput {
  return { clock, humanMinutesFloor, publicUrl, rules };
}

/** Settings that processes are given. */
export type ProcessSettings = Pick<TimeInput, 'humanMinutesFloor' | 'publicUrl'>;

/** Starts the onboarding of an enterprise whose row is written; a second start finds the first. */
export async function startOnboarding(client: Client, input: OnboardingInput): Promise<void> {
  await startOnce(client, 'onboarding', workflowIds.onboarding(input.enterpriseId), input);
}

/** Starts the process of an application whose row is written; a second start finds the first. */
export async function startApplication(client: Client, input: ApplicationInput): Promise<void> {
  await startOnce(client, 'application', workflowIds.application(input.applicationId), input, {
    attributes: bandOf(input.amountFen),
  });
}

/** What the process of an appeal begins with. */
export function appealInput(appeal: OpenAppeal, time: TimeInput): AppealInput {
  const {
    applicationId,
    institutionId,
    enterpriseId,
    applicantId,
    amountFen,
    appealedCode,
    reason,
    answerByAt,
  } = appeal;
  return {
    ...time,
    applicationId: applicationId as ApplicationId,
    institutionId: institutionId as InstitutionId,
    enterpriseId: enterpriseId as EnterpriseId,
    applicantId: applicantId as UserId,
    amountFen,
    refusalCode: appealedCode,
    reason,
    answerByMs: Date.parse(answerByAt),
  };
}

/** Starts the process of an appeal whose row is written; a second start finds the first. */
export async function startAppeal(client: Client, input: AppealInput, beginning?: Beginning): Promise<void> {
  await startOnce(client, 'appeal', workflowIds.appeal(input.applicationId), input, {
    attributes: bandOf(input.amountFen),
    beginning,
  });
}

/** What the process of a change of an enterprise's file begins with. */
export function fileChangeInput(change: OpenFileChange, time: TimeInput): FileChangeInput {
  const { id, institutionId, enterpriseId, createdBy, reason, kind } = change;
  return {
    ...time,
    changeId: id as FileChangeId,
    institutionId: institutionId as InstitutionId,
    enterpriseId: enterpriseId as EnterpriseId,
    askedBy: createdBy as UserId,
    reason,
    kind,
  };
}

/** Starts the process of a change whose row is written; a second start finds the first. */
export async function startFileChange(client: Client, input: FileChangeInput): Promise<void> {
  await startOnce(client, 'fileChange', workflowIds.fileChange(input.changeId), input);
}

/** What the process of a change of a loan begins with. */
export function loanChangeInput(change: WaitingChange, time: TimeInput): LoanChangeInput {
  const { id, loanId, institutionId, enterpriseId, requestedBy, ...asked } = change;
  return {
    ...{ ...time, ...asked },
    changeId: id,
    loanId: loanId as LoanId,
    institutionId: institutionId as InstitutionId,
    enterpriseId: enterpriseId as EnterpriseId,
    requestedBy: requestedBy === NIGHT ? null : (requestedBy as UserId),
  };
}

/** Whoever asks in the name of the end of day. */
const NIGHT = 'EOD';

/** Puts a change whose row is written to people; a second start finds the first. */
export async function startLoanChange(
  client: Client,
  input: LoanChangeInput,
  beginning?: Beginning,
): Promise<void> {
  await startOnce(client, 'loanChange', workflowIds.loanChange(input.changeId), input, {
    ...(input.amountFen !== null && { attributes: bandOf(input.amountFen) }),
    beginning,
  });
}

/** Starts the life of a disbursed loan, should its application have died before it could. */
export async function startLoan(client: Client, input: LoanInput): Promise<void> {
  await startOnce(client, 'loan', workflowIds.loan(input.loanId), input, {
    attributes: attributesOfLoan(input.principalFen),
  });
}

/** What is known of a loan without its process. */
export interface LoanToWake {
  readonly loanId: string;
  readonly enterpriseId: string;
  readonly institutionId: string;
  readonly startDate: string;
  readonly principalFen: number;
}

/**
 * Has the process of a loan look at its books. One that is over (the loan was reopened) or gone begins anew and goes
 * on where the books stand.
 */
export async function wakeLoan(
  client: Client,
  loan: LoanToWake,
  time: TimeInput,
  because: string,
): Promise<void> {
  const input = restartInput(loan, time, businessNowMs(time.clock, Date.now()));
  await client.workflow.signalWithStart(WORKFLOW_TYPES.loan, {
    ...processStart('loan', input.institutionId, attributesOfLoan(input.principalFen)),
    workflowId: workflowIds.loan(input.loanId),
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    args: [input],
    signal: lookAgainSignal,
    signalArgs: [{ signal: 'lookAgain', because }],
  });
}

/**
 * Has the process of a loan's collection look at its books. One that is gone begins anew and goes on where the rows
 * stand.
 */
export async function wakeCollection(
  client: Client,
  loan: CollectionToBegin,
  time: TimeInput,
  because: string,
): Promise<void> {
  const nowMs = businessNowMs(time.clock, Date.now());
  const loanId = loan.loanId as LoanId;
  const input: CollectionInput = {
    ...time,
    loanId,
    enterpriseId: loan.enterpriseId as EnterpriseId,
    institutionId: loan.institutionId as InstitutionId,
    begunAtMs: nowMs,
    progress: {
      ...{ livedToMs: nowMs, stage: loan.stage, moved: [] },
      stageSinceMs: Date.parse(loan.stageSince),
    },
  };
  await client.workflow.signalWithStart(WORKFLOW_TYPES.collection, {
    ...processStart('collection', loan.institutionId, bandOf(loan.principalFen)),
    workflowId: workflowIds.collection(loanId),
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    args: [input],
    signal: lookAgainSignal,
    signalArgs: [{ signal: 'lookAgain', because }],
  });
}

/** What a process begins with whose loan had one before: it lives from now, and its books say the rest. */
export function restartInput(loan: LoanToWake, time: TimeInput, nowMs: number): LoanInput {
  const { loanId, enterpriseId, institutionId, startDate, principalFen } = loan;
  return {
    ...time,
    loanId: loanId as LoanId,
    enterpriseId: enterpriseId as EnterpriseId,
    institutionId: institutionId as InstitutionId,
    startDate,
    principalFen,
    restartedAtMs: nowMs,
    progress: null,
  };
}

function bandOf(amountFen: number): SearchAttributePair[] {
  return [{ key: searchAttributes.amountBand, value: amountBandOf(amountFen) }];
}

/**
 * Whether a process begins for the first time, or anew from its rows: then one that failed, or was ended from outside,
 * does not keep it from beginning.
 */
export type Beginning = 'FIRST' | 'ANEW';

/** Begins the process of an order anew from its row: what was sent is asked for, and never sent again. */
export async function startPayment(client: Client, input: PaymentInput): Promise<void> {
  await startOnce(client, 'payment', workflowIds.payment(input.paymentId), input, {
    attributes: attributesOfPayment(input.amountFen),
    beginning: 'ANEW',
  });
}

/** Begins the process of a dispute whose row is written. */
export async function startDispute(
  client: Client,
  input: DisputeInput,
  beginning?: Beginning,
): Promise<void> {
  const workflowId = workflowIds.dispute(input.paymentId, input.number);
  await startOnce(client, 'dispute', workflowId, input, { beginning });
}

/** Starts the process of money that nobody ordered; a second start finds the first. */
export async function startReceipt(
  client: Client,
  input: ReceiptInput,
  beginning?: Beginning,
): Promise<void> {
  await startOnce(client, 'receipt', workflowIds.receipt(input.receiptId), input, {
    attributes: bandOf(input.amountFen),
    beginning,
  });
}

/**
 * Has the process of a charge look at its books: one that is over, or never began, begins and goes on where they stand.
 */
export async function wakeFee(
  client: Client,
  { feeId, institutionId, enterpriseId, priceFen }: FeeToBegin,
  time: TimeInput,
  because: string,
): Promise<void> {
  const input: FeeInput = {
    ...{ ...time, feeId: feeId as FeeId, priceFen },
    ...{ institutionId: institutionId as InstitutionId, enterpriseId: enterpriseId as EnterpriseId },
  };
  await client.workflow.signalWithStart(WORKFLOW_TYPES.fee, {
    ...processStart('fee', institutionId, bandOf(priceFen)),
    workflowId: workflowIds.fee(input.feeId),
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    args: [input],
    signal: lookAgainSignal,
    signalArgs: [{ signal: 'lookAgain', because }],
  });
}

/** Starts the process of a matter whose row is written; a second start finds the first. */
export async function startPostLoan(
  client: Client,
  input: PostLoanInput,
  beginning?: Beginning,
): Promise<void> {
  await startOnce(client, 'postLoan', workflowIds.postLoan(input.matterId), input, { beginning });
}

/** Starts the process of something that a person must look at; a second start finds the first. */
export async function startBreak(client: Client, input: BreakInput, beginning?: Beginning): Promise<void> {
  await startOnce(client, 'breakCase', workflowIds.break(input.breakId), input, { beginning });
}

const REUSE = {
  FIRST: WorkflowIdReusePolicy.REJECT_DUPLICATE,
  ANEW: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
} as const satisfies Readonly<Record<Beginning, WorkflowIdReusePolicy>>;

/** Duplicate-safe by policy: a running one is left alone, one that came to its end is not started again. */
async function startOnce<Input extends { readonly institutionId: string }>(
  client: Client,
  type: WorkflowType,
  workflowId: string,
  input: Input,
  more: {
    readonly attributes?: readonly SearchAttributePair[];
    readonly beginning?: Beginning | undefined;
  } = {},
): Promise<void> {
  const { attributes, beginning = 'FIRST' } = more;
  const options: WorkflowOptions = {
    ...processStart(type, input.institutionId, attributes),
    workflowId,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: REUSE[beginning],
  };
  try {
    await client.workflow.start(WORKFLOW_TYPES[type], { ...options, args: [input] });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
