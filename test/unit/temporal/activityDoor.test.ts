import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { isOurs } from '../../../contracts/refusedPayload';
import { activityDoor } from '../../../gateways/temporal/activityDoor';

beforeAll(() => Runtime.install({ logger: new DefaultLogger('ERROR') }));

const step = (inWorkflow: boolean) =>
  new MockActivityEnvironment({ inWorkflow }, { interceptors: [activityDoor] });

test('a step of a process is carried out, and answers at least null', async () => {
  expect(await step(true).run(async (order: object) => order, { a: 1 })).toEqual({ a: 1 });
  const nothing: unknown = await step(true).run(async () => undefined);
  expect(nothing).toBeNull();
  expect(isOurs(nothing)).toBe(true);
});

test('one that nobody of ours has ordered does nothing, for good', async () => {
  const order = jest.fn(async () => undefined);
  await expect(step(false).run(order)).rejects.toMatchObject({ type: 'NOT_SEALED', nonRetryable: true });
  const refused = step(true).run(order, { $refused: 'SEALED_ELSEWHERE' });
  await expect(refused).rejects.toBeInstanceOf(ApplicationFailure);
  await expect(refused).rejects.toMatchObject({ type: 'SEALED_ELSEWHERE', nonRetryable: false });
  expect(order).not.toHaveBeenCalled();
});

test('an answer that is none of ours is told by its mark, or by there being none', () => {
  expect([{ $refused: 'NOT_SEALED' }, undefined].map(isOurs)).toEqual([false, false]);
  expect([null, 0, '', [], {}, { refused: true }].map(isOurs)).not.toContain(false);
});
