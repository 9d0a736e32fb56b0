import { uuidv7 } from 'uuidv7';
import { type ActivityDeps, createActivities } from '../../../activities';
import type { CaseChange } from '../../../contracts/activities';
import type { AllActivities } from '../../../contracts/activityOptions';
import type { EnterpriseId, InstitutionId, TaskId } from '../../../contracts/ids';
import { readPaper } from '../../../contracts/papers';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { createColumnCipher } from '../../../gateways/crypto';
import { databaseOn } from '../../../gateways/database/client';
import { readCollectionState } from '../../../gateways/database/collection';

import { createPaperStore, listPapers, type PaperToMake } from '../../../gateways/database/papers';
import { attempt, CHECK } from './support/attempt';
import { type Case, disburse, institutionId, makeCase, received, setClock, termsOf } from './support/cases';
import { payIn } from './support/money';

/** Of a loan paid out on 15 January 2026: its first instalment is thirty days late. */
const DAY_30 = isoDate('2026-03-17');
const cipher = createColumnCipher(`test:${Buffer.alloc(32, 5).toString('base64')}`);
const queued: string[] = [];

let database: TestDatabase;
let activities: AllActivities;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-03-17T01:00:00Z');
  activities = createActivities({
    ...databaseOn(database.worker),
    cipher,
    queues: {
      enqueue: async ({ id, channel }: { readonly id: string; readonly channel: string }) => {
        if (channel === 'PAPER') queued.push(id);
        return true;
      },
    },
  } as unknown as ActivityDeps);
});
afterAll(() => database.stop());

const headOf = ({ loanId, enterpriseId }: Case, changeKey: string): CaseChange => ({
  ...{ caseType: 'COLLECTION', caseId: loanId, changeKey, at: '2026-03-17T01:00:00.000Z' },
  ...{ institutionId: institutionId as InstitutionId, enterpriseId: enterpriseId as EnterpriseId },
  audit: { actorId: null, action: 'LADDER_LOOKED', outcome: 'M2' },
});

/** A loan on the thirtieth day of a default, as its process writes it. */
async function late(): Promise<Case> {
  const at = await makeCase(database.owner);
  await disburse(database.owner, at, termsOf(at.loanId));
  await activities.recordChange({
    ...headOf(at, 'looked'),
    collection: {
      episode: 1,
      looked: {
        ...{ openedOn: DAY_30, curedAt: null, stage: 'M2', lookedOn: DAY_30 },
        ...{ anchorDate: '2026-02-15', nextAt: null },
      },
      reached: [{ day: 30, reachedOn: DAY_30, daysPastDue: 30, stage: 'M2' }],
    },
  });
  return at;
}

const letter = (at: Case): CaseChange => ({
  ...headOf(at, 'written'),
  collection: { episode: 1, settled: [{ day: 30, action: 'SEND_COLLECTION_LETTER', outcome: 'DONE' }] },
});

const papersOf = async ({ loanId: caseId, enterpriseId }: Case) =>
  (
    await listPapers(
      databaseOn(database.api).prisma,
      { institutionId, enterpriseId },
      { caseId },
      { pageSize: 50 },
    )
  ).items;

test('the letter of a rung is a paper in both languages, once, among the borrower’s, and waits to be posted', async () => {
  const at = await late();
  await activities.recordChange(letter(at));
  await activities.recordChange(letter(at));
  const papers = await papersOf(at);
  expect(papers.map(({ kind, language }) => `${kind} ${language}`).sort()).toEqual([
    'COLLECTION_LETTER en',
    'COLLECTION_LETTER zh-CN',
  ]);
  expect(queued).toEqual(expect.arrayContaining(papers.map(({ id }) => id)));
  const said: unknown[] = [];
  const render = async ({ values }: PaperToMake) => {
    said.push(values);
    return Buffer.from('a file');
  };
  for (const { id } of papers)
    expect(await createPaperStore(database.worker, cipher, render).make(id)).toBe('made');
  const claim = readPaper('COLLECTION_LETTER', said[0]);
  expect(claim).toMatchObject({
    ok: true,
    value: { dueDate: '2026-02-15', asOf: DAY_30, payBy: '2026-03-27', loanId: at.loanId },
  });
  if (claim.ok) {
    const { parts, totalFen } = claim.value;
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(totalFen);
    expect(parts.penaltyFen).toBeGreaterThan(0);
  }

  const letters = async () => (await readCollectionState(database.worker, at.loanId, DAY_30)).letters;
  const chinese = papers.find(({ language }) => language === 'zh-CN');
  expect(await letters()).toEqual([{ paperId: chinese?.id, number: chinese?.number, date: DAY_30 }]);
  await activities.recordHumanStep({
    ...headOf(at, 'ask'),
    open: [
      {
        ...{ taskId: uuidv7() as TaskId, kind: 'DO_COLLECTION_STEP', role: 'customer_service', round: 1 },
        ...{ institutionId: institutionId as InstitutionId, enterpriseId: at.enterpriseId as EnterpriseId },
        ...{ caseType: 'COLLECTION', caseId: at.loanId, workflowId: `collection/${at.loanId}` },
        ...{ dueAt: '2026-03-18T01:00:00.000Z', amountFen: null },
        reason: {
          code: 'LADDER_POST_LETTER',
          detail: { paper: chinese?.id ?? '', number: chinese?.number ?? '', date: DAY_30 },
        },
      },
    ],
  });
  expect(await letters()).toEqual([]);
});

test('nothing is demanded of who has paid meanwhile', async () => {
  const at = await late();
  const paid = received(at.loanId, isoDate('2026-03-16'), 50_000_000, 'all');
  expect((await payIn(database.owner, at.loanId, paid)).ok).toBe(true);
  await activities.recordChange(letter(at));
  expect(await papersOf(at)).toEqual([]);
});

test('no paper says that a loan is called in of which the books don’t', async () => {
  const at = await late();
  const notice = (id = uuidv7()) =>
    `INSERT INTO paper (id, business_key, institution_id, enterprise_id, case_type, case_id, kind, language, number,
         issued_on, values_cipher, fingerprint)
       VALUES ('${id}', '${id}', '${institutionId}', '${at.enterpriseId}', 'LOAN', '${at.loanId}',
         'ACCELERATION_NOTICE', 'zh-CN', '${id}', '2026-03-17', '', '${'0'.repeat(52)}${id.slice(-12)}')`;
  for (const role of [database.owner, database.worker, database.api]) {
    expect(await attempt(role, notice())).toBe(CHECK);
  }
});
