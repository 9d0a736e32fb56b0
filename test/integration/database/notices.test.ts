import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { CaseChange } from '../../../contracts/activities';
import type { EnterpriseId, InstitutionId, TaskId, UserId } from '../../../contracts/ids';
import type { TaskToOpen } from '../../../contracts/tasks';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { createColumnCipher } from '../../../gateways/crypto';
import { writeCaseChange } from '../../../gateways/database/cases';
import { sealPerson } from '../../../gateways/database/personalData';
import { chooseNoticeMail, nameEscalationPerson } from '../../../gateways/database/personNotices';
import { createLog } from '../../../gateways/log';
import { mailNotices } from '../../../worker/noticeMails';
import { CHECK } from './support/attempt';
import { institutionId, makeApplication, otherInstitutionId, setClock, staffOf } from './support/cases';

/** Nobody else's tests have people here. */
const INSTITUTION = otherInstitutionId;
const cipher = createColumnCipher(`k:${randomBytes(32).toString('base64')}`);

let database: TestDatabase;
let of: Awaited<ReturnType<typeof makeApplication>>;
let admin: string;
let approver: string;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-01-05T09:00:00+08:00');
  admin = await staffOf(database.owner, INSTITUTION, 'admin');
});
beforeEach(async () => {
  of = await makeApplication(database.owner, INSTITUTION);
  await database.owner.query('DELETE FROM notice_to_person');
  await database.owner.query('DELETE FROM notice_preference');
});
afterAll(() => database.stop());

let step = 0;
function write(what: Partial<CaseChange>, changeKey = `step/${++step}`) {
  return writeCaseChange(database.worker, {
    caseType: 'APPLICATION',
    caseId: of.loanId,
    institutionId: INSTITUTION as InstitutionId,
    enterpriseId: of.enterpriseId as EnterpriseId,
    changeKey,
    at: '2026-01-05T01:00:00.000Z',
    audit: { actorId: null, action: 'STAGE_ENTERED', outcome: 'DONE' },
    ...what,
  });
}

function approval(): TaskToOpen {
  return {
    taskId: uuidv7() as TaskId,
    kind: 'APPROVE_APPLICATION',
    institutionId: INSTITUTION as InstitutionId,
    enterpriseId: of.enterpriseId as EnterpriseId,
    caseType: 'APPLICATION',
    caseId: of.loanId,
    workflowId: `application/${of.loanId}`,
    role: 'approver',
    round: 1,
    dueAt: '2026-01-07T01:00:00.000Z',
    amountFen: null,
    reason: { code: 'APPROVAL_NEEDED' },
  };
}

async function told(): Promise<readonly string[]> {
  const { rows } = await database.owner.query<{ topic: string; user_id: string }>(
    'SELECT topic, user_id FROM notice_to_person ORDER BY topic, user_id',
  );
  return rows.map(({ topic, user_id }) => `${topic} ${user_id}`);
}

const notice = (topic: string, ...people: readonly string[]) =>
  people.toSorted().map((person) => `${topic} ${person}`);

describe('a task', () => {
  it('that nobody may decide alarms the admins at once, and says who must be appointed', async () => {
    const open = [approval()];
    await write({ open }, 'opened');
    await write({ open }, 'opened');
    expect(await told()).toEqual(notice('NOBODY_MAY_DECIDE', admin));
    const { rows } = await database.owner.query('SELECT detail FROM notice_to_person');
    expect(rows[0].detail).toMatchObject({ kind: 'APPROVE_APPLICATION', role: 'approver', title: 'Test' });
  });

  it('that somebody may decide alarms nobody, and one whose only person is barred does', async () => {
    approver = await staffOf(database.owner, INSTITUTION, 'approver');
    await write({ open: [approval()] });
    expect(await told()).toEqual([]);
    await database.owner.query(
      `INSERT INTO case_actor (case_type, case_id, actor_id, step) VALUES ('APPLICATION', $1, $2, 'REVIEW')`,
      [of.loanId, approver],
    );
    await write({ open: [approval()] });
    expect(await told()).toEqual(notice('NOBODY_MAY_DECIDE', admin));
  });

  it('is told of before it is due to those who may decide it, and then to who watches over it', async () => {
    const task = approval();
    await write({ open: [task] });
    const alarm = (escalations: number) => write({ escalate: { taskId: task.taskId, escalations } });
    await alarm(1);
    expect(await told()).toEqual(notice('TASK_DUE_SOON', approver));
    await alarm(2);
    await alarm(2);
    const overdue = [
      ...notice('TASK_DUE_SOON', approver),
      ...notice('TASK_ESCALATED', admin),
      ...notice('TASK_OVERDUE', approver),
    ];
    expect(await told()).toEqual(overdue);
    const named = await staffOf(database.owner, INSTITUTION, 'risk');
    const watcher = { institutionId: INSTITUTION, role: 'approver', userId: named, namedBy: admin } as const;
    await nameEscalationPerson(database.api, watcher);
    await alarm(3);
    expect(await told()).toEqual(
      [...overdue, ...notice('TASK_ESCALATED', named), ...notice('TASK_OVERDUE', approver)].toSorted(),
    );
    const stranger = await staffOf(database.owner, institutionId, 'risk');
    await expect(nameEscalationPerson(database.api, { ...watcher, userId: stranger })).rejects.toMatchObject({
      code: CHECK,
    });
  });

  it('that is given or taken over is told of to whom it went, and from whom', async () => {
    const other = await staffOf(database.owner, INSTITUTION, 'approver', 'second');
    const task = approval();
    await write({ open: [task] });
    const change = (
      by: string,
      from: string | null,
      action: 'TASK_GIVEN' | 'TASK_TAKEN_OVER',
      actor: string,
    ) =>
      write({
        claim: { taskId: task.taskId, by: by as UserId, from: from as UserId | null, version: 2 },
        audit: { actorId: actor as UserId, action, outcome: task.kind },
      });
    await change(approver, null, 'TASK_GIVEN', admin);
    expect(await told()).toEqual(notice('TASK_GIVEN', approver));
    await change(other, approver, 'TASK_TAKEN_OVER', other);
    expect(await told()).toEqual([...notice('TASK_GIVEN', approver), ...notice('TASK_TAKEN_OVER', approver)]);
  });
});

describe('mail', () => {
  const queued: string[] = [];
  const queues = {
    enqueue: async ({ dedupeKey }: { readonly dedupeKey: string }) => queued.push(dedupeKey) > 0,
  };
  const mail = () =>
    mailNotices({
      ...{ sql: database.worker, cipher, queues },
      ...{ publicUrl: 'http://localhost:3000', log: createLog('worker', 'silent') },
    });

  beforeAll(async () => {
    for (const id of [admin, approver]) {
      const sealed = sealPerson(cipher, id, { name: id, mail: 'somebody@bank.example' });
      await database.owner.query('UPDATE "user" SET person_cipher = $2 WHERE id = $1', [id, sealed]);
    }
  });

  async function tellTwice(): Promise<void> {
    const task = approval();
    await write({ open: [task] });
    for (const escalations of [1, 2]) await write({ escalate: { taskId: task.taskId, escalations } });
    queued.length = 0;
  }

  it('tells each person of all that is new in one letter, once', async () => {
    await tellTwice();
    await mail();
    await mail();
    expect((await told()).filter((line) => line.endsWith(approver))).toHaveLength(2);
    // The others have no address.
    expect(queued).toHaveLength(1);
  });

  it('waits for the digest of the next day, or is not sent, as its reader chose', async () => {
    await database.owner.query('DELETE FROM escalation_person');
    await chooseNoticeMail(database.api, approver, 'DAILY');
    await chooseNoticeMail(database.api, admin, 'NEVER');
    await tellTwice();
    await mail();
    expect(queued).toHaveLength(0);
    await setClock(database.owner, '2026-01-06T08:29:00+08:00');
    await mail();
    expect(queued).toHaveLength(0);
    await setClock(database.owner, '2026-01-06T08:31:00+08:00');
    await mail();
    expect(queued).toHaveLength(1);
  });
});
