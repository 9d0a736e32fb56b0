import { uuidv7 } from 'uuidv7';
import { createCollectionActivities } from '../../../activities/collection';
import type { CollectionLook, SettledAction } from '../../../contracts/activities';
import type { LoanId } from '../../../contracts/ids';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import type { RungAction } from '../../../domain/overdue/ladder';
import { writeCollection } from '../../../gateways/database/collection';
import { readOrders } from '../../../gateways/database/loanOrders';
import { type Case, disburse, makeCase, markDays, setClock, termsOf } from './support/cases';
import { orderMoney } from './support/money';

/** The looks of a ladder by the books themselves: what holds what, and from when on it does not. */

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase({ isAlone: true });
});
afterAll(() => database.stop());

/** Instalments from 5 February on; 15 to 23 February are the Spring Festival. */
async function overdueLoan(): Promise<Case> {
  await setClock(database.owner, '2026-02-08T03:00:00Z');
  const at = await makeCase(database.owner);
  await disburse(database.owner, at, termsOf(at.loanId, { startDate: isoDate('2026-01-05') }));
  return at;
}

const look = (at: Case, local: string, moved: readonly RungAction[] = []): Promise<CollectionLook> =>
  createCollectionActivities({ sql: database.worker } as never).lookAtCollection({
    ...{ loanId: at.loanId as LoanId, atMs: Date.parse(`${local}:00+08:00`), moved },
  });

/** Looks, and writes what it found as done, as the process does. @returns what was done, by rung */
async function climb(at: Case, local: string, moved: readonly RungAction[] = []): Promise<readonly string[]> {
  const { due, facts } = await look(at, local, moved);
  if (facts === null) return [];
  await writeCollection(database.worker, changeOf(at, local), {
    ...facts,
    settled: [...(facts.settled ?? []), ...due.map(settled)],
  });
  return due.map(({ day, action }) => `${day} ${action}`);
}

/** No guarantor is on file: none is said to be told. */
const settled = (action: RungAction): SettledAction =>
  action.action === 'NOTIFY_GUARANTOR'
    ? { ...action, outcome: 'NOT_APPLICABLE', why: 'NO_GUARANTOR' }
    : { ...action, outcome: 'DONE' };

const changeOf = ({ loanId, enterpriseId, institutionId }: Case, local: string) =>
  ({ caseId: loanId, institutionId, enterpriseId, at: `${local}:00+08:00` }) as never;

test('a promise whose last day is a holiday is broken on the next, a holiday too, once the bank has shown its day', async () => {
  const at = await overdueLoan();
  await climb(at, '2026-02-06T10:05');
  expect(await climb(at, '2026-02-08T10:05')).toEqual(['3 CALL_BY_SERVICE']);
  const id = uuidv7();
  const madeAt = '2026-02-08T11:00:00+08:00';
  await writeCollection(database.worker, changeOf(at, '2026-02-08T11:00'), {
    episode: 1,
    promise: { id, amountFen: 5_000_000, byDate: '2026-02-16', madeAt, madeBy: 'u' as never },
  });
  expect(await climb(at, '2026-02-12T10:05')).toEqual(['7 START_PENALTY']);
  // Its last day is still its own, to the last minute.
  for (const local of ['2026-02-16T10:05', '2026-02-16T23:59']) {
    expect(await look(at, local)).toMatchObject({ due: [], openPromise: { id }, isContactHeld: true });
  }
  // Its file is not matched yet.
  expect(await look(at, '2026-02-17T10:05')).toMatchObject({ due: [], openPromise: { id } });
  await setClock(database.owner, '2026-02-17T01:00:00Z');
  await markDays(database.owner, '2026-02-10', '2026-02-16');
  const broken = await look(at, '2026-02-17T10:05');
  expect(broken).toMatchObject({
    ...{ due: [{ day: 7, action: 'CALL_BY_COLLECTOR' }], openPromise: null, isContactHeld: false, broken: 1 },
    facts: { promisesEnded: [{ id, status: 'BROKEN', endedAt: '2026-02-16T16:00:00.000Z' }] },
  });
});

/** Whether the loan's process, which looks at its books after each order, is to tell the ladder's of its outcome. */
const isAwaited = async ({ loanId }: Case): Promise<boolean> =>
  (await readOrders(database.worker, loanId, 4)).isDebitAwaited;

test('while a debit is at the bank nobody is written to and nothing legal is done; once it has said no, both are', async () => {
  const at = await overdueLoan();
  // All rungs up to the ninetieth day are made up on one; the next is of the day after.
  const before = await climb(at, '2026-05-06T10:05');
  expect(before).toContain('90 DECLARE_ACCELERATION');
  const key = `loan/${at.loanId}/instalment/4/collect/1`;
  const order = { loanId: at.loanId, key, purpose: 'COLLECTION', amountFen: 100, date: '2026-05-07' };
  await orderMoney(database.owner, order);
  const held = await look(at, '2026-05-07T10:05');
  expect(held.facts?.reached).toMatchObject([{ day: 91, reachedOn: '2026-05-07', daysPastDue: 91 }]);
  expect(held.due).toEqual([
    { day: 91, action: 'STOP_ACCRUAL' },
    { day: 91, action: 'CLASSIFY_SUBSTANDARD' },
  ]);
  const waiting = ['SEND_LAWYER_LETTER', 'OPEN_LEGAL_CASE'];
  expect(held).toMatchObject({ awaitsDebit: true, moved: waiting.map((action) => ({ day: 91, action })) });
  // Where nobody tells, it is tried again on the next day.
  expect(new Date(held.nextAtMs + 8 * 3_600_000).toISOString()).toMatch(/^2026-05-08T/);
  expect(await isAwaited(at)).toBe(false);
  await climb(at, '2026-05-07T10:05');
  expect(await isAwaited(at)).toBe(true);
  expect(await climb(at, '2026-05-07T10:06', held.moved)).toEqual([]);
  await database.owner.query(
    `UPDATE payment SET status = 'FAILED', code = '51', settled_at = '2026-05-07T02:00:00Z' WHERE key = $1`,
    [key],
  );
  expect(await climb(at, '2026-05-07T10:20', held.moved)).toEqual(waiting.map((action) => `91 ${action}`));
  expect(await isAwaited(at)).toBe(false);
});

test('the day’s look waits for what the bank says to the morning’s debit, a slot after the loan’s turn', async () => {
  const at = await overdueLoan();
  // Before any turn of a first debit can be over.
  const early = await look(at, '2026-02-06T09:29');
  expect(early).toMatchObject({ facts: null, due: [] });
  const [from, until] = ['2026-02-06T09:30', '2026-02-06T10:00'].map((local) =>
    Date.parse(`${local}:00+08:00`),
  );
  expect(early.nextAtMs).toBeGreaterThanOrEqual(from ?? 0);
  expect(early.nextAtMs).toBeLessThan(until ?? 0);
  expect((await look(at, '2026-02-06T10:00')).facts?.reached).toMatchObject([{ day: 1 }]);
});
