import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import { msToTs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';
import { searchAttributes } from '../../../contracts/searchAttributes';
import { waitFor } from '../../../demo/story';
import { loadSettings } from '../../../gateways/settings';
import { connectTemporal } from '../../../gateways/temporal/client';
import {
  countEndedBadly,
  countRunning,
  countStuck,
  type ListedReason,
  listEndedBadly,
  listRunning,
  listStuck,
  lookInto,
  runningOf,
} from '../../../gateways/temporal/openProcesses';
import { perform, standingOf } from '../../../gateways/temporal/processActs';
import { type TestPlatform, testPlatform } from '../../support/platform';

/** More than the 2,000 newest that were looked through before. */
const YOUNGER = 2_100;
const STARTED_AT_ONCE = 50;
/** Only one test works on it. */
const OWN_QUEUE = 'paused';
const LONG_POLL_MS = 30_000;
const { COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK } = temporal.api.enums.v1.CommandType;
const DUE = new Date('2027-03-01T09:00:00Z');
const LATER = '2027-03-01T11:00:00.000Z';
/** An institution that nobody else's test looks at. */
const institutionId = randomUUID();
const filter = { institutionId };
const first = { after: null, pageSize: 50 };

let platform: TestPlatform;
let client: Client;

beforeAll(async () => {
  platform = await testPlatform();
  client = await connectTemporal(loadSettings('worker', platform.env));
});

afterAll(async () => {
  await client.connection.close();
  await platform.release();
});

/** Nobody works on its queue: what is started stays as it is. */
async function start(of: string, workflowId: string, ...more: SearchAttributePair[]): Promise<string> {
  await client.workflow.start('loan', {
    workflowId,
    taskQueue: 'nobody',
    typedSearchAttributes: [
      { key: searchAttributes.waitingFor, value: 'calendar' },
      { key: searchAttributes.institution, value: of },
      ...more,
    ],
  });
  return workflowId;
}

const fresh = () => `loan/${randomUUID()}`;
const due = { key: searchAttributes.dueAt, value: DUE };

async function stuckFor(reason: ListedReason): Promise<readonly string[]> {
  const { items } = await listStuck(client, reason, filter, LATER, first);
  return items.map(({ workflowId }) => workflowId);
}

describe('what is stuck', () => {
  it('is found among more processes than are ever read, each for its reason, and no other institution’s', async () => {
    const overdue = await start(institutionId, fresh(), due);
    const stage = { key: searchAttributes.stage, value: 'OVERDUE' };
    const late = await start(institutionId, fresh(), due, stage);
    const faulty = await start(
      institutionId,
      fresh(),
      ...[{ key: searchAttributes.failedStep, value: 'bookDay' }],
    );
    const foreign = await start(randomUUID(), fresh(), due);
    let left = YOUNGER;
    const more = async () => {
      while (left-- > 0) await start(institutionId, fresh());
    };
    await Promise.all(Array.from({ length: STARTED_AT_ONCE }, more));
    await waitFor('the list', async () =>
      (await countRunning(client, filter)) === YOUNGER + 3 ? true : undefined,
    );

    expect((await stuckFor('OVERDUE')).toSorted()).toEqual([late, overdue].toSorted());
    expect(await stuckFor('OVERDUE')).not.toContain(foreign);
    expect(await stuckFor('WAITS_FOR_ADMIN')).toEqual([faulty]);
    expect(await countStuck(client, 'OVERDUE', filter, LATER)).toBe(2);
    const narrowed = { ...filter, type: 'loan', stage: 'OVERDUE' } as const;
    expect(await countStuck(client, 'OVERDUE', narrowed, LATER)).toBe(1);
    // Not overdue yet at an earlier instant.
    expect(await countStuck(client, 'OVERDUE', filter, DUE.toISOString())).toBe(0);

    // The oldest of all is on some page: every one is found once.
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof listRunning>> = await listRunning(client, filter, {
        after,
        pageSize: 1_000,
      });
      seen.push(...page.items.map(({ workflowId }) => workflowId));
      after = page.next;
      if (after === null) break;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toContain(overdue);
  });

  it('a process that was ended from outside is listed until another run has taken it over', async () => {
    const [given, taken] = [fresh(), fresh()];
    for (const workflowId of [given, taken]) {
      await start(institutionId, workflowId);
      await client.workflow.getHandle(workflowId).terminate('tried');
    }
    const listed = async () => {
      const { items } = await listEndedBadly(client, filter, first);
      return items.map(({ workflowId }) => workflowId);
    };
    await waitFor('both to be listed', async () => ((await listed()).length === 2 ? true : undefined));
    await start(institutionId, taken);
    await waitFor('one to be taken over', async () => ((await listed()).length === 1 ? true : undefined));
    expect(await listed()).toEqual([given]);
    expect(await countEndedBadly(client, filter)).toEqual({ count: 1, isAtLeast: false });
  });

  it('an activity that somebody paused is listed, with which it is, until it is tried again', async () => {
    const workflowId = fresh();
    await client.workflow.start('loan', {
      workflowId,
      taskQueue: OWN_QUEUE,
      typedSearchAttributes: [{ key: searchAttributes.institution, value: institutionId }],
    });
    const { namespace } = client.options;
    const { taskToken } = await client.withDeadline(Date.now() + LONG_POLL_MS, () =>
      client.workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name: OWN_QUEUE } }),
    );
    const activity = {
      ...{ activityId: '1', activityType: { name: 'submitOrder' }, taskQueue: { name: OWN_QUEUE } },
      startToCloseTimeout: msToTs(60_000),
    };
    const commandType = COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK;
    const commands = [{ commandType, scheduleActivityTaskCommandAttributes: activity }];
    await client.workflowService.respondWorkflowTaskCompleted({ namespace, taskToken, commands });
    const of = { namespace, execution: { workflowId }, id: '1' };
    await client.workflowService.pauseActivity({ ...of, identity: 'somebody' });
    const paused = () => stuckFor('ACTIVITY_PAUSED');
    await waitFor('it to be listed', async () => ((await paused()).length > 0 ? true : undefined));
    expect(await paused()).toEqual([workflowId]);
    expect(await lookInto(client, workflowId)).toEqual({
      isRunning: true,
      failures: [{ step: 'submitOrder', attempts: 1, nextAttemptAt: null, isPaused: true, said: null }],
    });
    const standing = await standingOf(client, workflowId);
    if (standing === null) throw new Error('it is gone');
    const act = { id: randomUUID(), workflowId, kind: 'RETRY_NOW', reason: 'tried' } as const;
    expect(await perform(client, act, standing)).toBeNull();
    await waitFor('it to be tried', async () => ((await paused()).length === 0 ? true : undefined));
  });

  it('what a stranger began under an id of anybody’s is nobody’s to see', async () => {
    const ours = fresh();
    await client.workflow.start('endOfDay', { workflowId: ours, taskQueue: 'nobody' });
    await client.workflow.start('endOfDay', { workflowId: `endOfDay-${randomUUID()}`, taskQueue: 'nobody' });
    const everybodys = async () => {
      const { items } = await listRunning(client, { institutionId: randomUUID() }, first);
      return items.map(({ workflowId }) => workflowId);
    };
    await waitFor('the list', async () => ((await everybodys()).length > 0 ? true : undefined));
    expect(await everybodys()).not.toContain(ours);
    expect((await runningOf(client, filter, [ours])).length).toBe(0);
  });
});
