import type { AnswerOf } from '../../../demo/client';
import { type Company, DEMO_PASSWORD, freshCompany } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { maskName } from '../../../domain/identifiers/personalData';
import { maskResidentId } from '../../../domain/identifiers/residentId';
import { createPool } from '../../../gateways/database/pool';
import { inTransaction } from '../../../gateways/database/transaction';
import { untilWaiting } from '../database/support/waiting';
import { Api, expectProblem, freshKey, type RawAnswer } from './support';

/** Parts of a file go back to its people while it is reviewed. */

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api?.platform.release());

type Enterprise = AnswerOf<'getEnterprise'>;
interface Task {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly caseVersion: number;
}

const ask = (token: string, path: string, body: object) =>
  api.ask(path, { token, body, headers: freshKey() });
const read = async (token: string, id: string) =>
  (await api.ask(`/api/enterprises/${id}`, { token })).json as Enterprise;
const openTask = (token: string, kind: string, caseId: string, besides = '') =>
  waitFor(`the task ${kind}`, async () => {
    const { json } = await api.ask(`/api/tasks?kind=${kind}&caseId=${caseId}`, { token });
    const { items } = json as { items: readonly Task[] };
    return items.find(({ id, status }) => status === 'OPEN' && id !== besides);
  });
const decide = (token: string, { id }: Task, body: object): Promise<RawAnswer> =>
  api.ask(`/api/tasks/${id}/decision`, { token, body });

/** An enterprise that is being reviewed, with its person and the reviewer's task. */
async function reviewed() {
  const borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  const own = await api.signIn(borrower.company.mail, DEMO_PASSWORD);
  const desk = await api.staff('reviewer');
  const task = await openTask(desk, 'REVIEW_ENTERPRISE', borrower.enterpriseId);
  return {
    ...{ borrower, own, desk, task, id: borrower.enterpriseId },
    path: `/api/enterprises/${borrower.enterpriseId}`,
  };
}

const part = (name: string, reasonCode = 'D106') => ({ part: name, reasonCode, words: '与执照不一致' });

/** Another legal person, whom one can tell from the one who was given where both are masked. */
function somebodyElse({ legalPerson: given }: Company): Company['legalPerson'] {
  const masked = (person: Company['legalPerson']) => [
    maskName(person.name),
    maskResidentId(person.residentId),
  ];
  for (;;) {
    const { legalPerson: other } = freshCompany('JIANGNAN');
    if (masked(other).every((text) => !masked(given).includes(text))) return other;
  }
}

let sentBack: Awaited<ReturnType<typeof reviewed>>;
let legalPerson: Company['legalPerson'];
const mobile = '13912345678';

test('a reviewer sends parts back, and its people are told which and why', async () => {
  sentBack = await reviewed();
  const { borrower, desk, id, own, task } = sentBack;
  legalPerson = somebodyElse(borrower.company);
  expectProblem(await decide(desk, task, { decision: 'ASK_FOR_CORRECTION' }), 422, 'PARTS_REQUIRED');
  const parts = [part('LEGAL_PERSON', 'D101'), part('MOBILE'), part('PAPERS', 'D403')];
  const sent = await decide(desk, task, { decision: 'ASK_FOR_CORRECTION', parts });
  expect([sent.status, sent.json]).toMatchObject([
    200,
    { case: { stage: 'AWAITING_CORRECTION', openTask: null } },
  ]);

  const file = await read(own, id);
  expect(file.corrections.map((each) => [each.part, each.isOpen, each.reason])).toEqual([
    ['LEGAL_PERSON', true, expect.stringContaining('与执照不一致')],
    ['MOBILE', true, expect.stringContaining('填写有误或不完整')],
    ['PAPERS', true, expect.stringContaining('材料不清晰')],
  ]);
  const home = (await api.ask('/api/home', { token: own })).json as AnswerOf<'getHome'>;
  expect(home.steps[0]).toMatchObject({ kind: 'CORRECT_FILE', until: file.corrections[0]?.dueAt });
  const letters = await api.stage.mailbox.texts(borrower.company.mail);
  expect(letters.some((text) => text.includes('/kyc/corrections'))).toBe(true);
});

test('they put right what is open, all of it and nothing else, and nobody else does', async () => {
  const { desk, id, own, path } = sentBack;
  expectProblem(await ask(own, `${path}/corrections`, { legalPerson, mobile }), 422, 'PARTS_OPEN');
  expectProblem(
    await ask(own, `${path}/corrections`, { legalPerson, mobile, papers: [id], name: 'x' }),
    422,
    'PARTS_OPEN',
  );
  expectProblem(
    await ask(own, `${path}/corrections`, { legalPerson, mobile, papers: [id] }),
    422,
    'PAPER_MISSING',
  );
  const wrong = { legalPerson: { ...legalPerson, residentId: '1' }, mobile: '1', papers: [id] };
  expectProblem(await ask(own, `${path}/corrections`, wrong), 422);
  const stranger = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  const foreign = await api.signIn(stranger.company.mail, DEMO_PASSWORD);
  expectProblem(await ask(foreign, `${path}/corrections`, { legalPerson, mobile, papers: [id] }), 404);
  expectProblem(await ask(desk, `${path}/corrections`, { legalPerson, mobile, papers: [id] }), 403);
});

test('what was put right is compared, and decided at another version', async () => {
  const { desk, id, own, path, task } = sentBack;
  const paper = await api.ask('/api/file-change-papers?name=%E6%89%A7%E7%85%A7.pdf', {
    ...{ token: own, body: '%PDF-1.7 a licence %%EOF' },
    headers: { 'content-type': 'application/octet-stream' },
  });
  const papers = [(paper.json as { id: string }).id];
  const key = freshKey();
  const handed = { token: own, headers: key, body: { legalPerson, mobile, papers, answer: '已更正' } };
  const given = await api.ask(`${path}/corrections`, handed);
  expect(given.status).toBeLessThan(300);
  // The same request once more is the same act.
  expect((await api.ask(`${path}/corrections`, handed)).status).toBeLessThan(300);

  const again = await openTask(desk, 'REVIEW_ENTERPRISE', id, task.id);
  expect(again.caseVersion).toBeGreaterThan(task.caseVersion);
  const shown = (await api.ask(`/api/tasks/${again.id}`, { token: desk })).json as AnswerOf<'getTask'>;
  expect(shown.attachments.map(({ name }) => name)).toEqual(['执照.pdf']);
  const [person, phone] = shown.case.corrections;
  expect(person).toMatchObject({ part: 'LEGAL_PERSON', isOpen: false, answer: '已更正' });
  expect(
    person?.changes.map(({ field, before, after }) => [field, before === after, after.includes('*')]),
  ).toEqual([
    ['legalPerson', false, true],
    ['residentId', false, true],
  ]);
  expect(phone?.changes[0]?.after).toContain('*');
  expect((await read(own, id)).legalPerson).toEqual(legalPerson);
  const stale = await decide(desk, again, { decision: 'APPROVE', caseVersion: task.caseVersion });
  expectProblem(stale, 409, 'STALE_VERSION');
  const { differences } = stale.json as { differences: readonly { field: string }[] };
  expect(differences.map(({ field }) => field)).toEqual(expect.arrayContaining(['legalPerson', 'mobile']));
  expect((await decide(desk, again, { decision: 'APPROVE', caseVersion: again.caseVersion })).status).toBe(
    200,
  );
  expect(await read(own, id)).toMatchObject({ stage: 'ACTIVE' });
  expectProblem(await ask(own, `${path}/corrections`, { mobile }), 409, 'CORRECTION_CLOSED');
});

test('of two windows that hand in at the same moment one does, and the other is told that theirs is not in', async () => {
  const { desk, id, own, path, task } = await reviewed();
  const parts = [part('NAME')];
  expect((await decide(desk, task, { decision: 'ASK_FOR_CORRECTION', parts })).status).toBe(200);
  const before = (await read(own, id)).name;
  const owner = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '', { max: 2 });
  const answers: Promise<RawAnswer>[] = [];
  try {
    // Both have read that it is open before either writes.
    await inTransaction(owner, async (client) => {
      await client.query('SELECT FROM enterprise WHERE id = $1 FOR UPDATE', [id]);
      for (const more of ['甲', '乙']) {
        answers.push(ask(own, `${path}/corrections`, { name: `${before}${more}` }));
      }
      await untilWaiting(owner, 2);
    });
  } finally {
    await owner.end();
  }
  const [first, second] = (await Promise.all(answers)).toSorted((a, b) => a.status - b.status);
  expect(first?.status).toBe(200);
  if (second === undefined) throw new Error('two have asked');
  expectProblem(second, 409, 'CORRECTION_CLOSED');
  const { corrections, name } = await read(own, id);
  expect([`${before}甲`, `${before}乙`]).toContain(name);
  expect(corrections).toMatchObject([{ part: 'NAME', isOpen: false, changes: [{ before, after: name }] }]);
});

test('whoever hands in after rows are stored that the process has not heard of is told so, and tells it of them', async () => {
  const { desk, id, own, path, task } = await reviewed();
  const parts = [part('NAME')];
  expect((await decide(desk, task, { decision: 'ASK_FOR_CORRECTION', parts })).status).toBe(200);
  const { name: before, corrections } = await read(own, id);
  const name = `${before}甲`;
  const owner = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '', { max: 1 });
  try {
    // As the first of two leaves it between its rows and its word to the process.
    const [opened] = corrections;
    await owner.query(
      `SELECT supply_corrections($1, m.user_id, $2, $3, $3, $4, NULL, NULL, NULL, NULL, NULL, '')
         FROM membership m WHERE m.enterprise_id = $1`,
      [id, [opened?.id], [Buffer.from('')], name],
    );
  } finally {
    await owner.end();
  }
  const late = await ask(own, `${path}/corrections`, { name: `${before}乙` });
  expectProblem(late, 409, 'CORRECTION_CLOSED');
  expect(late.text).toContain('您的更正未提交');
  expect((await read(own, id)).name).toBe(name);
  // With nothing of their own they send it on.
  const told = await ask(own, `${path}/corrections`, {});
  expect([told.status, told.json]).toEqual([200, expect.objectContaining({ enterpriseId: id })]);
  await openTask(desk, 'REVIEW_ENTERPRISE', id, task.id);
  expect((await read(own, id)).name).toBe(name);
});

test('its people take their file back from a reviewer, who is told and has nothing to decide', async () => {
  const { desk, id, own, path, task } = await reviewed();
  const claimed = await api.ask(`/api/tasks/${task.id}/claim`, { token: desk, body: {} });
  expect(claimed.status).toBe(200);
  const name = `${(await read(own, id)).name}集团`;
  const asked = await ask(own, `${path}/corrections/requests`, {
    parts: [{ part: 'NAME', words: '少写两个字' }],
  });
  expect([asked.status, asked.json]).toMatchObject([200, { stage: 'AWAITING_CORRECTION' }]);
  expectProblem(await decide(desk, task, { decision: 'APPROVE' }), 409, 'TASK_CANCELLED');
  const notices = (await api.ask('/api/notices', { token: desk })).text;
  expect(notices).toContain('TASK_SUPERSEDED');
  expect((await ask(own, `${path}/corrections`, { name })).status).toBeLessThan(300);
  const again = await openTask(desk, 'REVIEW_ENTERPRISE', id, task.id);
  expect((await read(desk, id)).corrections).toMatchObject([
    { part: 'NAME', isOwnWish: true, reasonCode: null, changes: [{ field: 'name', after: name }] },
  ]);
  // The registry knows it by the other name.
  expect((await read(desk, id)).checks?.registry).toMatchObject({ nameMatches: false });
  expect((await decide(desk, again, { decision: 'REJECT', reasonCode: 'D101' })).status).toBe(200);
  expect(await read(own, id)).toMatchObject({ stage: 'REFUSED' });
});
