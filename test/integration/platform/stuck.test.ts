import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
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
} from '../../../gateways/temporal/openProcesses';
import { type TestPlatform, testPlatform } from '../../support/platform';

/** More than the 2,000 newest that were looked through before. */
const YOUNGER = 2_100;
const STARTED_AT_ONCE = 50;
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
}, 240_000);

afterAll(async () => {
  await client.connection.close();
  await platform.release();
}, 60_000);

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
  }, 180_000);

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
  }, 60_000);
});
