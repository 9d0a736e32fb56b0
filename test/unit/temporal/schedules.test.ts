import { type Client, ScheduleAlreadyRunning } from '@temporalio/client';
import { searchAttributes } from '../../../contracts/searchAttributes';
import { ensureSchedules } from '../../../gateways/temporal/schedules';

const HOUR_MS = 3_600_000;

/** Schedules that are there already, as an older program defined them and a person paused them. */
function known() {
  const previous = {
    spec: { intervals: [{ every: 1 }] },
    action: { type: 'startWorkflow', workflowType: 'old', taskQueue: 'gone' },
    policies: { overlap: 'ALLOW_ALL' },
    state: { paused: true, note: 'while the bank moves' },
  };
  const updated: Record<string, unknown>[] = [];
  const schedule = {
    create: async ({ scheduleId }: { readonly scheduleId: string }) => {
      throw new ScheduleAlreadyRunning('it is there', scheduleId);
    },
    getHandle: () => ({
      update: async (change: (before: typeof previous) => Record<string, unknown>) => {
        updated.push(change(previous));
      },
    }),
  };
  return { client: { schedule } as unknown as Client, updated };
}

test('a Schedule that is there becomes what this program says that it is, and stays paused', async () => {
  const { client, updated } = known();
  await ensureSchedules(client, 1);
  expect(updated).toHaveLength(4);
  const [endOfDay] = updated;
  expect(endOfDay).toMatchObject({
    spec: { intervals: [{ every: HOUR_MS, offset: expect.any(Number) }] },
    action: {
      ...{ workflowType: 'endOfDay', taskQueue: 'main', staticSummary: expect.stringContaining('日终') },
      typedSearchAttributes: [{ key: searchAttributes.process, value: 'endOfDay' }],
    },
    policies: { overlap: 'SKIP' },
    state: { paused: true, note: 'while the bank moves' },
  });
});

test('each runs soon after a start, however seldom from then on: a faster clock may have left much undone', async () => {
  for (const speed of [1, 600, 175_000]) {
    const { client, updated } = known();
    const beforeMs = Date.now();
    await ensureSchedules(client, speed);
    for (const { spec } of updated as { spec: { intervals: { every: number; offset: number }[] } }[]) {
      const [{ every, offset } = { every: 0, offset: 0 }] = spec.intervals;
      // Instants of a Schedule are at 1970 + n × every + offset.
      const untilFirstMs = every - ((beforeMs - offset) % every);
      expect(untilFirstMs).toBeGreaterThan(0);
      expect(untilFirstMs).toBeLessThan(25_000);
    }
  }
});
