import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, taskFileView } from '../../../contracts/http';
import { DEMO_PASSWORD as DEMO, freshCompany, staffMail } from '../../../demo/people';
import { Borrower } from '../../../demo/story';
import { Api, expectProblem, freshKey, type RawAnswer, tokenOf } from './support';

type TaskFile = Answer<typeof taskFileView>;

let api: Api;
let borrower: Borrower;
let applicationId: string;
beforeAll(async () => {
  api = await Api.open();
  borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  await borrower.passKyc();
  applicationId = await borrower.apply({ amountFen: 20_000_000, termMonths: 6, purpose: 'stock' });
  await taskOf(await api.staff('reviewer'));
});
afterAll(() => api?.platform.release());

async function taskOf(token: string, caseId = applicationId): Promise<string> {
  for (;;) {
    const { json } = await api.ask(`/api/tasks?caseId=${caseId}&status=OPEN`, { token });
    const [task] = (json as { items: { id: string }[] }).items;
    if (task !== undefined) return task.id;
    await sleep(200);
  }
}

const fileOf = (taskId: string, token: string) => api.ask(`/api/tasks/${taskId}`, { token });
const post = (path: string, token: string, body: unknown) =>
  api.ask(path, { token, headers: freshKey(), body });

test('a task comes with everything that is needed to decide it, and to nobody else', async () => {
  const reviewer = await api.staff('reviewer');
  const taskId = await taskOf(reviewer);
  const file = (await fileOf(taskId, reviewer)).json as TaskFile;
  expect(file).toMatchObject({
    task: { id: taskId, kind: 'REVIEW_APPLICATION', barred: null, caseTitle: borrower.company.name },
    case: {
      enterprise: { id: borrower.enterpriseId, checks: { registry: { found: true } } },
      application: { id: applicationId, amountFen: 20_000_000, assessment: { grade: expect.any(String) } },
      loan: null,
    },
  });
  expect(file.choices).toContainEqual({ decision: 'APPROVE', needs: [] });
  expect(file.choices).toContainEqual({ decision: 'REJECT', needs: ['reason'] });
  expect(file.candidates[0]).toMatchObject({ barred: null, person: { name: expect.stringMatching(/./) } });
  expect(file.timeline.map(({ kind }) => kind)).toContain('STAGE');
  expect(JSON.stringify(file)).not.toContain(borrower.company.mobile);
  expectProblem(await fileOf(taskId, await api.staff('reviewer', 'BEICHEN')), 404);
  const { mail } = borrower.company;
  expectProblem(await fileOf(taskId, await api.signIn(mail, DEMO)), 403);
});

test('people say something about a case, and put papers to it, that its applicant does not see', async () => {
  const reviewer = await api.staff('reviewer');
  const taskId = await taskOf(reviewer);
  const { id: mentioned } = await userOf(reviewer);
  const said = await post(`/api/tasks/${taskId}/comments`, reviewer, {
    words: 'See page 3',
    mentions: [mentioned],
  });
  expect(said).toMatchObject({ status: 201, json: { words: 'See page 3', mentions: [{ id: mentioned }] } });
  expect((await api.ask('/api/notices', { token: reviewer })).json).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ topic: 'MENTION', taskId })]),
  });
  const stranger = await post(`/api/tasks/${taskId}/comments`, reviewer, {
    words: 'x',
    mentions: ['nobody'],
  });
  expect(expectProblem(stranger, 422).errors).toMatchObject([{ code: 'UNKNOWN_VALUE', field: 'mentions.0' }]);
  expectProblem(
    await post(`/api/tasks/${taskId}/comments`, await api.staff('reviewer', 'BEICHEN'), { words: 'x' }),
    404,
  );

  const paper = `%PDF-1.7\n${'a licence '.repeat(30_000)}\n%%EOF`;
  const attached = await attach(taskId, reviewer, '许可证 1.pdf', paper);
  expect(attached).toMatchObject({
    status: 201,
    json: { mediaType: 'application/pdf', bytes: paper.length },
  });
  const { id } = attached.json as { id: string };
  expect((await attach(taskId, reviewer, 'again.pdf', paper)).json).toMatchObject({ id });
  const got = await api.ask(`/api/tasks/${taskId}/attachments/${id}`, { token: reviewer });
  expect(got.text).toBe(paper);
  expect(got.headers.get('content-type')).toBe('application/pdf');
  expect(got.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''%E8%AE%B8%E5%8F%AF%E8%AF%81%201.pdf",
  );
  for (const disguised of ['<script>alert(1)</script>', 'MZ\u0000\u0000', '']) {
    expectProblem(await attach(taskId, reviewer, 'licence.pdf', disguised), 422);
  }
  expectProblem(await attach(taskId, reviewer, 'big.pdf', `%PDF-1.7${'x'.repeat(5_300_000)}`), 413);
  expectProblem(
    await api.ask(`/api/tasks/${taskId}/attachments/${id}`, {
      token: await api.staff('reviewer', 'BEICHEN'),
    }),
    404,
  );

  const file = (await fileOf(taskId, reviewer)).json as TaskFile;
  expect(file.comments).toMatchObject([{ words: 'See page 3' }]);
  expect(file.attachments).toMatchObject([{ id, name: '许可证 1.pdf' }]);
  const own = await api.ask(`/api/applications/${applicationId}`, {
    token: await api.signIn(borrower.company.mail, DEMO),
  });
  expect(own.text).not.toContain('See page 3');
  const { json } = await api.ask('/api/audit?action=personalData.read', {
    token: await api.staff('auditor'),
  });
  expect(json).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ caseId: applicationId })]),
  });
});

function attach(taskId: string, token: string, name: string, content: string): Promise<RawAnswer> {
  const path = `/api/tasks/${taskId}/attachments?name=${encodeURIComponent(name)}`;
  return api.ask(path, {
    method: 'POST',
    token,
    body: content,
    headers: { 'content-type': 'application/octet-stream' },
  });
}

test('a view is kept, shared, counted with the reader’s own eyes, and changed by its owner alone', async () => {
  const [reviewer, approver] = [await api.staff('reviewer'), await api.staff('approver')];
  const filter = { kind: 'REVIEW_APPLICATION', title: borrower.company.name };
  const added = await post('/api/task-views', reviewer, { name: 'Mine', isShared: true, filter });
  expect(added.status).toBe(201);
  const { id } = added.json as { id: string };
  const seenBy = async (token: string) => {
    const { json } = await api.ask('/api/task-views', { token });
    return (json as { items: { id: string }[] }).items.find((view) => view.id === id);
  };
  expect(await seenBy(reviewer)).toMatchObject({ isMine: true, count: 1, filter });
  expect(await seenBy(approver)).toMatchObject({ isMine: false, count: 0 });
  expect(await seenBy(await api.staff('reviewer', 'BEICHEN'))).toBeUndefined();
  const change = { name: 'Ours', isShared: false, filter };
  const put = (token: string) => api.ask(`/api/task-views/${id}`, { method: 'PUT', token, body: change });
  expectProblem(await put(approver), 404);
  expect((await put(reviewer)).status).toBe(204);
  expect(await seenBy(approver)).toBeUndefined();
  expectProblem(await post('/api/task-views', reviewer, { name: 'x', filter: { kind: 'NONSENSE' } }), 422);
  const remove = (token: string) => api.ask(`/api/task-views/${id}/removal`, { method: 'POST', token });
  expectProblem(await remove(approver), 404);
  expect((await remove(reviewer)).status).toBe(204);
  expect(await seenBy(reviewer)).toBeUndefined();
});

test('a screen hears of what changes, until its person signs out', async () => {
  const email = staffMail('risk', 'JIANGNAN');
  const answer = await api.ask('/api/auth/sign-in', { body: { email, password: DEMO, bearer: true } });
  const { token = '' } = await api.prove(email, answer, { token: tokenOf(answer) });
  const stream = await fetch(`${api.platform.urls.api}/api/events`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  expect(stream.headers.get('x-accel-buffering')).toBe('no');
  let heard = '';
  const ended = (async () => {
    for await (const chunk of stream.body ?? []) heard += Buffer.from(chunk).toString();
  })();
  const taskId = await taskOf(await api.staff('reviewer'));
  await post(`/api/tasks/${taskId}/comments`, await api.staff('reviewer'), { words: 'again' });
  await until(() => heard.includes(taskId));
  expect(heard).toMatch(/id: \d+\.\d+\ndata: \{"topic":"TASK"/);
  expect((await api.ask('/api/auth/sign-out', { method: 'POST', token })).status).toBe(204);
  await post(`/api/tasks/${taskId}/comments`, await api.staff('reviewer'), { words: 'and again' });
  await ended;
  expectProblem(await api.ask('/api/events'), 401);
});

test('an admin gives what a filter finds to a person: seen before, and answered for one by one', async () => {
  const [admin, reviewer] = [await api.staff('admin'), await api.staff('reviewer')];
  const { id: userId } = await userOf(reviewer);
  const filter = { title: borrower.company.name };
  const preview = async (to: string) =>
    (await post('/api/task-assignments/preview', admin, { userId: to, filter })).json as {
      items: { taskId: string; version: number; refused: { code: string } | null }[];
      may: number;
    };
  const { items, may } = await preview(userId);
  expect([items.length, may]).toEqual([1, 1]);
  const [task] = items;
  const toApprover = await preview((await userOf(await api.staff('approver'))).id);
  expect(toApprover).toMatchObject({ may: 0, items: [{ refused: { code: 'NOT_YOUR_ROLE' } }] });
  const foreign = { userId: (await userOf(await api.staff('reviewer', 'BEICHEN'))).id, filter };
  expectProblem(await post('/api/task-assignments/preview', admin, foreign), 404);
  const give = (tasks: unknown) => post('/api/task-assignments', admin, { userId, tasks });
  const seen = { taskId: task?.taskId, version: task?.version };
  const unknown = { taskId: borrower.enterpriseId };
  expect((await give([seen, unknown])).json).toMatchObject({
    items: [
      { taskId: seen.taskId, outcome: 'GIVEN', refused: null },
      { taskId: unknown.taskId, outcome: 'REFUSED', refused: { code: 'TASK_NOT_FOUND' } },
    ],
  });
  expectProblem(await post('/api/task-assignments', reviewer, { userId, tasks: [seen] }), 403);
  const file = (await fileOf(seen.taskId ?? '', reviewer)).json as TaskFile;
  expect(file.task).toMatchObject({ claimedBy: userId });
  const back = await api.ask(`/api/tasks/${seen.taskId}/return`, { method: 'POST', token: reviewer });
  expect(back.status).toBe(200);
  // Somebody else has changed it since the admin saw it.
  expect((await give([seen])).json).toMatchObject({
    items: [{ outcome: 'REFUSED', refused: { code: 'STALE_VERSION' } }],
  });
});

async function userOf(token: string): Promise<{ readonly id: string }> {
  return ((await api.ask('/api/me', { token })).json as { user: { id: string } }).user;
}

test('whoever watches over the work sees what there is to do, was done, and in time', async () => {
  const { json, status } = await api.ask('/api/workload?from=2000-01-01&to=2199-12-31', {
    token: await api.staff('risk'),
  });
  expect(status).toBe(200);
  const { kinds, people, roles } = json as Record<string, Record<string, unknown>[]>;
  expect(kinds).toContainEqual(
    expect.objectContaining({ kind: 'REVIEW_ENTERPRISE', done: expect.any(Number) }),
  );
  expect(roles).toContainEqual(expect.objectContaining({ role: 'reviewer' }));
  expect(people?.[0]).toMatchObject({ person: { name: expect.stringMatching(/./) } });
  expectProblem(await api.ask('/api/workload', { token: await api.staff('reviewer') }), 403);
});

test('the most urgent task that one may decide is given, once, and then the next', async () => {
  const reviewer = await api.staff('reviewer');
  const key = freshKey();
  const next = (headers: Record<string, string>, title = borrower.company.name) =>
    api.ask('/api/tasks/next', { token: reviewer, headers, body: { title } });
  const before = await api.ask('/api/task-counts', { token: reviewer });
  const given = await next(key);
  expect(given).toMatchObject({ status: 200, json: { next: { task: { status: 'CLAIMED', barred: null } } } });
  expect((await next(key)).json).toEqual(given.json);
  expect((await next(freshKey())).json).toMatchObject({ next: null });
  const mine = (answer: RawAnswer) => (answer.json as { mine: number }).mine;
  expect(mine(await api.ask('/api/task-counts', { token: reviewer }))).toBe(mine(before) + 1);
  const { next: file } = given.json as { next: TaskFile };
  expect(file.task.claimedBy).toBe(file.candidates.find(({ held }) => held > 0)?.person.id);
  const decide = (seen: number) =>
    post(`/api/tasks/${file.task.id}/decision`, reviewer, {
      ...{ decision: 'APPROVE', reason: '', caseVersion: seen },
      next: { title: borrower.company.name },
    });
  const paper = await attach(file.task.id, await api.staff('risk'), 'lease.pdf', '%PDF-1.7 a lease %%EOF');
  const { id: paperId } = paper.json as { id: string };
  const seen = (await fileOf(file.task.id, reviewer)).json as TaskFile;
  expect(seen.task.caseVersion).toBeGreaterThan(file.task.caseVersion);
  expect(expectProblem(await decide(file.task.caseVersion), 409)).toMatchObject({
    code: 'STALE_VERSION',
    differences: [{ field: `attachments.${paperId}`, before: null, after: 'lease.pdf' }],
  });
  const again = await borrower.apply({ amountFen: 10_000_000, termMonths: 6, purpose: 'more stock' });
  await taskOf(reviewer, again);
  const decided = await decide(seen.task.caseVersion);
  expect(decided).toMatchObject({
    status: 200,
    json: {
      case: { stage: 'IN_APPROVAL', waitingFor: 'approver', openTask: { kind: 'APPROVE_APPLICATION' } },
      next: { task: { caseId: again, status: 'CLAIMED', claimedBy: file.task.claimedBy } },
    },
  });
  const after = (await fileOf(file.task.id, reviewer)).json as TaskFile;
  expect(after.task).toMatchObject({ status: 'DONE', barred: 'ALREADY_DECIDED' });
  expect(after.timeline).toContainEqual(
    expect.objectContaining({ kind: 'TASK', happened: 'CLAIMED', from: null, to: expect.any(Object) }),
  );
});

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('it never came');
    await sleep(50);
  }
}
