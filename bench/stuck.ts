import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Client } from '@temporalio/client';
import express from 'express';
import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Parts } from '../api/kernel/parts';
import { mountRoutes } from '../api/kernel/routing/mount';
import { operations } from '../api/operations';
import { searchAttributes } from '../contracts/searchAttributes';
import { WORKFLOW_TYPES } from '../contracts/workflowTypes';
import { startTemporal } from '../dev/parts/temporaryTemporal';
import { newSecrets } from '../dev/platform/secrets';
import { INSTITUTIONS } from '../gateways/database/baseData';
import { databaseOn } from '../gateways/database/client';
import { quoted } from '../gateways/temporal/visibility';
import { type BenchLine, figure, median, timed } from './rounds';
import { provedSession } from './session';

const OPEN_PROCESSES = Number(process.env.BENCH_PROCESSES ?? 50_000);
const STARTED_AT_ONCE = 50;
const ROUNDS = 5;
const MOST_MS = 1_000;

const [institution, other] = INSTITUTIONS;
/** Nobody works on this queue: what is started stays as it is. */
const TASK_QUEUE = 'nobody';
const HOUR_MS = 3_600_000;

/** What an admin asks in the morning: the page of what is stuck, one of its reasons, and the figures. */
const PATHS = [
  '/admin/workflows?stuck=true',
  '/admin/workflows?reason=OVERDUE&process=loan',
  '/admin/workflows/figures',
] as const;

/** How long the list of what is stuck takes with many open processes, beside the way of reading the newest of all. */
export async function benchStuck(owner: Pool, api: Pool): Promise<readonly BenchLine[]> {
  await makeAdmin(owner);
  const temporal = await startTemporal(newSecrets().dataKeys);
  try {
    const ms = await timed(() => startProcesses(temporal.client));
    console.log(`• ${figure(OPEN_PROCESSES)} processes started in ${figure(ms / 1000)} s`);
    const served = await serve(api, temporal.client);
    try {
      const before = median(await rounds(() => readTheNewest(temporal.client)));
      const lines: BenchLine[] = [];
      for (const path of PATHS) lines.push(await measure(served, path, before));
      return lines;
    } finally {
      served.server.close();
      await served.close();
    }
  } finally {
    await temporal.stop();
  }
}

async function makeAdmin(owner: Pool): Promise<void> {
  await owner.query(
    `INSERT INTO "user" (id, person_cipher, email, factor_since)
       VALUES ('admin', '', repeat('1', 64) || '@index.invalid', now());
     INSERT INTO membership (id, user_id, role, institution_id)
       VALUES (gen_random_uuid(), 'admin', 'admin', '${institution.id}')`,
  );
  await owner.query(
    `INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms)
       SELECT 0, 0, 1, 0 WHERE NOT EXISTS (SELECT FROM clock_segment)`,
  );
}

/** Two institutions' loans, payments and applications; one in a hundred is overdue, one in a thousand has a fault. */
async function startProcesses(client: Client): Promise<void> {
  let next = 0;
  const startSome = async () => {
    for (let nth = next++; nth < OPEN_PROCESSES; nth = next++) await startProcess(client, nth);
  };
  await Promise.all(Array.from({ length: STARTED_AT_ONCE }, startSome));
}

const KINDS = [
  { type: WORKFLOW_TYPES.loan, stage: 'REPAYING' },
  { type: WORKFLOW_TYPES.payment, stage: 'UNKNOWN' },
  { type: WORKFLOW_TYPES.loan, stage: 'OVERDUE' },
  { type: WORKFLOW_TYPES.application, stage: 'IN_REVIEW' },
] as const;

async function startProcess(client: Client, nth: number): Promise<void> {
  const { type, stage } = KINDS[nth % KINDS.length] ?? KINDS[0];
  const dueMs = Date.now() + (nth % 100 === 0 ? -2 : 24) * HOUR_MS;
  await client.workflow.start(type, {
    workflowId: `${type}/${uuidv7()}`,
    taskQueue: TASK_QUEUE,
    typedSearchAttributes: [
      { key: searchAttributes.process, value: type },
      { key: searchAttributes.stage, value: stage },
      { key: searchAttributes.waitingFor, value: 'calendar' },
      { key: searchAttributes.dueAt, value: new Date(dueMs) },
      { key: searchAttributes.institution, value: nth % 3 === 0 ? other.id : institution.id },
      ...(nth % 1_000 === 1 ? [{ key: searchAttributes.failedStep, value: 'bookDay' }] : []),
    ],
  });
}

/** What the list did before it asked for what is stuck: the newest of all, and a look into some of them. */
async function readTheNewest(client: Client): Promise<void> {
  const query = `Institution = ${quoted([institution.id])} AND ExecutionStatus = 'Running'`;
  const found: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 200 })) {
    found.push(workflowId);
    if (found.length >= 2_000) break;
  }
  for (let first = 0; first < 500; first += 20) {
    await Promise.all(
      found.slice(first, first + 20).map((workflowId) => client.workflow.getHandle(workflowId).describe()),
    );
  }
}

interface Served {
  readonly server: Server;
  readonly url: string;
  close(): Promise<void>;
}

/** The API's own routes for an admin who is signed in. */
async function serve(sql: Pool, temporal: Client): Promise<Served> {
  const identityOf = async () => ({
    userId: 'admin',
    name: 'Admin',
    email: '',
    session: provedSession('admin'),
  });
  const { prisma } = databaseOn(sql);
  const settings = { temporalNamespace: 'default', temporalUiUrl: 'http://ui', publicUrl: 'http://api' };
  const parts = { sql, prisma, temporal, settings, auth: { identityOf } };
  const routes = mountRoutes(operations, parts as unknown as Parts);
  const server = createServer(express().use('/', routes));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, url, close: () => prisma.$disconnect() };
}

async function rounds(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(work));
  return times;
}

async function measure({ url }: Served, path: string, beforeMs: number): Promise<BenchLine> {
  const ask = async () => {
    const response = await fetch(url + path, { headers: { authorization: 'Bearer bench' } });
    const body = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${body}`);
  };
  await ask();
  const ms = median(await rounds(ask));
  return {
    text:
      `GET ${path} with ${figure(OPEN_PROCESSES)} open processes: ${figure(ms)} ms, target < ${figure(MOST_MS)} ms; ` +
      `reading the newest 2,000 took ${figure(beforeMs)} ms (${figure(beforeMs / ms, 1)} ×) and missed what is older`,
    isReached: ms < MOST_MS,
  };
}
