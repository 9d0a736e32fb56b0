import { uuidv7 } from 'uuidv7';
import type { TaskOrder } from '../../../contracts/http';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { createColumnCipher } from '../../../gateways/crypto';
import { countTasks } from '../../../gateways/database/taskCounts';
import { findTaskFile } from '../../../gateways/database/taskFiles';
import { findTask, listTasks, OPEN_TASK, type TaskFilter } from '../../../gateways/database/tasks';
import { countEach, MOST_COUNTED } from '../../../gateways/database/taskViews';
import { readWorkload } from '../../../gateways/database/workload';
import { decide, institutionId, makeCase, otherInstitutionId, staffOf } from './support/cases';

const cipher = createColumnCipher(`k:${Buffer.alloc(32, 1).toString('base64')}`);

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await database.owner.query(
    'INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms) VALUES (0, 0, 1, 0)',
  );
});
afterAll(() => database.stop());

interface Given {
  readonly kind?: string;
  readonly role?: string;
  readonly caseType?: string;
  readonly caseId?: string;
  readonly title?: string;
  readonly claimedBy?: string;
  readonly institution?: string;
  /** From now; negative is overdue. */
  readonly dueInHours?: number;
  readonly amountFen?: number;
  readonly productCode?: string;
  readonly grade?: string;
  readonly stage?: string;
  readonly daysInStage?: number;
}

async function makeTask(given: Given = {}): Promise<string> {
  const id = uuidv7();
  const { kind = 'COLLECT_MANUALLY', role = 'finance', caseType = 'LOAN', caseId = uuidv7() } = given;
  await database.owner.query(
    `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, case_title, workflow_id, role, status,
         reason, claimed_by, claimed_at, due_at, amount_fen, product_code, grade, stage, stage_since)
       VALUES ($1, $2, $3, $4, $5, $6, lower($4) || '/' || $5::text, $7,
         CASE WHEN $8::text IS NULL THEN 'OPEN' ELSE 'CLAIMED' END, '{"code": "DEBITS_DECLINED"}', $8, now(),
         now() + make_interval(hours => $9), $10, $11, $12, $13, now() - make_interval(days => $14))`,
    [
      ...[id, given.institution ?? institutionId, kind, caseType, caseId, given.title ?? ''],
      ...[role, given.claimedBy ?? null, given.dueInHours ?? 24],
      ...[given.amountFen, given.productCode, given.grade, given.stage, given.daysInStage ?? 0],
    ],
  );
  return id;
}

describe('the inbox', () => {
  let ids: string[];
  const inbox = (wish: Partial<TaskFilter> = {}): TaskFilter => ({
    institutionId: otherInstitutionId,
    statuses: OPEN_TASK,
    ...wish,
  });
  const found = async (wish: Partial<TaskFilter>) =>
    (await listTasks(database.api, inbox(wish), { pageSize: 50 })).items.map(({ id }) => ids.indexOf(id));

  beforeAll(async () => {
    const institution = otherInstitutionId;
    ids = await Promise.all([
      makeTask({ institution, dueInHours: 48, title: 'Yunfan Farming', amountFen: 500, daysInStage: 2 }),
      makeTask({ institution, dueInHours: -5, claimedBy: 'ann', ...{ amountFen: 900, grade: 'BBB' } }),
      makeTask({
        institution,
        dueInHours: 24,
        kind: 'REVIEW_APPLICATION',
        role: 'reviewer',
        caseType: 'APPLICATION',
        ...{ amountFen: 500, grade: 'AA', productCode: 'BRIDGE', stage: 'IN_REVIEW', daysInStage: 9 },
      }),
      makeTask({ institution, dueInHours: -50, productCode: 'SME-TERM', daysInStage: 4 }),
    ]);
    await makeTask({ dueInHours: -100 });
  });

  it.each<[string, TaskOrder | undefined, number[]]>([
    ['what should have been done on top', undefined, [3, 1, 2, 0]],
    ['what may wait on top', '-due', [0, 2, 1, 3]],
    ['the largest on top, of one amount by age', '-amount', [1, 2, 0, 3]],
    ['the smallest on top, before it what is about none', 'amount', [3, 0, 2, 1]],
    ['the worst grade on top', '-grade', [1, 2, 3, 0]],
    ['products together', 'product', [0, 1, 2, 3]],
    ['the longest in its stage on top', 'stageSince', [2, 3, 0, 1]],
  ])('has %s, page by page, and nothing twice or left out', async (_, sort, expected) => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listTasks(database.api, inbox(), { after, pageSize: 1, sort });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen.map((id) => ids.indexOf(id))).toEqual(expected);
  });

  it('goes on from some place where it is given one of another order', async () => {
    for (const place of ['BRIDGE', '9999999999999999', '', '-1', '1e99']) {
      for (const sort of ['due', '-amount', 'grade', 'product', '-stageSince'] as const) {
        const after = `${place}.${uuidv7()}`;
        const { items } = await listTasks(database.api, inbox(), { after, pageSize: 50, sort });
        expect(items.length).toBeLessThanOrEqual(4);
      }
    }
  });

  it.each<[string, Partial<TaskFilter>, number[]]>([
    ['of a role', { roles: ['reviewer'] }, [2]],
    ['of no role', { roles: [] }, []],
    ['of a kind', { kind: 'COLLECT_MANUALLY' }, [3, 1, 0]],
    ['that somebody has', { claimedBy: 'ann' }, [1]],
    ['that nobody has', { unclaimed: true }, [3, 2, 0]],
    ['that are late', { overdue: true }, [3, 1]],
    ['by a part of the title', { title: 'FARM' }, [0]],
    ['by what would mean something in LIKE', { title: '%' }, []],
    ['that are over', { statuses: ['DONE'] }, []],
    ['about so much at least', { leastFen: 501 }, [1]],
    ['about so much at most', { mostFen: 500 }, [3, 2, 0]],
    ['of a product', { productCode: 'BRIDGE' }, [2]],
    ['of a grade', { grade: 'BBB' }, [1]],
    ['in a stage', { stage: 'IN_REVIEW' }, [2]],
    ['so long in a stage', { stageDays: 4 }, [3, 2]],
  ])('finds tasks %s', async (_, wish, expected) => {
    expect(await found(wish)).toEqual(expected);
  });

  it('counts what wait, of the roles that are asked for', async () => {
    expect(await countTasks(database.api, inbox({ roles: ['finance'] }), 'ann')).toMatchObject({
      ...{ open: 3, unclaimed: 2, mine: 1, overdue: 2 },
      kinds: [{ kind: 'COLLECT_MANUALLY', role: 'finance', open: 3 }],
    });
    expect(await countTasks(database.api, inbox({ roles: [] }), 'ann')).toMatchObject({ open: 0, kinds: [] });
  });

  it('says of a task that it is late, and nothing of one that is another’s', async () => {
    const [notYet = '', late = ''] = ids;
    expect(await findTask(database.api, otherInstitutionId, late)).toMatchObject({ isOverdue: true });
    expect(await findTask(database.api, otherInstitutionId, notYet)).toMatchObject({ isOverdue: false });
    expect(await findTask(database.api, institutionId, late)).toBeNull();
  });
});

describe('the file of a task', () => {
  const fileOf = (id: string, institution = institutionId) =>
    findTaskFile(database.api, cipher, institution, id);

  it('has the application with its enterprise, who may decide, and what was decided before', async () => {
    const of = await makeCase(database.owner);
    const free = await staffOf(database.owner, institutionId, 'finance', 'free');
    const about = { caseType: 'APPLICATION', caseId: of.loanId };
    const id = await makeTask({ ...about, kind: 'RELEASE_DISBURSEMENT', claimedBy: free });
    const file = await fileOf(id);
    expect(file).toMatchObject({
      task: { id, kind: 'RELEASE_DISBURSEMENT', claimedBy: free },
      about: {
        application: {
          id: of.loanId,
          amountFen: 100_000_000,
          loan: null,
          stageSince: expect.stringMatching(/Z$/),
        },
        enterprise: { id: of.enterpriseId, name: 'Test' },
        loan: null,
        payment: null,
      },
    });
    expect(file?.about.application?.product.code).toEqual(expect.any(String));
    expect(file?.task.acts).toContainEqual(expect.objectContaining({ step: 'APPROVE' }));
    expect(file?.colleagues).toContainEqual(
      expect.objectContaining({ person: { id: free, name: '' }, roles: ['finance'], held: 1 }),
    );
    expect(file?.colleagues.every(({ roles }) => roles.includes('finance'))).toBe(true);
    expect(file?.timeline).toContainEqual(
      expect.objectContaining({ kind: 'DECISION', task: 'APPROVE_APPLICATION', decision: 'APPROVE' }),
    );
  });

  it('says of each change of hands who had the task before and who has it since', async () => {
    const of = await makeCase(database.owner);
    const [ann, bob] = await Promise.all(
      ['ann', 'bob'].map((which) => staffOf(database.owner, institutionId, 'finance', which)),
    );
    const id = await makeTask({ caseType: 'APPLICATION', caseId: of.loanId, kind: 'RELEASE_DISBURSEMENT' });
    const happen = (action: string, actor: string | undefined, detail: object) =>
      database.owner.query(
        `INSERT INTO audit_record (actor_id, institution_id, action, case_type, case_id, outcome, detail)
           VALUES ($1, $2, $3, 'APPLICATION', $4, 'RELEASE_DISBURSEMENT',
             $5::jsonb || jsonb_build_object('businessTime', now(), 'taskId', $6::text))`,
        [actor, institutionId, action, of.loanId, JSON.stringify(detail), id],
      );
    await happen('TASK_CLAIMED', ann, {});
    await happen('TASK_GIVEN', 'an admin', { to: bob });
    await happen('TASK_RELEASED', bob, {});
    const file = await fileOf(id);
    const hands = file?.timeline.flatMap((entry) =>
      entry.kind === 'TASK' ? [[entry.from?.id, entry.to?.id]] : [],
    );
    expect(hands).toEqual([
      [undefined, ann],
      [ann, bob],
      [bob, undefined],
    ]);
  });

  it('is there for every kind of case, and for nobody of another institution', async () => {
    for (const caseType of ['ONBOARDING', 'LOAN', 'PAYMENT', 'RECEIPT', 'BREAK', 'INSTITUTION']) {
      const id = await makeTask({ caseType });
      expect(await fileOf(id)).toMatchObject({ task: { id, caseType } });
      expect(await fileOf(id, otherInstitutionId)).toBeNull();
    }
    expect(await fileOf(uuidv7())).toBeNull();
  });

  it('names nobody as barred who gave up another step', async () => {
    const of = await makeCase(database.owner);
    const about = { caseType: 'APPLICATION', caseId: of.loanId, institution: institutionId, role: 'admin' };
    const fault = await decide(database.owner, {
      ...about,
      step: 'REVIEW',
      kind: 'RESOLVE_FAULT',
      actor: 'ann',
    });
    const id = await makeTask({
      caseType: 'APPLICATION',
      caseId: of.loanId,
      kind: 'CONFIRM_GIVE_UP',
      role: 'admin',
    });
    await database.owner.query(
      `UPDATE human_task SET reason = jsonb_build_object('code', 'STEP_GIVEN_UP', 'detail',
         jsonb_build_object('fault', $2::text)) WHERE id = $1`,
      [id, fault],
    );
    const file = await fileOf(id);
    expect(file?.task.acts).toContainEqual({ step: 'MEND', userId: 'ann', round: 1 });
  });
});

describe('the workload', () => {
  it('tells of each person, role and kind what is open, late, done and in time, by business days', async () => {
    const { rows } = await database.owner.query<{ id: string }>(
      `INSERT INTO institution (id, code, name_zh, name_en, bank_account_no)
         VALUES (gen_random_uuid(), 'W', '', '', 'w') RETURNING id`,
    );
    const institution = rows[0]?.id ?? '';
    const ann = await staffOf(database.owner, institution, 'finance', 'ann');
    await makeTask({ institution, claimedBy: ann, dueInHours: -1 });
    await makeTask({ institution });
    for (const [hours, due] of [
      [2, 3],
      [30, 24],
    ]) {
      const id = await makeTask({ institution, dueInHours: 0 });
      await database.owner.query(
        `UPDATE human_task SET status = 'DONE', outcome = 'TRY_AGAIN', closed_by = $2, claimed_by = NULL,
             closed_at = created_at + make_interval(hours => $3), due_at = created_at + make_interval(hours => $4)
           WHERE id = $1`,
        [id, ann, hours, due],
      );
    }
    const load = { from: '1970-01-01', to: '2199-12-31' };
    const all = await readWorkload(database.api, cipher, institution, load);
    const finance = { open: 2, overdue: 1, done: 2, inTime: 1, medianHours: 16 };
    expect(all).toContainEqual(
      expect.objectContaining({ ...finance, role: 'finance', kind: null, person: null }),
    );
    expect(all).toContainEqual(expect.objectContaining({ ...finance, kind: 'COLLECT_MANUALLY', role: null }));
    expect(all).toContainEqual(
      expect.objectContaining({ person: { id: ann, name: '' }, open: 1, overdue: 1, done: 2, inTime: 1 }),
    );
    const before = { from: '1990-01-01', to: '1990-01-31' };
    const none = await readWorkload(database.api, cipher, institution, before);
    expect(none).toContainEqual(
      expect.objectContaining({ role: 'finance', open: 2, done: 0, medianHours: null }),
    );
  });
});

describe('kept views', () => {
  it('are counted in one go, each by its own filter, and no further than anybody reads', async () => {
    const of = { institutionId: otherInstitutionId, statuses: OPEN_TASK };
    const wishes = [of, { ...of, roles: ['reviewer'] as const }, { ...of, kind: 'NONE' }];
    expect(await countEach(database.api, wishes)).toEqual([4, 1, 0]);
    expect(await countEach(database.api, [])).toEqual([]);
    await database.owner.query(
      `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at)
         SELECT gen_random_uuid(), $1, 'RETRY_REFUND', 'LOAN', g, 'loan/' || g, 'finance', 'OPEN', '{}', now()
           FROM generate_series(1, $2) g`,
      [otherInstitutionId, MOST_COUNTED + 5],
    );
    expect(await countEach(database.api, [{ ...of, kind: 'RETRY_REFUND' }])).toEqual([MOST_COUNTED]);
  });
});
