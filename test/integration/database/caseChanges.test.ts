import { uuidv7 } from 'uuidv7';
import { presentTask } from '../../../api/tasks/present';
import type { CaseChange, RecheckedTask } from '../../../contracts/activities';
import type { EnterpriseId, InstitutionId, TaskId, UserId } from '../../../contracts/ids';
import type { Actor } from '../../../contracts/people';
import type { ApplicationStage } from '../../../contracts/workflows';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import {
  runningCases,
  shownStage,
  shownTasks,
  takeToCompare,
  withoutTask,
} from '../../../gateways/database/agreement';
import { writeCaseChange } from '../../../gateways/database/cases';
import { findTask } from '../../../gateways/database/tasks';
import { makeApplication, staffOf } from './support/cases';

let database: TestDatabase;
let of: Awaited<ReturnType<typeof makeApplication>>;
beforeAll(async () => {
  database = await startDatabase();
});
beforeEach(async () => {
  of = await makeApplication(database.owner);
});
afterAll(() => database.stop());

const workflowId = () => `application/${of.loanId}`;
let step = 0;

/** Writes a change of the case as the worker. */
function write(what: Partial<CaseChange>) {
  step += 1;
  return writeCaseChange(database.worker, {
    caseType: 'APPLICATION',
    caseId: of.loanId,
    institutionId: of.institutionId as InstitutionId,
    enterpriseId: of.enterpriseId as EnterpriseId,
    changeKey: `step/${step}`,
    at: '2026-01-05T01:00:00.000Z',
    audit: { actorId: null, action: 'STAGE_ENTERED', outcome: 'DONE' },
    ...what,
  });
}

function task(taskId = uuidv7()): RecheckedTask {
  return {
    taskId: taskId as TaskId,
    kind: 'APPROVE_APPLICATION',
    institutionId: of.institutionId as InstitutionId,
    enterpriseId: of.enterpriseId as EnterpriseId,
    caseType: 'APPLICATION',
    caseId: of.loanId,
    workflowId: workflowId(),
    role: 'approver',
    round: 1,
    dueAt: '2026-01-06T01:00:00.000Z',
    amountFen: null,
    reason: { code: 'APPROVAL_NEEDED' },
    claimedBy: null,
    escalations: 0,
    version: 1,
  };
}

const recheck = (tasks: readonly RecheckedTask[], ending: readonly TaskId[] = []) =>
  write({ recheck: { workflowId: workflowId(), tasks, ending } });

const decided = (by: string, taskId: TaskId, outcome: string): Partial<CaseChange> => ({
  close: [
    {
      taskId,
      status: 'DONE',
      outcome,
      by: by as UserId,
      decided: { step: 'APPROVE', round: 1, reason: 'said' },
    },
  ],
});

async function decisions(): Promise<readonly unknown[]> {
  const { rows } = await database.owner.query(
    'SELECT actor_id, decision FROM decision WHERE case_id = $1 ORDER BY created_at, decision',
    [of.loanId],
  );
  return rows.map(({ actor_id, decision }) => `${actor_id} ${decision}`);
}

describe('decisions', () => {
  it('are kept once, and another person or another word after a reset is kept too', async () => {
    const { taskId, ...opened } = task();
    await write({ open: [{ ...opened, taskId }] });
    await write(decided('ann', taskId, 'APPROVE'));
    await write(decided('ann', taskId, 'APPROVE'));
    expect(await decisions()).toEqual(['ann APPROVE']);
    await write(decided('bob', taskId, 'REJECT'));
    await write(decided('ann', taskId, 'REJECT'));
    expect(await decisions()).toEqual(['ann APPROVE', 'bob REJECT', 'ann REJECT']);
  });

  it('a quorum is still made of different people', async () => {
    const [first, second] = [task(), task()];
    await write({ open: [first] });
    await write({ ...decided('ann', first.taskId, 'APPROVE'), open: [second] });
    await write(decided('ann', second.taskId, 'APPROVE'));
    expect(await decisions()).toEqual(['ann APPROVE']);
  });

  it('whoever opens a task hears who took which step before', async () => {
    const first = task();
    const applied = { step: 'APPLY', userId: 'u' };
    expect(await write({ open: [first] })).toEqual({
      acts: [applied],
      over: [],
      abandoned: [],
      chosen: [],
      inactive: [],
    });
    const next = await write({ ...decided('ann', first.taskId, 'APPROVE'), open: [task()] });
    expect(next?.acts).toHaveLength(2);
    expect(next?.acts).toEqual(expect.arrayContaining([applied, { step: 'APPROVE', userId: 'ann' }]));
    expect(await write({})).toBeNull();
  });
});

describe('claims', () => {
  const claimOf = async (taskId: TaskId) => {
    const text = 'SELECT status, claimed_by FROM human_task WHERE id = $1';
    return (await database.owner.query(text, [taskId])).rows[0];
  };

  it('said before what stands now, and written after it, change nothing', async () => {
    const opened = task();
    const { taskId } = opened;
    const claim = (by: string | null, at: string) =>
      write({ at, claim: { taskId, by: by as UserId | null, version: 2 } });
    await write({ open: [opened] });
    await claim('ann', '2026-01-05T02:00:00.000Z');
    await claim(null, '2026-01-05T03:00:00.000Z');
    // An attempt that waited for a connection all the while.
    await claim('ann', '2026-01-05T02:00:00.000Z');
    expect(await claimOf(taskId)).toEqual({ status: 'OPEN', claimed_by: null });
    await claim('bob', '2026-01-05T04:00:00.000Z');
    await claim(null, '2026-01-05T03:00:00.000Z');
    expect(await claimOf(taskId)).toEqual({ status: 'CLAIMED', claimed_by: 'bob' });
  });
});

describe('the inbox', () => {
  const finance = (userId: string): Actor => ({
    userId: userId as UserId,
    roles: ['finance'],
    institutionId: of.institutionId as InstitutionId,
    enterpriseId: null,
  });
  const release = (round: number): RecheckedTask => ({
    ...task(),
    ...{ kind: 'RELEASE_DISBURSEMENT', role: 'finance', round },
  });
  const barred = async ({ taskId }: RecheckedTask, userId: string) => {
    const row = await findTask(database.owner, of.institutionId, taskId);
    if (row === null) throw new Error('no such task');
    return presentTask(row, finance(userId), isoDate('2026-01-05'), 'en').barred;
  };

  it('bars nobody whom the process lets decide: who released in an earlier round may release again', async () => {
    const [first, again, later] = [release(1), release(1), release(2)];
    await write({ open: [first] });
    const [closed] = decided('ann', first.taskId, 'APPROVE').close ?? [];
    if (closed === undefined) throw new Error('nothing is closed');
    const step = { step: 'RELEASE', round: 1, reason: '' } as const;
    await write({ close: [{ ...closed, decided: step }], open: [again, later] });
    expect(await barred(again, 'ann')).toBe('SAME_PERSON_AS_RELEASER');
    expect(await barred(later, 'ann')).toBeNull();
    expect(await barred(again, 'bob')).toBeNull();
    expect(await barred(later, 'u')).toBe('SAME_PERSON_AS_APPLICANT');
  });
});

describe('what people see of a case beside its task', () => {
  const shown = async ({ taskId }: RecheckedTask) => {
    const row = await findTask(database.owner, of.institutionId, taskId);
    return [row?.productCode, row?.grade, row?.stage, row?.stageSince];
  };
  const step = (stage: 'IN_REVIEW' | 'IN_APPROVAL', since: string) =>
    ({ stage: { stage, since }, audit: { actorId: null, action: 'STAGE_ENTERED', outcome: stage } }) as const;

  beforeEach(async () => {
    await database.owner.query(
      `UPDATE application SET assessment = '{"risk": {"grade": "BBB"}}' WHERE id = $1`,
      [of.loanId],
    );
  });

  it('is what it is when it is asked, and its stage goes along while it waits', async () => {
    const [first, beside, next] = [task(), task(), task()];
    const [reviewed, approved] = ['2099-01-05T02:00:00.000Z', '2099-01-06T02:00:00.000Z'];
    await write({ ...step('IN_REVIEW', reviewed), open: [first] });
    await write({ open: [beside] });
    const [code] = await shown(first);
    expect(code).toMatch(/^[A-Z-]+$/);
    expect(await shown(first)).toEqual([code, 'BBB', 'IN_REVIEW', reviewed]);
    expect(await shown(beside)).toEqual(await shown(first));
    const { close = [] } = decided('ann', first.taskId, 'APPROVE');
    await write({ ...step('IN_APPROVAL', approved), close, open: [next] });
    await write(step('IN_REVIEW', reviewed));
    expect(await shown(first)).toEqual([code, 'BBB', 'IN_REVIEW', reviewed]);
    for (const open of [beside, next])
      expect(await shown(open)).toEqual([code, 'BBB', 'IN_APPROVAL', approved]);
  });

  it('is known of a loan’s and a payment’s task, which have their own stages', async () => {
    const since = '2099-01-05T02:00:00.000Z';
    const collect: RecheckedTask = { ...task(), caseType: 'LOAN', kind: 'COLLECT_MANUALLY', role: 'finance' };
    await write({ ...step('IN_REVIEW', since), caseType: 'LOAN', open: [collect] });
    expect((await shown(collect)).slice(1)).toEqual(['BBB', 'IN_REVIEW', since]);
    const payment: RecheckedTask = {
      ...task(),
      caseType: 'PAYMENT',
      caseId: uuidv7(),
      kind: 'RESOLVE_PAYMENT',
    };
    await write({ at: since, open: [payment] });
    expect(await shown(payment)).toEqual([null, null, null, since]);
  });
});

describe('a task that the institution’s setting gives to somebody', () => {
  const opened = async (more: Partial<RecheckedTask> = {}) => {
    const next: RecheckedTask = { ...task(), ...more };
    const recorded = await write({ at: '2099-01-05T02:00:00.000Z', open: [next] });
    return recorded?.chosen.map(({ to }) => to);
  };
  async function set(assignment: string, from: string): Promise<void> {
    const [asks, decides] = await Promise.all(
      ['first', 'second'].map((which) => staffOf(database.owner, of.institutionId, 'risk', which)),
    );
    const id = uuidv7();
    await database.owner.query(
      `INSERT INTO own_rules (id, institution_id, subject, effective_from, value, reason, status, requested_by)
         VALUES ($1, $2, 'approval', $3, jsonb_build_object('assignment', $4::text), 'why', 'REQUESTED', $5)`,
      [id, of.institutionId, from, assignment, asks],
    );
    await database.owner.query(
      `UPDATE own_rules SET status = 'APPROVED', decided_by = $2, decided_at = now() WHERE id = $1`,
      [id, decides],
    );
  }

  it('goes to whoever is there and has least, and to nobody while it is off', async () => {
    const ids = ['one', 'two', 'three'].map((which) =>
      staffOf(database.owner, of.institutionId, 'reviewer', which),
    );
    const [one = '', two = '', three = ''] = await Promise.all(ids);
    expect(await opened()).toEqual([]);
    await set('LEAST_LOAD', '2098-01-01');
    const held = task();
    await write({ open: [held] });
    await write({ claim: { taskId: held.taskId, by: one as UserId, version: 2 } });
    await database.owner.query(
      `INSERT INTO absence (id, institution_id, user_id, first_day, last_day, reason, said_by)
         VALUES (gen_random_uuid(), $1, $2, '2099-01-01', '2099-01-09', 'away', $2)`,
      [of.institutionId, three],
    );
    const review = { kind: 'REVIEW_APPLICATION', role: 'reviewer' } as const;
    expect(await opened(review)).toMatchObject([
      { userId: two, roles: ['reviewer'], institutionId: of.institutionId },
    ]);
    // Two has a part in the case: it goes to who has more to do.
    await database.owner.query(
      `INSERT INTO case_actor (case_type, case_id, actor_id, step) VALUES ('APPLICATION', $1, $2, 'APPROVE')`,
      [of.loanId, two],
    );
    expect(await opened(review)).toMatchObject([{ userId: one }]);
  });
});

describe('a recheck', () => {
  it('writes what is missing, ends what is strange, keeps what is being ended, and names what is over', async () => {
    const [kept, strange, ending, missing, over] = [task(), task(), task(), task(), task()];
    await write({ open: [kept, strange, ending, over] });
    await write(decided('ann', over.taskId, 'APPROVE'));
    const recorded = await recheck(
      [{ ...kept, claimedBy: 'bob' as UserId, escalations: 2 }, missing, over],
      [ending.taskId],
    );
    expect(recorded?.over).toEqual([over.taskId]);
    const shown = await shownTasks(database.worker, workflowId());
    expect(new Map(shown.map(({ taskId, claimedBy }) => [taskId, claimedBy]))).toEqual(
      new Map<string, string | null>([
        [kept.taskId, 'bob'],
        [ending.taskId, null],
        [missing.taskId, null],
      ]),
    );
  });

  it('takes the stage back to where the process stands', async () => {
    const stage = (name: ApplicationStage, since: string) => ({ stage: name, since });
    await write({ stage: stage('OFFERED', '2099-01-05T01:00:00.000Z') });
    await write({ stage: stage('IN_REVIEW', '2099-01-04T01:00:00.000Z') });
    expect(await shownStage(database.worker, workflowId())).toBe('OFFERED');
    await write({
      stage: stage('IN_REVIEW', '2099-01-04T01:00:00.000Z'),
      recheck: { workflowId: workflowId(), tasks: [], ending: [] },
    });
    expect(await shownStage(database.worker, workflowId())).toBe('IN_REVIEW');
    await write({ stage: stage('IN_APPROVAL', '2099-01-04T02:00:00.000Z') });
    expect(await shownStage(database.worker, workflowId())).toBe('IN_APPROVAL');
  });
});

describe('what is looked at', () => {
  it('new tasks come first, then those that were compared longest ago', async () => {
    await database.owner.query(
      `UPDATE human_task SET status = 'CANCELLED', closed_at = now() WHERE closed_at IS NULL`,
    );
    const [old, fresh] = [task(), { ...task(), workflowId: 'application/fresh' }];
    await write({ open: [old] });
    await database.owner.query(`UPDATE human_task SET created_at = now() - interval '1 hour'`);
    expect(await takeToCompare(database.worker, 1)).toEqual([workflowId()]);
    await write({ open: [fresh] });
    await database.owner.query(`UPDATE human_task SET created_at = now() - interval '1 hour'`);
    expect(await takeToCompare(database.worker, 1)).toEqual(['application/fresh']);
    expect(await takeToCompare(database.worker, 1)).toEqual([workflowId()]);
    expect(await withoutTask(database.worker, [workflowId(), 'application/none'])).toEqual([
      'application/none',
    ]);
  });

  it('cases whose rows say that they go on are walked through in order', async () => {
    const others = [await makeApplication(database.owner), await makeApplication(database.owner)];
    await database.owner.query(`UPDATE application SET stage = 'REJECTED' WHERE id <> ALL ($1::uuid[])`, [
      [of, ...others].map(({ loanId }) => loanId),
    ]);
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const [next] = await runningCases(database.worker, 'application', {
        after,
        most: 1,
        olderThanMinutes: 0,
      });
      if (next === undefined) break;
      seen.push(next.workflowId);
      after = next.id;
    }
    expect(seen).toEqual([of, ...others].map(({ loanId }) => `application/${loanId}`).sort());
    const old = { after: null, most: 9, olderThanMinutes: 6 };
    expect(await runningCases(database.worker, 'application', old)).toEqual([]);
  });
});
