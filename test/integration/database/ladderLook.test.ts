import { uuidv7 } from 'uuidv7';
import { createCollectionActivities } from '../../../activities/collection';
import type { CollectionLook, SettledAction } from '../../../contracts/activities';
import type { LoanId } from '../../../contracts/ids';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import type { RungAction } from '../../../domain/overdue/ladder';
import { writeCollection } from '../../../gateways/database/collection';
import { type Case, disburse, makeCase, markDays, setClock, termsOf } from './support/cases';

/** The looks of a ladder by the books themselves: what a promise holds, and from when on it does not. */

jest.setTimeout(120_000);

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

const look = (at: Case, local: string): Promise<CollectionLook> =>
  createCollectionActivities({ sql: database.worker } as never).lookAtCollection({
    ...{ loanId: at.loanId as LoanId, atMs: Date.parse(`${local}:00+08:00`), moved: [] },
  });

/** Looks, and writes what it found as done, as the process does. @returns what was done, by rung */
async function climb(at: Case, local: string): Promise<readonly string[]> {
  const { due, facts } = await look(at, local);
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
