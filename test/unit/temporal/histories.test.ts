import type { Client } from '@temporalio/client';
import { fetchHistory, type OpenPayload } from '../../../gateways/temporal/histories';
import { readHistories } from '../../workflow/support/histories';

const [recorded] = readHistories().filter(({ type }) => type === 'onboarding');
const run = { workflowId: 'onboarding/1', runId: 'run' };

/** A client that knows one history. */
const clientWith = (history: unknown) =>
  ({ workflow: { getHandle: () => ({ fetchHistory: async () => history }) } }) as unknown as Client;

it('a history is kept with every payload opened, wherever it stands', async () => {
  const opened: OpenPayload = async ({ metadata }) => ({
    metadata: metadata ?? {},
    data: Buffer.from('clear'),
  });
  const kept = await fetchHistory(clientWith(recorded?.history), run, opened);
  const { events } = JSON.parse(kept?.json ?? '{}') as { events: { eventType: string }[] };
  expect(events).toHaveLength(kept?.events ?? 0);
  expect(events[0]?.eventType).toBe('EVENT_TYPE_WORKFLOW_EXECUTION_STARTED');
  const texts = [...(kept?.json ?? '').matchAll(/"data":"([^"]*)"/g)].map(([, data = '']) =>
    Buffer.from(data, 'base64').toString(),
  );
  expect(new Set(texts)).toEqual(new Set(['clear']));
  expect(texts.length).toBeGreaterThan(10);
});
