import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { createColumnCipher } from '../../../gateways/crypto';
import { createPaperStore, readPaperFile, writePaper } from '../../../gateways/database/papers';
import { renderPaper } from '../../../gateways/papers/render';
import {
  type MessageQueues,
  migrateQueueSchema,
  openMessageQueues,
  startPaperConsumer,
} from '../../../gateways/queue';
import { PAPER_EXAMPLES } from '../../support/papers';
import { disburse, makeCase, termsOf } from '../database/support/cases';

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 1).toString('base64')}`);

let database: TestDatabase;
let queues: MessageQueues;
let write: (fact: string) => ReturnType<typeof writePaper>;
beforeAll(async () => {
  database = await startDatabase();
  await migrateQueueSchema(database.server.url(), ['lending_api', 'lending_worker']);
  queues = openMessageQueues({ databaseUrl: database.server.url('lending_api') }, () => undefined);
  const at = await makeCase(database.owner);
  await disburse(database.worker, at, termsOf(at.loanId));
  write = (fact) =>
    writePaper(database.api, cipher, {
      ...{
        institutionId: at.institutionId,
        enterpriseId: at.enterpriseId,
        caseType: 'LOAN',
        caseId: at.loanId,
      },
      ...{ kind: 'COLLECTION_LETTER', language: 'zh-CN', issuedOn: isoDate('2026-02-10'), fact },
      values: PAPER_EXAMPLES.COLLECTION_LETTER,
    });
});
afterAll(async () => {
  await queues.close();
  await database.stop();
});

const consume = (render = renderPaper) =>
  startPaperConsumer({
    settings: { databaseUrl: database.server.url('lending_worker') },
    queues,
    store: createPaperStore(database.worker, cipher, render),
    log: () => undefined,
    ...{ sweepEveryMs: 100, sweepOlderThanMs: 0 },
  });

async function file(id: string): Promise<Buffer> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    const content = await readPaperFile(database.api, cipher, id);
    if (content !== null) return content;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('waited too long');
}

test('a paper that the API asks for is made by the worker', async () => {
  const row = await write('one');
  expect(await queues.enqueue(row)).toBe(true);
  const consumer = consume();
  expect((await file(row.id)).subarray(0, 5).toString()).toBe('%PDF-');
  await consumer.close();
});

test('one whose job was lost is made all the same, and one that failed is made again', async () => {
  const [lost, failing] = [await write('lost'), await write('failing')];
  await queues.enqueue(lost);
  await database.owner.query('TRUNCATE queue.job CASCADE');
  let fails = 2;
  const consumer = consume(async (paper) => {
    if (paper.id === failing.id && fails-- > 0) throw new Error('no font just now');
    return await renderPaper(paper);
  });
  await file(lost.id);
  expect((await file(failing.id)).length).toBeGreaterThan(1_000);
  await consumer.close();
  const { rows } = await database.owner.query(
    'SELECT attempts, last_error, status FROM paper WHERE id = $1',
    [failing.id],
  );
  expect(rows[0]).toEqual({ attempts: 2, last_error: null, status: 'READY' });
});
