import { type Look, Looks } from '../../../api/platform/looks';
import type { NewAuditRecord } from '../../../gateways/database/audit';

const LOAN = '0198c1f0-0000-7000-8000-00000000000a';
const MINUTE_MS = 60_000;

const written: NewAuditRecord[] = [];
const faults: unknown[] = [];
let looks: Looks;

beforeEach(() => {
  jest.useFakeTimers();
  written.splice(0);
  faults.splice(0);
  looks = new Looks(
    async (record) => void written.push(record),
    (fault) => faults.push(fault),
  );
});
afterEach(() => jest.useRealTimers());

const look = (changes: Partial<Look> = {}): Promise<void> =>
  looks.note({
    ...{ action: 'payloads.decode', actorId: 'admin', institutionId: 'a', workflowId: `loan/${LOAN}` },
    ...{ outcome: 'DONE', count: 2 },
    ...changes,
  });

test('the first is recorded before anything is shown, with the case and how much', async () => {
  await look();
  expect(written).toEqual([
    {
      ...{ actorId: 'admin', institutionId: 'a', action: 'payloads.decode', outcome: 'DONE' },
      ...{ caseType: 'LOAN', caseId: LOAN, detail: { workflowId: `loan/${LOAN}`, payloads: 2 } },
    },
  ]);
});

test('what the same person reads of it within a minute is one more record', async () => {
  for (let nth = 0; nth < 100; nth += 1) await look();
  await look({ workflowId: 'endOfDay' });
  await look({ actorId: 'another' });
  await look({ outcome: 'WITHHELD' });
  expect(written).toHaveLength(4);
  await jest.advanceTimersByTimeAsync(MINUTE_MS);
  expect(written.slice(4).map(({ detail }) => detail)).toEqual([
    { workflowId: `loan/${LOAN}`, payloads: 198 },
  ]);
  await look();
  expect(written).toHaveLength(6);
});

test('what the operator sees in an emergency is counted by institution: its list, and each process', async () => {
  for (let nth = 0; nth < 5; nth += 1) {
    await look({ action: 'emergency.look', workflowId: null, count: 1 });
    await look({ action: 'emergency.look', count: 1 });
  }
  await look({ action: 'emergency.look', workflowId: null, institutionId: 'b', count: 1 });
  await jest.advanceTimersByTimeAsync(MINUTE_MS);
  const of = `loan/${LOAN}`;
  expect(written.map(({ action, institutionId, detail }) => [action, institutionId, detail])).toEqual([
    ['emergency.look', 'a', { list: true, answers: 1 }],
    ['emergency.look', 'a', { workflowId: of, answers: 1 }],
    ['emergency.look', 'b', { list: true, answers: 1 }],
    ['emergency.look', 'a', { list: true, answers: 4 }],
    ['emergency.look', 'a', { workflowId: of, answers: 4 }],
  ]);
  expect(written.map(({ caseId }) => caseId)).toEqual([null, LOAN, null, null, LOAN]);
});

test('nothing is lost when the process ends in order, and a trail that can not be written is told', async () => {
  await look();
  await look();
  await looks.end();
  expect(written.map(({ detail }) => detail.payloads)).toEqual([2, 2]);
  await jest.advanceTimersByTimeAsync(MINUTE_MS);
  expect(written).toHaveLength(2);

  let isDown = false;
  looks = new Looks(
    async () => {
      if (isDown) throw new Error('down');
    },
    (fault) => faults.push(fault),
  );
  await look();
  await look();
  isDown = true;
  await jest.advanceTimersByTimeAsync(MINUTE_MS);
  expect(faults).toHaveLength(1);
  await expect(look({ actorId: 'third' })).rejects.toThrow('down');
});
