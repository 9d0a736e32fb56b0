import { type Client, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { problemOf } from '../../../api/kernel/problems/fromError';
import { updateNow } from '../../../api/kernel/processes';
import type { Reply } from '../../../api/kernel/routing/call';
import { decideTaskUpdate } from '../../../contracts/workflows';
import type { ActSender } from '../../../gateways/temporal/updates';

const late = () => Promise.reject(new WorkflowUpdateRPCTimeoutOrCancelledError('deadline'));

/** A Temporal whose process takes an update, or does not, and answers it. */
function temporal(start: () => Promise<unknown>): ActSender {
  const client = {
    withDeadline: (_at: number, work: () => unknown) => work(),
    workflow: { getHandle: () => ({ startUpdate: start }) },
  };
  return {
    temporal: client as unknown as Client,
    prove: (act, proof) => ({ ...act, proof, signature: '' }) as never,
  };
}

const reply = (): Reply => ({ cookies: [], headers: {}, isFinal: true, isRepeated: false });
const decision = {
  workflowId: 'loan/1',
  update: decideTaskUpdate,
  actor: {} as never,
  act: {} as never,
  updateId: 'u',
};
const send = (parts: ActSender, answer: Reply) =>
  updateNow(parts, { reply: answer }, decision, '/tasks?caseId=1');

test('what the process answers is the answer', async () => {
  const answer = reply();
  const taken = { result: async () => ({ status: 'DONE' }) };
  expect(
    await send(
      temporal(async () => taken),
      answer,
    ),
  ).toEqual({ status: 'DONE' });
  expect(answer).toEqual(reply());
});

test('what the process has taken and is still at is answered with 202, where to look, and not for good', async () => {
  const answer = reply();
  expect(
    await send(
      temporal(async () => ({ result: late })),
      answer,
    ),
  ).toBeNull();
  expect(answer).toMatchObject({
    status: 202,
    isFinal: false,
    headers: { Location: '/api/tasks?caseId=1' },
  });
});

test('what nobody has taken is 503, and may be repeated', async () => {
  const answer = reply();
  const problem = await send(temporal(late), answer).catch(problemOf);
  expect(problem).toMatchObject({
    status: 503,
    code: 'PROCESSES_UNAVAILABLE',
    more: { headers: { 'Retry-After': '5' } },
  });
  expect(answer.status).toBeUndefined();
});

test('a fault inside the process is none of the three', async () => {
  const fault = ApplicationFailure.nonRetryable('broken');
  const taken = { result: () => Promise.reject(fault) };
  await expect(
    send(
      temporal(async () => taken),
      reply(),
    ),
  ).rejects.toBe(fault);
});
