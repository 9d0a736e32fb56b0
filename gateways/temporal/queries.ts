import { type Client, QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import type { QueryDefinition, SignalDefinition } from '@temporalio/common';
import {
  type BreakId,
  type EnterpriseId,
  type LoanChangeId,
  type LoanId,
  type PaymentId,
  type PostLoanMatterId,
  type ReceiptId,
  workflowIds,
} from '../../contracts/ids';
import {
  type BankNotice,
  bankNoticeSignal,
  breakResolvedSignal,
  correctionHandedInSignal,
  lookAgainSignal,
  postLoanOverSignal,
  receiptClaimedSignal,
} from '../../contracts/workflows';

const DEFAULT_WAIT_MS = 5_000;

/** What a process says about itself; null when there is none or no worker answers in time. */
export async function askProcess<Value>(
  client: Client,
  workflowId: string,
  query: QueryDefinition<Value>,
  waitMs = DEFAULT_WAIT_MS,
): Promise<Value | null> {
  try {
    return await client.withDeadline(Date.now() + waitMs, () =>
      client.workflow.getHandle(workflowId).query<Value, []>(query),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof QueryNotRegisteredError) return null;
    if (isTimeout(error)) return null;
    throw error;
  }
}

/** gRPC's DEADLINE_EXCEEDED and, when no worker polls, FAILED_PRECONDITION; as the cause of a ServiceError. */
function isTimeout(error: unknown): boolean {
  const code = (error as { cause?: { code?: number } }).cause?.code ?? (error as { code?: number }).code;
  return code === 4 || code === 9;
}

/**
 * Hands a verified notice of the bank to its payment.
 * @returns NOT_RUNNING when the payment's process is over: the sweeper compares the notice with the books
 */
export async function signalBankNotice(
  client: Client,
  paymentId: PaymentId,
  notice: BankNotice,
): Promise<'DELIVERED' | 'NOT_RUNNING'> {
  try {
    await client.workflow.getHandle(workflowIds.payment(paymentId)).signal(bankNoticeSignal, notice);
    return 'DELIVERED';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'NOT_RUNNING';
    throw error;
  }
}

/**
 * Has a loan's process look at its loan again.
 * @returns NOT_RUNNING when it is over
 */
export async function signalLoan(
  client: Client,
  loanId: LoanId,
  because: string,
): Promise<'DELIVERED' | 'NOT_RUNNING'> {
  return await signalToLook(client, workflowIds.loan(loanId), because);
}

/** Tells the process of a change that whoever asked has withdrawn it. @returns NOT_RUNNING when nobody is asked */
export async function signalWithdrawn(
  client: Client,
  changeId: LoanChangeId,
): Promise<'DELIVERED' | 'NOT_RUNNING'> {
  return await signalToLook(client, workflowIds.loanChange(changeId), 'WITHDRAWN');
}

async function signalToLook(
  client: Client,
  workflowId: string,
  because: string,
): Promise<'DELIVERED' | 'NOT_RUNNING'> {
  return await signalUnlessOver(client, workflowId, lookAgainSignal, { signal: 'lookAgain', because });
}

async function signalUnlessOver<Told>(
  client: Client,
  workflowId: string,
  signal: SignalDefinition<[Told]>,
  told: Told,
): Promise<'DELIVERED' | 'NOT_RUNNING'> {
  try {
    await client.workflow.getHandle(workflowId).signal<[Told]>(signal, told);
    return 'DELIVERED';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'NOT_RUNNING';
    throw error;
  }
}

/** A break has come right by itself: its process ends. One that is over has nothing to hear. */
export async function signalBreakResolved(client: Client, breakId: BreakId): Promise<void> {
  await signalUnlessOver(client, workflowIds.break(breakId), breakResolvedSignal, {
    signal: 'breakResolved',
  });
}

/** It is known whose the money is: nobody need say it. A process that is over has nothing to hear. */
export async function signalReceiptClaimed(client: Client, receiptId: ReceiptId): Promise<void> {
  await signalUnlessOver(client, workflowIds.receipt(receiptId), receiptClaimedSignal, {
    signal: 'receiptClaimed',
  });
}

/** Tells the process of a matter that it is over without anybody; one that has ended has nothing to hear. */
export async function signalPostLoanOver(client: Client, matterId: PostLoanMatterId): Promise<void> {
  await signalUnlessOver(client, workflowIds.postLoan(matterId), postLoanOverSignal, {
    signal: 'postLoanOver',
  });
}

/**
 * Tells an onboarding that its people have put right what was open.
 * @param since business instant since when it was open, ISO 8601
 */
export async function signalHandedIn(
  client: Client,
  enterpriseId: EnterpriseId,
  since: string,
): Promise<void> {
  await signalUnlessOver(client, workflowIds.onboarding(enterpriseId), correctionHandedInSignal, {
    signal: 'correctionHandedIn',
    since,
  });
}
