import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import express from 'express';
import { Redis } from 'ioredis';
import supertest from 'supertest';
import { freePort } from '../../../dev/network';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { createColumnCipher } from '../../../gateways/crypto';
import { createMessageStore, type NewMessage, writeMessage } from '../../../gateways/database/messages';
import { createMailTransport } from '../../../gateways/mail';
import {
  type MessageChannel,
  type MessageQueues,
  messageSenders,
  migrateQueueSchema,
  type OutgoingMessage,
  openMessageQueues,
  type QueuedMessage,
  type QueueSettings,
  queuesPage,
  type SendOutcome,
  startMessageConsumers,
} from '../../../gateways/queue';
import { createSmsGateway } from '../../../gateways/sms';
import { type SandboxProcess, startSandbox, temporaryFolder } from '../../support/sandboxProcess';

/** One of the two places that queues can live in. */
interface Backend {
  /** The API adds under its role, the worker takes under its own. */
  readonly producer: QueueSettings;
  readonly consumer: QueueSettings;
  readonly database: TestDatabase;
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
    database,
    producer: { databaseUrl: database.server.url('lending_api') },
    consumer: { databaseUrl: database.server.url('lending_worker') },
    wipe: async () => {
      await database.owner.query('TRUNCATE queue.job CASCADE');
    },
    stop: () => database.stop(),
  };
}

async function onRedis(): Promise<Backend> {
  const database: TestDatabase = await startDatabase();
  const port = await freePort();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', flags, { stdio: 'ignore' });
  const redisUrl = `redis://127.0.0.1:${port}`;
  const client = new Redis(redisUrl, { retryStrategy: () => 50 });
  client.on('error', () => undefined);
  await client.ping();
  const settings = { redisUrl, databaseUrl: 'postgres://not-used' };
  return {
    database,
    producer: settings,
    consumer: settings,
    wipe: async () => {
      await client.flushall();
    },
    stop: async () => {
      client.disconnect();
      server.kill();
      await once(server, 'exit');
      await database.stop();
    },
  };
}

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
const backends: [string, () => Promise<Backend>][] = [
  ['PostgreSQL', onPostgres],
  ...(hasRedis ? [['Redis', onRedis] as [string, typeof onRedis]] : []),
];

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 7).toString('base64')}`);

interface RowState {
  readonly status: string;
  readonly attempts: number;
  readonly last_error: string | null;
}

/** Table `message` as a test looks at it; the API writes rows, the worker takes them. */
class MessageTable {
  readonly store;

  constructor(private readonly database: TestDatabase) {
    this.store = createMessageStore(database.worker, cipher);
  }

  write(changes: Partial<NewMessage> = {}): Promise<QueuedMessage> {
    return writeMessage(this.database.worker, cipher, reminder(changes));
  }

  async statuses(): Promise<readonly string[]> {
    const { rows } = await this.database.owner.query<RowState>(
      'SELECT status FROM message ORDER BY created_at, id',
    );
    return rows.map((row) => row.status);
  }

  async allSent(): Promise<boolean> {
    return (await this.statuses()).every((status) => status === 'SENT');
  }

  async row(id: string): Promise<RowState | undefined> {
    const { rows } = await this.database.owner.query<RowState>('SELECT * FROM message WHERE id = $1', [id]);
    return rows[0];
  }

  async empty(): Promise<void> {
    await this.database.owner.query('TRUNCATE message CASCADE');
  }
}

function reminder(changes: Partial<NewMessage> = {}): NewMessage {
  const loanId = randomUUID();
  return {
    channel: 'EMAIL',
    dedupeKey: `loan/${loanId}/instalment/1/reminder:-7`,
    kind: 'INSTALMENT_REMINDER',
    locale: 'zh-CN',
    recipient: 'ops@enterprise.example',
    values: {
      ...{ enterpriseName: '恒远', institutionName: '样例小贷' },
      ...{ instalment: 1, amountFen: 100_000, dueDate: '2026-02-10', daysBefore: 7 },
    },
    caseType: 'LOAN',
    caseId: loanId,
    ...changes,
  };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await holds()); waited += 50) {
    if (waited > 60_000) throw new Error('waited too long');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.each(backends)('messages by BullMQ on %s', (_name, startBackend) => {
  let backend: Backend;
  let queues: MessageQueues;
  let table: MessageTable;
  let sent: OutgoingMessage[];
  let send: (message: OutgoingMessage) => Promise<SendOutcome>;
  let consumers: { close(): Promise<void> } | undefined;
  let quietMs: Readonly<Record<MessageChannel, number>>;

  const start = () => {
    consumers = startMessageConsumers({
      settings: backend.consumer,
      queues,
      store: table.store,
      senders: { EMAIL: (message) => send(message), SMS: (message) => send(message) },
      quietForMs: async (channel) => quietMs[channel],
      log: () => undefined,
      sweepEveryMs: 200,
      sweepOlderThanMs: 300,
    });
  };

  const mail = async () => (await queues.states())[0];
  const isConnected = () =>
    mail().then(
      () => true,
      () => false,
    );

  beforeAll(async () => {
    backend = await startBackend();
  });
  afterAll(() => backend.stop());
  beforeEach(async () => {
    quietMs = { EMAIL: 0, SMS: 0 };
    table = new MessageTable(backend.database);
    sent = [];
    send = (message) => {
      sent.push(message);
      return Promise.resolve({ status: 'accepted', reference: message.id });
    };
    queues = openMessageQueues(backend.producer, () => undefined);
    // It may take longer to connect than a business step would wait.
    await until(isConnected);
  });
  afterEach(async () => {
    await consumers?.close();
    consumers = undefined;
    await queues.close();
    await backend.wipe();
    await table.empty();
  });

  it('sends each message once, however often it is queued', async () => {
    const writing = Array.from({ length: 20 }, (_, index) =>
      table.write(index % 2 === 0 ? {} : { channel: 'SMS' }),
    );
    const messages = await Promise.all(writing);
    for (const message of [...messages, ...messages]) expect(await queues.enqueue(message)).toBe(true);
    start();
    await until(() => table.allSent());
    for (const message of messages) await queues.enqueue(message);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(sent).toHaveLength(20);
  });

  it('loses nothing when the queue is wiped, and sends nothing twice', async () => {
    const messages = await Promise.all(Array.from({ length: 10 }, () => table.write()));
    for (const message of messages) await queues.enqueue(message);
    await backend.wipe();
    start();
    await until(() => table.allSent());
    expect(new Set(sent.map((message) => message.id)).size).toBe(10);
    expect(sent).toHaveLength(10);
  });

  it('sends nothing by a channel that is quiet, and sends it when that is over; other channels go on', async () => {
    quietMs = { EMAIL: 0, SMS: 200 };
    const [mail, short] = [await table.write(), await table.write({ channel: 'SMS' })];
    for (const message of [short, mail]) await queues.enqueue(message);
    start();
    await until(async () => (await table.row(mail.id))?.status === 'SENT');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await table.row(short.id)).toMatchObject({ status: 'WAITING', attempts: 0 });
    quietMs = { EMAIL: 0, SMS: 0 };
    await until(() => table.allSent());
    expect(sent.map(({ channel, attempts }) => [channel, attempts])).toEqual([
      ['EMAIL', 1],
      ['SMS', 1],
    ]);
  });

  it('finds a row that never got to the queue', async () => {
    await table.write();
    start();
    await until(() => table.allSent());
  });

  it('tries again after a fault, and gives up at once when the message is refused', async () => {
    const [shaky, refused] = [await table.write(), await table.write()];
    send = (message) => {
      sent.push(message);
      if (message.id === refused.id) return Promise.resolve({ status: 'refused', code: 'SMTP_550' });
      if (message.attempts < 2) return Promise.reject(new Error('mail server is away'));
      return Promise.resolve({ status: 'accepted', reference: 'x' });
    };
    await queues.enqueue(shaky);
    await queues.enqueue(refused);
    start();
    await until(async () => (await table.row(shaky.id))?.status === 'SENT');
    await until(async () => (await mail())?.failed === 1);
    expect(await table.row(refused.id)).toMatchObject({
      status: 'FAILED',
      attempts: 1,
      last_error: 'SMTP_550',
    });
    expect(await table.row(shaky.id)).toMatchObject({ attempts: 2 });
    expect(await mail()).toMatchObject({ name: 'mail', failed: 1, waiting: 0 });
  });

  it('keeps one row per key, sealed for its own place', async () => {
    const first = await table.write({ dedupeKey: 'once' });
    const second = await table.write({ dedupeKey: 'once', recipient: 'other@enterprise.example' });
    expect(second).toEqual(first);
    const claimed = await table.store.claim(first.id, 1_000);
    expect(claimed).toMatchObject({
      message: { recipient: 'ops@enterprise.example', values: { daysBefore: 7 } },
    });
    const { rows } = await backend.database.owner.query<{ text: string }>(
      'SELECT message::text AS text FROM message',
    );
    expect(rows[0]?.text).not.toContain(Buffer.from('enterprise.example').toString('hex'));
    expect(await table.store.claim(randomUUID(), 1_000)).toEqual({ status: 'missing' });
  });

  it('leaves alone what another consumer holds, until its lease is over', async () => {
    const held = await table.write();
    await table.store.claim(held.id, 60_000);
    await queues.enqueue(held);
    start();
    await until(async () => (await mail())?.delayed === 1);
    expect(sent).toHaveLength(0);
    await backend.database.owner.query("UPDATE message SET lease_until = now() - interval '1 second'");
    // What is held is looked at again after a while.
    for (const { queue } of queues.opened) await queue.promoteJobs();
    await until(() => table.allSent());
    expect(sent).toHaveLength(1);
  });

  it('shows the queues to admins, without content', async () => {
    const message = await table.write();
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
    // The queues are both institutions'; nobody empties them from here.
    await supertest(app).put('/queues/api/queues/mail/clean/waiting').expect(405);
  });
});

describe('a PostgreSQL that is not there yet when a process starts', () => {
  const MOST_FAULTS = 1_000;
  let backend: Backend;

  beforeAll(async () => {
    backend = await onPostgres();
  });
  afterAll(() => backend.stop());

  /** What it answers is no failure to connect, as when it is just starting. */
  const letIn = (isLetIn: boolean) =>
    Promise.all(
      LENDING_ROLES.map((role) =>
        backend.database.owner.query(`ALTER ROLE ${role} ${isLetIn ? 'LOGIN' : 'NOLOGIN'}`),
      ),
    );

  it('holds nothing up, and once it is there messages are queued and sent', async () => {
    const table = new MessageTable(backend.database);
    const before = await table.write();
    const faults: string[] = [];
    await letIn(false);
    const queues = openMessageQueues(backend.producer, (event) => faults.push(event));
    const accept = () => Promise.resolve({ status: 'accepted', reference: 'x' } as const);
    const consumers = startMessageConsumers({
      settings: backend.consumer,
      queues,
      store: table.store,
      senders: { EMAIL: accept, SMS: accept },
      quietForMs: async () => 0,
      log: (event) => {
        faults.push(event);
        // A loop without a pause would never let this test come to its end.
        if (faults.length > MOST_FAULTS) void consumers.close();
      },
    });
    expect(await queues.enqueue(before)).toBe(false);
    await until(() => faults.includes('consumer fault') && faults.includes('queue fault'));

    expect(faults.length).toBeLessThan(MOST_FAULTS);
    await letIn(true);
    await until(() => queues.enqueue(before));
    expect(await queues.enqueue(await table.write())).toBe(true);
    await until(() => table.allSent());
    await consumers.close();
    await queues.close();
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
    services = await startSandbox('services', {
      SERVICES_PORT: '0',
      SERVICES_DATA_DIR: temporaryFolder(),
      SERVICES_API_KEY: 'k'.repeat(32),
    });
  });
  afterAll(async () => {
    await mail.stop();
    await services.stop();
    await backend.stop();
  });

  it('a reminder arrives by mail and by SMS', async () => {
    const table = new MessageTable(backend.database);
    const queues = openMessageQueues(backend.producer, () => undefined);
    const transport = createMailTransport({
      smtpUrl: `smtp://127.0.0.1:${mail.ready.smtpPort as number}`,
      from: 'SME Lending <no-reply@lending.example>',
    });
    const servicesUrl = `http://127.0.0.1:${services.ready.port as number}`;
    const senders = messageSenders(transport, createSmsGateway({ url: servicesUrl, apiKey: 'k'.repeat(32) }));
    const consumers = startMessageConsumers({
      settings: backend.consumer,
      queues,
      store: table.store,
      senders,
      quietForMs: async () => 0,
      log: () => undefined,
    });
    await queues.enqueue(await table.write());
    await queues.enqueue(await table.write({ channel: 'SMS', recipient: '13800138000' }));
    await queues.enqueue(await table.write({ kind: 'NO_SUCH_KIND' }));
    const isSettled = (status: string) => status === 'SENT' || status === 'FAILED';
    await until(async () => (await table.statuses()).every(isSettled));
    expect(await table.statuses()).toEqual(['SENT', 'SENT', 'FAILED']);
    const inbox = await (await fetch(`http://127.0.0.1:${mail.ready.port as number}/api/messages`)).text();
    expect(inbox).toContain('还款提醒：7 天后扣款');
    expect(await (await fetch(`${servicesUrl}/sms/messages`)).text()).toContain('¥1,000.00');
    await consumers.close();
    transport.close();
    await queues.close();
  });
});
