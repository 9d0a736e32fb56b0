import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type WorkflowOptions,
} from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import { workflowIds } from '../../contracts/ids';
import { amountBandOf, searchAttributes } from '../../contracts/searchAttributes';
import { TASK_QUEUES } from '../../contracts/taskQueues';
import type { ApplicationInput, DisputeInput, LoanInput, OnboardingInput } from '../../contracts/workflows';
import { WORKFLOW_SUMMARIES, WORKFLOW_TYPES, type WorkflowType } from '../../contracts/workflowTypes';

/** Starts the onboarding of an enterprise whose row is written; a second start finds the first. */
export async function startOnboarding(client: Client, input: OnboardingInput): Promise<void> {
  await startOnce(client, 'onboarding', workflowIds.onboarding(input.enterpriseId), input, [
    { key: searchAttributes.institution, value: input.institutionId },
  ]);
}

/** Starts the process of an application whose row is written; a second start finds the first. */
export async function startApplication(client: Client, input: ApplicationInput): Promise<void> {
  await startOnce(client, 'application', workflowIds.application(input.applicationId), input, [
    { key: searchAttributes.institution, value: input.institutionId },
    { key: searchAttributes.amountBand, value: amountBandOf(input.amountFen) },
  ]);
}

/** Starts the life of a disbursed loan, should its application have died before it could. */
export async function startLoan(client: Client, input: LoanInput): Promise<void> {
  await startOnce(client, 'loan', workflowIds.loan(input.loanId), input, [
    { key: searchAttributes.institution, value: input.institutionId },
    { key: searchAttributes.amountBand, value: amountBandOf(input.principalFen) },
  ]);
}

/** Opens the dispute about a payment that the bank contradicts after its process ended. */
export async function startDispute(client: Client, input: DisputeInput): Promise<void> {
  await startOnce(client, 'dispute', workflowIds.dispute(input.paymentId), input, [
    { key: searchAttributes.institution, value: input.institutionId },
  ]);
}

/** Duplicate-safe by policy: a running one is left alone, a finished one is not started again. */
async function startOnce<Input extends object>(
  client: Client,
  type: WorkflowType,
  workflowId: string,
  input: Input,
  attributes: SearchAttributePair[],
): Promise<void> {
  const options: WorkflowOptions = {
    workflowId,
    taskQueue: TASK_QUEUES.main,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    staticSummary: WORKFLOW_SUMMARIES[type],
    typedSearchAttributes: [{ key: searchAttributes.process, value: type }, ...attributes],
  };
  try {
    await client.workflow.start(WORKFLOW_TYPES[type], { ...options, args: [input] });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
