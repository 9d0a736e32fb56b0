import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { EventHub } from '../../../api/events/hub';
import type { Caller } from '../../../api/kernel/routing/caller';
import type { InstitutionId, UserId } from '../../../contracts/ids';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import {
  type ChangePlace,
  forgetChanges,
  isKeptSince,
  placeOfNow,
  readChanges,
} from '../../../gateways/database/changeEvents';
import { tellPeople } from '../../../gateways/database/personNotices';
import { attempt, DENIED } from './support/attempt';
import { institutionId, makeApplication, otherInstitutionId, staffOf } from './support/cases';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase({ isAlone: true });
});
afterAll(() => database.stop());

const task = (id: string, institution = institutionId) =>
  `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at)
     VALUES ('${id}', '${institution}', 'COLLECT_MANUALLY', 'LOAN', '${id}', 'loan/${id}', 'finance', 'OPEN', '{}', now())`;

const changesSince = async (place: ChangePlace) =>
  (await readChanges(database.api, place, 100)).map(({ topic, subjectId }) => `${topic} ${subjectId}`);

describe('what has changed', () => {
  it('is told of cases and tasks by whoever changes them, and not of what nobody sees', async () => {
    const place = await placeOfNow(database.api);
    const { enterpriseId, loanId } = await makeApplication(database.owner);
    const id = uuidv7();
    await database.worker.query(task(id));
    await database.worker.query('UPDATE human_task SET compared_at = now() WHERE id = $1', [id]);
    await database.worker.query(
      `UPDATE human_task SET status = 'CLAIMED', claimed_by = 'ann', claimed_at = now() WHERE id = $1`,
      [id],
    );
    await database.worker.query(
      `UPDATE application SET stage = 'DISBURSED', stage_since = now() WHERE id = $1`,
      [loanId],
    );
    await database.worker.query(`UPDATE application SET profile = '{}' WHERE id = $1`, [loanId]);
    expect(await changesSince(place)).toEqual([
      `ENTERPRISE ${enterpriseId}`,
      `APPLICATION ${loanId}`,
      `TASK ${id}`,
      `TASK ${id}`,
      `APPLICATION ${loanId}`,
    ]);
  });

  it('is told to somebody who is told something, and when it was read, and to nobody else', async () => {
    const [ann, bob] = await Promise.all(
      ['ann', 'bob'].map((which) => staffOf(database.owner, institutionId, 'finance', which)),
    );
    const place = await placeOfNow(database.api);
    const notice = { topic: 'ACCESS_CHANGED', institutionId, detail: {} } as const;
    const both = [ann ?? '', bob ?? ''];
    for (const dedupeKey of ['one', 'two']) await tellPeople(database.worker, both, { ...notice, dedupeKey });
    await tellPeople(database.worker, both, { ...notice, dedupeKey: 'two' });
    await database.worker.query('UPDATE notice_to_person SET mailed_at = now() WHERE user_id = $1', [ann]);
    await database.api.query('UPDATE notice_to_person SET read_at = now() WHERE user_id = $1', [bob]);
    const changes = await readChanges(database.api, place, 100);
    expect(changes.map(({ topic, subjectId, userId }) => [topic, subjectId, userId])).toEqual([
      ...[...both, ...both].map((person) => ['NOTICE', person, person]),
      ['NOTICE', bob, bob],
    ]);
  });

  it('is told when its transaction has ended, and none is passed over that ends late', async () => {
    const place = await placeOfNow(database.api);
    const [slow, quick] = [uuidv7(), uuidv7()];
    const client = await database.worker.connect();
    try {
      await client.query('BEGIN');
      await client.query(task(slow));
      await database.worker.query(task(quick));
      // By ids alone the quick one would be read now, and the slow one, which comes before it, never.
      expect(await changesSince(place)).toEqual([]);
      await client.query('COMMIT');
    } finally {
      client.release();
    }
    expect(await changesSince(place)).toEqual([`TASK ${slow}`, `TASK ${quick}`]);
  });

  it('can’t be made up, by no process', async () => {
    const forged = `INSERT INTO change_event (topic, subject_id, institution_id) VALUES ('TASK', 'x', '${institutionId}')`;
    for (const role of [database.api, database.worker]) expect(await attempt(role, forged)).toBe(DENIED);
  });

  it('is forgotten after a time, and then nobody can be told what was missed', async () => {
    await database.worker.query(task(uuidv7()));
    const place = await placeOfNow(database.api);
    expect(await isKeptSince(database.api, place)).toBe(true);
    expect(await forgetChanges(database.api, 1)).toBe(0);
    expect(await forgetChanges(database.api, -1)).toBeGreaterThan(0);
    expect(await isKeptSince(database.api, place)).toBe(false);
    // Of another server's numbers, after a restore.
    expect(await isKeptSince(database.api, { transaction: place.transaction + 1_000_000, id: 1 })).toBe(
      false,
    );
  });
});

describe('whoever listens', () => {
  const reviewer = (institution = institutionId): Caller => ({
    userId: 'rose' as UserId,
    name: 'Rose',
    email: '',
    roles: ['reviewer'],
    institution: { id: institution as InstitutionId, code: 'X', nameZh: '', nameEn: '' },
    enterprise: null,
    sessionId: 's',
    sessionExpiresAt: '2099-01-01T00:00:00Z',
    factor: { isRequired: false, isSetUp: false, provedAt: null },
    emergency: null,
    machine: null,
  });

  async function listen(
    caller: Caller,
    whoNow: () => Promise<Caller | null>,
    since: ChangePlace | null = null,
  ) {
    const hub = new EventHub(database.api, { warn: (...said: unknown[]) => fail(said) });
    const lines = await hub.listen(caller, since, whoNow);
    let heard = '';
    lines.on('data', (chunk) => {
      heard += String(chunk);
    });
    const ended = new Promise<void>((resolve) => lines.once('end', resolve));
    return { hub, heard: () => heard, ended };
  }

  const fail = (said: unknown[]) => {
    throw new Error(String(said));
  };

  it('hears of the own institution and of no other, and goes on from where it was', async () => {
    const me = reviewer();
    const place = await placeOfNow(database.api);
    const [own, foreign, later] = [uuidv7(), uuidv7(), uuidv7()];
    await database.worker.query(task(own));
    await database.worker.query(task(foreign, otherInstitutionId));
    const first = await listen(me, async () => me, place);
    await until(() => first.heard().includes(own));
    expect(first.heard()).not.toContain(foreign);
    expect(first.heard()).not.toContain('reset');
    const [, transaction, id] = /id: (\d+)\.(\d+)\n/.exec(first.heard()) ?? [];
    first.hub.end();
    await first.ended;
    await database.worker.query(task(later));
    const again = await listen(me, async () => me, { transaction: Number(transaction), id: Number(id) });
    await until(() => again.heard().includes(later));
    expect(again.heard()).not.toContain(own);
    again.hub.end();
  });

  it('hears nothing more once it is nobody: a suspended person’s open tab', async () => {
    let now: Caller | null = reviewer();
    const { ended, heard, hub } = await listen(reviewer(), async () => now);
    now = null;
    const id = uuidv7();
    await database.worker.query(task(id));
    await ended;
    expect(heard()).not.toContain(id);
    expect(hub.streamsOf('rose')).toBe(0);
  });

  it('is judged anew at each change: who works elsewhere by now hears nothing of it', async () => {
    let judged = 0;
    const { heard, hub } = await listen(reviewer(), async () => {
      judged += 1;
      return reviewer(otherInstitutionId);
    });
    const [before, there] = [uuidv7(), uuidv7()];
    await database.worker.query(task(before));
    await until(() => judged > 0);
    await database.worker.query(task(there, otherInstitutionId));
    await until(() => heard().includes(there));
    expect(heard()).not.toContain(before);
    hub.end();
  });

  it('is told to look at everything anew when more was missed than is kept', async () => {
    const me = reviewer();
    const { heard, hub } = await listen(me, async () => me, { transaction: 1, id: 1 });
    await until(() => heard().includes('event: reset'));
    hub.end();
  });
});

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('it never came');
    await sleep(20);
  }
}
