import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import express from 'express';
import { Redis } from 'ioredis';
import supertest from 'supertest';
import { freePort } from '../../../dev/network';
import { createMailTransport } from '../../../gateways/mail';
import {
  type MessageQueues,
  messageSenders,
  migrateQueueSchema,
  type OutgoingMessage,
  openMessageQueues,
  type QueueSettings,
  queuesPage,
  type SendOutcome,
  startMessageConsumers,
} from '../../../gateways/queue';
import { createSmsGateway } from '../../../gateways/sms';
import { MessageRows } from '../../support/messageRows';
import { startDatabase, type TestDatabase } from '../../support/postgres';
import { type SandboxProcess, startSandbox, temporaryFolder } from '../../support/sandboxProcess';

/** One of the two places that queues can live in. */
interface Backend {
  /** The API adds under its role, the worker takes under its own. */
  readonly producer: QueueSettings;
  readonly consumer: QueueSettings;
  /** Empties the queues as if their disk had been lost. */
  wipe(): Promise<void>;
  stop(): Promise<void>;
}

const LENDING_ROLES = ['lending_api', 'lending_worker'];

async function onPostgres(): Promise<Backend> {
  const database: TestDatabase = await startDatabase();
  await migrateQueueSchema(database.server.url(), LENDING_ROLES);
  await migrateQueueSchema(database.server.url(), LENDING_ROLES);
  return {
    producer: { databaseUrl: database.server.url('lending_api') },
    consumer: { databaseUrl: database.server.url('lending_worker') },
    wipe: async () => {
      await database.owner.query('TRUNCATE queue.job CASCADE');
    },
    stop: () => database.stop(),
  };
}

async function onRedis(): Promise<Backend> {
  const port = await freePort();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', flags, { stdio: 'ignore' });
  const redisUrl = `redis://127.0.0.1:${port}`;
  const client = new Redis(redisUrl, { retryStrategy: () => 50 });
  client.on('error', () => undefined);
  await client.ping();
  const settings = { redisUrl, databaseUrl: 'postgres://not-used' };
  return {
    producer: settings,
    consumer: settings,
    wipe: async () => {
      await client.flushall();
    },
    stop: async () => {
      client.disconnect();
      server.kill();
      await once(server, 'exit');
    },
  };
}

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
const backends: [string, () => Promise<Backend>][] = [
  ['PostgreSQL', onPostgres],
  ...(hasRedis ? [['Redis', onRedis] as [string, typeof onRedis]] : []),
];

function reminder(changes: Partial<OutgoingMessage> = {}): Omit<OutgoingMessage, 'attempts'> {
  const id = randomUUID();
  return {
    id,
    channel: 'EMAIL',
    dedupeKey: `loan/${id}/instalment/1/reminder:-7`,
    kind: 'INSTALMENT_REMINDER',
    locale: 'zh-CN',
    recipient: 'ops@enterprise.example',
    values: { instalment: 1, amountFen: 100_000, dueDate: '2026-02-10', daysBefore: 7 },
    ...changes,
  };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await holds()); waited += 50) {
    if (waited > 15_000) throw new Error('waited too long');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.each(backends)('messages by BullMQ on %s', (_name, startBackend) => {
  let backend: Backend;
  let queues: MessageQueues;
  let rows: MessageRows;
  let sent: OutgoingMessage[];
  let send: (message: OutgoingMessage) => Promise<SendOutcome>;
  let consumers: { close(): Promise<void> } | undefined;

  const start = () => {
    consumers = startMessageConsumers({
      settings: backend.consumer,
      queues,
      store: rows,
      senders: { EMAIL: (message) => send(message), SMS: (message) => send(message) },
      log: () => undefined,
      sweepEveryMs: 200,
      sweepOlderThanMs: 300,
    });
  };

  beforeAll(async () => {
    backend = await startBackend();
  }, 60_000);
  afterAll(() => backend.stop());
  beforeEach(() => {
    rows = new MessageRows();
    sent = [];
    send = (message) => {
      sent.push(message);
      return Promise.resolve({ status: 'accepted', reference: message.id });
    };
    queues = openMessageQueues(backend.producer, () => undefined);
  });
  afterEach(async () => {
    await consumers?.close();
    consumers = undefined;
    await queues.close();
    await backend.wipe();
  });

  it('sends each message once, however often it is queued', async () => {
    const messages = Array.from({ length: 20 }, (_, index) =>
      rows.write(reminder(index % 2 === 0 ? {} : { channel: 'SMS' })),
    );
    for (const message of [...messages, ...messages]) expect(await queues.enqueue(message)).toBe(true);
    start();
    await until(() => rows.statuses().every((status) => status === 'SENT'));
    for (const message of messages) await queues.enqueue(message);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(sent).toHaveLength(20);
  });

  it('loses nothing when the queue is wiped, and sends nothing twice', async () => {
    const messages = Array.from({ length: 10 }, () => rows.write(reminder()));
    for (const message of messages) await queues.enqueue(message);
    await backend.wipe();
    start();
    await until(() => rows.statuses().every((status) => status === 'SENT'));
    expect(new Set(sent.map((message) => message.id)).size).toBe(10);
    expect(sent).toHaveLength(10);
  });

  it('finds a row that never got to the queue', async () => {
    rows.write(reminder());
    start();
    await until(() => rows.statuses().every((status) => status === 'SENT'));
  });

  it('tries again after a fault, and gives up at once when the message is refused', async () => {
    const [shaky, refused] = [rows.write(reminder()), rows.write(reminder())];
    send = (message) => {
      sent.push(message);
      if (message.id === refused.id) return Promise.resolve({ status: 'refused', code: 'SMTP_550' });
      if (message.attempts < 2) return Promise.reject(new Error('mail server is away'));
      return Promise.resolve({ status: 'accepted', reference: 'x' });
    };
    await queues.enqueue(shaky);
    await queues.enqueue(refused);
    start();
    await until(() => rows.rows.get(shaky.id)?.status === 'SENT');
    expect(rows.rows.get(refused.id)).toMatchObject({ status: 'FAILED', attempts: 1, lastError: 'SMTP_550' });
    expect(rows.rows.get(shaky.id)?.attempts).toBe(2);
    const [mail] = await queues.states();
    expect(mail).toMatchObject({ name: 'mail', failed: 1, waiting: 0 });
  });

  it('leaves alone what another consumer holds, until its lease is over', async () => {
    const held = rows.write(reminder());
    await rows.claim(held.id, 1_500);
    await queues.enqueue(held);
    start();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(sent).toHaveLength(0);
  });

  it('shows the queues to admins, without content', async () => {
    const message = rows.write(reminder());
    await queues.enqueue(message);
    const app = express().use('/queues', queuesPage(queues, '/queues'));
    const page = await supertest(app).get('/queues/').expect(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.text).toContain('<base href="/queues/');
    const jobs = await supertest(app)
      .get('/queues/api/queues?activeQueue=mail&page=1&jobsPerPage=10')
      .expect(200);
    expect(jobs.text).toContain(message.id);
    expect(jobs.text).not.toContain('enterprise.example');
  });
});

describe('messages all the way to the sandbox', () => {
  let backend: Backend;
  let mail: SandboxProcess;
  let services: SandboxProcess;

  beforeAll(async () => {
    backend = await onPostgres();
    const folder = temporaryFolder();
    mail = await startSandbox('mail', { SMTP_PORT: '0', MAIL_PAGE_PORT: '0', MAIL_DATA_DIR: folder });
    services = await startSandbox('services', { SERVICES_PORT: '0', SERVICES_DATA_DIR: temporaryFolder() });
  }, 60_000);
  afterAll(async () => {
    await mail.stop();
    await services.stop();
    await backend.stop();
  });

  it('a reminder arrives by mail and by SMS', async () => {
    const rows = new MessageRows();
    const queues = openMessageQueues(backend.producer, () => undefined);
    const transport = createMailTransport({
      smtpUrl: `smtp://127.0.0.1:${mail.ready.smtpPort as number}`,
      from: 'SME Lending <no-reply@lending.example>',
    });
    const servicesUrl = `http://127.0.0.1:${services.ready.port as number}`;
    const senders = messageSenders(transport, createSmsGateway({ url: servicesUrl }));
    const consumers = startMessageConsumers({
      settings: backend.consumer,
      queues,
      store: rows,
      senders,
      log: () => undefined,
    });
    await queues.enqueue(rows.write(reminder()));
    await queues.enqueue(rows.write(reminder({ channel: 'SMS', recipient: '13800138000' })));
    await queues.enqueue(rows.write(reminder({ kind: 'NO_SUCH_KIND' })));
    await until(() => rows.statuses().every((status) => status === 'SENT' || status === 'FAILED'));
    expect(rows.statuses()).toEqual(['SENT', 'SENT', 'FAILED']);
    const inbox = await (await fetch(`http://127.0.0.1:${mail.ready.port as number}/api/messages`)).text();
    expect(inbox).toContain('还款提醒：7 天后扣款');
    expect(await (await fetch(`${servicesUrl}/sms/messages`)).text()).toContain('¥1,000.00');
    await consumers.close();
    transport.close();
    await queues.close();
  });
});
