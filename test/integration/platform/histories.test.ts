import type { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import type { Pool } from 'pg';
import { freshCompany } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { createPool } from '../../../gateways/database/pool';
import { loadSettings } from '../../../gateways/settings';
import { connectTemporal } from '../../../gateways/temporal/client';
import { retentionTooShort } from '../../../gateways/temporal/health';
import { ensureRetention, readRetentionDays } from '../../../gateways/temporal/namespace';
import { Api, expectProblem } from '../api/support';

const DAY_MS = 86_400_000;

let api: Api;
let client: Client;
let owner: Pool;

beforeAll(async () => {
  api = await Api.open();
  client = await connectTemporal(loadSettings('worker', api.platform.env));
  owner = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '');
});

afterAll(async () => {
  await client.connection.close();
  await owner.end();
  await api.platform.release();
});

interface Kept {
  readonly id: string;
  readonly status: string;
  readonly events: number | null;
  readonly keepUntil: string;
}

async function keptOf(workflowId: string): Promise<Kept> {
  return await waitFor('the history to be kept', async () => {
    const { json } = await api.ask(`/api/admin/histories?workflowId=${encodeURIComponent(workflowId)}`, {
      token: await api.staff('auditor'),
    });
    const [found] = (json as { items: Kept[] }).items;
    return found?.status === 'KEPT' ? found : undefined;
  });
}

describe('the history of a process that is over', () => {
  test('is kept opened, for the years of the law, for admins and auditors of its institution; a look is audited', async () => {
    const borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
    await borrower.passKyc();
    const { enterpriseId } = borrower;
    const kept = await keptOf(`onboarding/${enterpriseId}`);

    const path = `/api/admin/histories/${kept.id}`;
    const read = await api.ask(path, { token: await api.staff('auditor') });
    const { history } = read.json as { history: string };
    expect((JSON.parse(history) as { events: unknown[] }).events).toHaveLength(kept.events ?? 0);
    // What the process was begun with can be read without Temporal's keys.
    const texts = [...history.matchAll(/"data":"([^"]+)"/g)].map(([, data = '']) =>
      Buffer.from(data, 'base64').toString(),
    );
    expect(texts.some((text) => text.includes(enterpriseId))).toBe(true);
    const years = Number(kept.keepUntil.slice(0, 4)) - new Date().getUTCFullYear();
    expect(years).toBeGreaterThanOrEqual(10);

    expectProblem(await api.ask(path, { token: await api.staff('auditor', 'BEICHEN') }), 404);
    expectProblem(await api.ask(path, { token: await api.staff('finance') }), 403);
    const trail = await api.ask(`/api/audit?action=process.readHistory&caseId=${enterpriseId}`, {
      token: await api.staff('auditor'),
    });
    expect(trail.json).toMatchObject({ items: [{ outcome: 'DONE' }] });

    await expect(
      owner.query(`UPDATE process_history SET status = 'GONE' WHERE run_id = $1`, [kept.id]),
    ).rejects.toThrow();
    await expect(owner.query('DELETE FROM process_history WHERE run_id = $1', [kept.id])).rejects.toThrow(
      'is kept until',
    );
    const { rows } = await owner.query<{ text: string }>(
      `SELECT encode(history_cipher, 'escape') AS text FROM process_history WHERE run_id = $1`,
      [kept.id],
    );
    expect(rows[0]?.text).not.toContain(enterpriseId);
  });
});

describe('how long Temporal keeps what is over', () => {
  test('is what the setting says from the first start on; a shorter time is told, and set right', async () => {
    const { temporalRetentionDays: wanted } = loadSettings('worker', api.platform.env);
    expect(await readRetentionDays(client)).toBeGreaterThanOrEqual(wanted);
    await client.workflowService.updateNamespace({
      namespace: client.options.namespace,
      config: { workflowExecutionRetentionTtl: msToTs(DAY_MS) },
    });
    const told = await waitFor('the change', () => retentionTooShort(client, wanted));
    expect(told).toContain('1 days only');
    expect(await ensureRetention(client, wanted)).toBe(1);
    expect(await readRetentionDays(client)).toBe(wanted);
    expect(await ensureRetention(client, wanted)).toBeNull();
  });
});
