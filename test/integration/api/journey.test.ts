import { randomUUID } from 'node:crypto';
import type { AnswerOf } from '../../../demo/client';
import { DEMO_PASSWORD, freshCompany, registrationOf, soundStatements } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import { collectionDateOf } from '../../../domain/collection/collectionPlan';
import { createPool } from '../../../gateways/database/pool';
import { payFromAccount } from '../database/support/money';
import { Api, changeThatIs, decideChange, expectProblem, freshKey } from './support';

const AMOUNT_FEN = 30_000_000;

let api: Api;
let borrower: Borrower;
let applicationId: string;

beforeAll(async () => {
  api = await Api.openUnhurried();
  borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
});

afterAll(() => api?.platform.release());

const owner = () => api.signIn(borrower.company.mail, DEMO_PASSWORD);

test('whether a company or a mail address is known, no answer tells: those whom it is known of are told', async () => {
  const { company } = borrower;
  const register = async (changes: object) => {
    const body = { ...registrationOf(freshCompany('JIANGNAN')), ...changes };
    const answer = await api.ask('/api/enterprises', { body, headers: freshKey() });
    expect(answer.status).toBe(201);
    const { enterpriseId, ...rest } = answer.json as { enterpriseId: string };
    expect(enterpriseId).not.toBe(borrower.enterpriseId);
    expect(rest).toEqual({ workflowId: `onboarding/${enterpriseId}` });
    return answer;
  };
  const fresh = await register({});
  const stranger = freshCompany('JIANGNAN').mail;
  const attacksText = '点击 https://evil.example 领奖';
  const known = [
    await register({ uscc: company.uscc, mail: stranger, name: attacksText }),
    await register({ mail: company.mail, name: attacksText }),
    await register({ uscc: company.uscc, mail: company.mail }),
  ];
  const shapeOf = ({ headers, status }: { headers: Headers; status: number }) => [
    status,
    [...headers.keys()].toSorted(),
  ];
  for (const answer of known) expect(shapeOf(answer)).toEqual(shapeOf(fresh));
  const subjects = await waitFor('the mails about it', async () => {
    const all = (await api.stage.mailbox.subjects(company.mail)).filter((subject) =>
      subject.includes('already'),
    );
    return all.length > 1 ? all : undefined;
  });
  expect(subjects.map((subject) => subject.split(' / ')[1]).toSorted()).toEqual([
    'This mail address has an account already',
    'Your enterprise is registered already',
  ]);
  expect(await api.stage.mailbox.subjects(stranger)).toEqual([]);
  const sent = await api.stage.mailbox.texts(company.mail);
  expect(sent.join()).not.toContain('evil');
});

test('a password that people use, or that holds a name, is refused when registering', async () => {
  const company = freshCompany('JIANGNAN');
  const codeOf = async (password: string) => {
    const body = { ...registrationOf(company), password };
    const answer = await api.ask('/api/enterprises', { body, headers: freshKey() });
    return expectProblem(answer, 422, 'INVALID_INPUT').errors?.map(({ code }) => code);
  };
  expect(await codeOf('Password1234')).toEqual(['PASSWORD_CONTAINS_NAME']);
  expect(await codeOf('Qwerty123456!')).toEqual(['PASSWORD_GUESSABLE']);
  expect(await codeOf(`Xk-${company.legalPerson.name}-83471924`)).toEqual(['PASSWORD_CONTAINS_NAME']);
});

test('everything that is wrong with a registration is named at once, in the language asked for', async () => {
  const body = {
    ...registrationOf(freshCompany('JIANGNAN')),
    uscc: '91330106MA2KJ1XX00',
    mobile: '12345',
    mail: 'nobody',
    legalPerson: { name: '王芳', residentId: '110105194912310021' },
    bankAccountNo: '12',
    password: 'short',
    institutionCode: 'NOBODY',
    consents: [],
  };
  const headers = { ...freshKey(), 'accept-language': 'en' };
  const { errors, title } = expectProblem(
    await api.ask('/api/enterprises', { body, headers }),
    422,
    'INVALID_INPUT',
  );
  expect(title).toBe("The content can't be accepted");
  expect(errors?.map(({ field }) => field).toSorted()).toEqual([
    'bankAccountNo',
    'consents',
    'institutionCode',
    'legalPerson.residentId',
    'mail',
    'mobile',
    'password',
    'uscc',
  ]);
});

test('an activation link that was used activates nothing and says so; a forged one is refused', async () => {
  const link = await api.stage.mailbox.linkTo(borrower.company.mail, 'activate');
  const token = new URLSearchParams(link.hash.slice(1)).get('token') ?? '';
  const { enterpriseId } = borrower;
  expect(await api.ask('/api/activations', { body: { enterpriseId, token } })).toMatchObject({
    ...{ status: 200, json: { wasActivatedBefore: true } },
  });
  const forged = await api.ask('/api/activations', { body: { enterpriseId, token: `${token}x` } });
  expectProblem(forged, 422, 'ACTIVATION_TOKEN_WRONG');
});

test('nobody applies before being admitted', async () => {
  const product = await borrower.product();
  const body = {
    productId: product.id,
    amountFen: AMOUNT_FEN,
    termMonths: 6,
    method: 'EQUAL_INSTALMENT',
    purpose: 'x',
  };
  const { stage } = await borrower.client.call('getEnterprise', {
    params: { enterpriseId: borrower.enterpriseId },
  });
  if (stage === 'ACTIVE') return;
  const early = await api.ask('/api/applications', { body, token: await owner(), headers: freshKey() });
  expectProblem(early, 409, 'ENTERPRISE_NOT_ACTIVE');
});

test('a reviewer admits it and sees its personal data; finance sees them masked, a stranger nothing', async () => {
  await borrower.passKyc();
  const path = `/api/enterprises/${borrower.enterpriseId}`;
  const { company } = borrower;
  const seen = await api.ask(path, { token: await api.staff('reviewer') });
  expect(seen.json).toMatchObject({ masked: false, legalPerson: company.legalPerson });
  const masked = await api.ask(path, { token: await api.staff('finance') });
  expect(masked.json).toMatchObject({ masked: true });
  for (const secret of [
    company.legalPerson.residentId,
    company.mobile,
    company.bankAccountNo,
    company.mail,
  ]) {
    expect(masked.text).not.toContain(secret);
  }
  expectProblem(await api.ask(path, { token: await api.staff('reviewer', 'BEICHEN') }), 404, 'NOT_FOUND');
});

test('a repeated application is one application, at once and one after the other', async () => {
  const product = await borrower.product();
  const body = {
    productId: product.id,
    amountFen: AMOUNT_FEN,
    termMonths: 6,
    method: 'EQUAL_INSTALMENT',
    purpose: '采购原材料',
    statements: soundStatements(),
    profile: { yearsInOperation: 8, taxRating: 'A', litigation: 'NONE' },
  };
  const headers = freshKey();
  const token = await owner();
  const send = () => api.ask('/api/applications', { body, headers, token });
  const answers = [...(await Promise.all([send(), send(), send(), send()])), await send()];
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
  for (const { json } of answers) expect(json).toEqual(answers[0]?.json);
  applicationId = (answers[0]?.json as { applicationId: string } | undefined)?.applicationId ?? '';
  const list = await api.ask('/api/applications', { token });
  expect(list.json).toMatchObject({ items: [{}], next: null });
  const other = await api.ask('/api/applications', {
    body: { ...body, amountFen: 1_000_001 },
    headers,
    token,
  });
  expectProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED');
});

test('figures outside of the product or contradicting each other are refused with their fields', async () => {
  const product = await borrower.product();
  const statements = soundStatements();
  const body = {
    productId: product.id,
    amountFen: product.maximumFen + 1,
    termMonths: 360,
    method: 'BULLET',
    purpose: 'x',
    statements: { ...statements, current: { ...statements.current, equityFen: 1 } },
  };
  const answer = await api.ask('/api/applications', { body, headers: freshKey(), token: await owner() });
  const codes = expectProblem(answer, 422, 'INVALID_INPUT').errors?.map(({ code }) => code);
  expect(codes).toEqual(['AMOUNT_ABOVE_MAXIMUM', 'TERM_ABOVE_MAXIMUM', 'METHOD_NOT_OFFERED', 'NOT_BALANCED']);
});

test('an offer follows two different people, with its score, reasons and annual cost', async () => {
  const application = await borrower.winOffer(applicationId);
  expect(application.offer).toMatchObject({
    amountFen: AMOUNT_FEN,
    termMonths: 6,
    annualRate: expect.any(String),
  });
  expect(application.offer?.schedule).toHaveLength(6);
  expect(application.offer?.annualCost?.effectiveRate).toMatch(/^0\.\d{6}$/);
  expect(application.offer?.items).toContainEqual(expect.objectContaining({ code: 'INTEREST' }));
  expect(application.assessment).toMatchObject({ grade: expect.any(String), score: expect.any(Number) });
});

test('a case has a story: stages for everybody, who decided what for staff only', async () => {
  const path = `/api/applications/${applicationId}`;
  const storyFor = async (token: string) =>
    ((await api.ask(path, { token })).json as AnswerOf<'getApplication'>).timeline;
  const story = await storyFor(await owner());
  const applied = story.find((entry) => entry.kind === 'ACT' && entry.act === 'application.apply');
  expect(applied).toMatchObject({ by: { name: expect.any(String) } });
  const stages = story.flatMap((entry) => (entry.kind === 'STAGE' ? [[entry.from, entry.to]] : []));
  expect(stages).toEqual(
    expect.arrayContaining([
      ['SCORING', 'IN_REVIEW'],
      ['IN_REVIEW', 'IN_APPROVAL'],
      ['IN_APPROVAL', 'OFFERED'],
    ]),
  );
  const kinds = new Set(story.map(({ kind }) => kind));
  expect(kinds).toEqual(new Set(['ACT', 'STAGE', 'MESSAGE']));
  const decisions = (await storyFor(await api.staff('reviewer'))).filter(({ kind }) => kind === 'DECISION');
  expect(decisions).toMatchObject([
    { task: 'REVIEW_APPLICATION', decision: 'APPROVE', by: { name: expect.any(String) } },
    { task: 'APPROVE_APPLICATION', decision: 'APPROVE', by: { name: expect.any(String) } },
  ]);
  const [reviewer, approver] = decisions.map((entry) => ('by' in entry ? entry.by?.id : null));
  expect(reviewer).not.toBe(approver);
});

test('a decided task can not be decided by another decision; the same request again gets the same answer', async () => {
  const token = await api.staff('reviewer');
  const list = await api.ask(`/api/tasks?caseId=${applicationId}&kind=REVIEW_APPLICATION`, { token });
  const [task] = (list.json as { items: { id: string }[] }).items;
  const path = `/api/tasks/${task?.id}/decision`;
  const body = { decision: 'REJECT', reason: 'changed my mind' };
  expectProblem(await api.ask(path, { body, token }), 409);
  expectProblem(
    await api.ask(path, { body, token: await api.staff('reviewer', 'BEICHEN') }),
    404,
    'NOT_FOUND',
  );
  expectProblem(await api.ask(path, { body, token: await api.staff('auditor') }), 403, 'NOT_YOUR_ROLE');
});

test('only the applicant accepts, and accepting twice disburses once', async () => {
  const path = `/api/applications/${applicationId}/offer/acceptance`;
  expectProblem(
    await api.ask(path, { method: 'POST', token: await owner() }),
    400,
    'IDEMPOTENCY_KEY_MISSING',
  );
  const asStaff = await api.ask(path, {
    method: 'POST',
    token: await api.staff('finance'),
    headers: freshKey(),
  });
  expectProblem(asStaff, 403, 'NOT_YOUR_ROLE');
  const headers = freshKey();
  const token = await owner();
  const accept = () => api.ask(path, { method: 'POST', token, headers });
  const answers = await Promise.all([accept(), accept(), accept()]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const late = await api.ask(path, { method: 'POST', token, headers: freshKey() });
  expectProblem(late, 409, 'NOT_IN_STAGE');
});

test('the loan is paid out once, is seen by its people, and its books agree', async () => {
  await borrower.decide('finance', 'RELEASE_DISBURSEMENT', applicationId, 'APPROVE');
  const loanId = await borrower.disbursed(applicationId);
  expect(loanId).toBe(applicationId);
  const token = await owner();
  const payments = await api.ask(`/api/payments?loanId=${loanId}&purpose=DISBURSEMENT`, { token });
  expect(payments.json).toMatchObject({
    items: [{ status: 'SUCCEEDED', amountFen: AMOUNT_FEN }],
  });
  const finance = await api.staff('finance');
  const checks = await api.ask('/api/ledger/checks', { token: finance });
  expect(checks.json).toMatchObject({ ok: true });
  const trial = await api.ask('/api/ledger/trial-balance', { token: finance });
  expect(trial.json).toMatchObject({ balanced: true });
  const foreign = await api.ask(`/api/loans/${loanId}`, { token: await api.staff('finance', 'BEICHEN') });
  expectProblem(foreign, 404, 'NOT_FOUND');
});

test('a repayment sent many times at once is one order at the bank', async () => {
  const loan = await borrower.loan(applicationId);
  const before = loan.principalOutstandingFen;
  await api.stage.bank.payIn(borrower.company.bankAccountNo, 5_000_000, randomUUID());
  const headers = freshKey();
  const token = await owner();
  const path = `/api/loans/${applicationId}/repayments`;
  const pay = () => api.ask(path, { body: { amountFen: 100_000 }, headers, token });
  const answers = await Promise.all([pay(), pay(), pay(), pay()]);
  const statuses = answers.map(({ status }) => status);
  expect(statuses.every((status) => status === 200)).toBe(true);
  const keys = new Set(answers.map(({ json }) => (json as { key: string }).key));
  expect(keys.size).toBe(1);
  const payments = await api.ask(`/api/payments?loanId=${applicationId}&purpose=REPAYMENT`, { token });
  expect(payments.json).toMatchObject({ items: [{ key: [...keys][0] }] });
  expect(before).toBeGreaterThan(0);
  const another = await api.ask(path, { body: { amountFen: 200_000 }, headers, token });
  expectProblem(another, 422, 'IDEMPOTENCY_KEY_REUSED');
});

test('prepaying takes what the options showed, once, and refuses another figure', async () => {
  const token = await owner();
  const principalFen = 10_000_000;
  const path = `/api/loans/${applicationId}`;
  const shown = await api.ask(`${path}/prepayment-options?principalFen=${principalFen}`, { token });
  const { options } = shown.json as { options: { mode: string; cashFen: number; principalFen: number }[] };
  expect(options.map(({ mode }) => mode).toSorted()).toEqual(['REDUCE_INSTALMENT', 'SHORTEN_TERM']);
  const [option] = options;
  const body = { principalFen, amountFen: option?.cashFen ?? 0, mode: option?.mode };
  await api.stage.bank.payIn(borrower.company.bankAccountNo, 20_000_000, randomUUID());
  const wrong = await api.ask(`${path}/prepayments`, {
    body: { ...body, amountFen: body.amountFen + 1 },
    headers: freshKey(),
    token,
  });
  expectProblem(wrong, 409, 'QUOTE_CHANGED');
  const headers = freshKey();
  const prepay = () => api.ask(`${path}/prepayments`, { body, headers, token });
  const [first, second] = await Promise.all([prepay(), prepay()]);
  expect([first?.status, second?.status]).toEqual([200, 200]);
  expect(first?.json).toMatchObject({ payment: { status: 'SUCCEEDED' } });
  const payments = await api.ask(`/api/payments?loanId=${applicationId}&purpose=PREPAYMENT`, { token });
  expect(payments.json).toMatchObject({ items: [{}], next: null });
  const checks = await api.ask('/api/ledger/checks', { token: await api.staff('finance') });
  expect(checks.json).toMatchObject({ ok: true });
  const tooMuch = await api.ask(`${path}/prepayment-options?principalFen=999999999999`, { token });
  expectProblem(tooMuch, 422, 'ABOVE_BALANCE');
});

describe('another enterprise of the same institution', () => {
  let token: string;
  beforeAll(async () => {
    const other = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
    token = await api.signIn(other.company.mail, DEMO_PASSWORD);
  });

  const paths = () => ({
    enterprise: `/api/enterprises/${borrower.enterpriseId}`,
    application: `/api/applications/${applicationId}`,
    loan: `/api/loans/${applicationId}`,
  });

  test('finds nothing of the first one, whichever way it asks', async () => {
    const { application, enterprise, loan } = paths();
    const finance = await api.staff('finance');
    const listed = await api.ask(`/api/payments?loanId=${applicationId}`, { token: finance });
    const [payment] = (listed.json as { items: { id: string }[] }).items;
    const details = [
      enterprise,
      application,
      loan,
      `${loan}/statement`,
      `${loan}/prepayment-options?principalFen=1000000`,
      `/api/payments/${payment?.id}`,
    ];
    for (const path of details) {
      const own = await api.ask(path, { token: await owner() });
      expect([path, own.status]).toEqual([path, 200]);
      expectProblem(await api.ask(path, { token }), 404, 'NOT_FOUND');
    }
    for (const list of ['/api/applications', '/api/loans', '/api/payments']) {
      const answer = await api.ask(`${list}?pageSize=200`, { token });
      expect([list, answer.json]).toEqual([list, { items: [], next: null }]);
      const asked = await api.ask(`/api/payments?loanId=${applicationId}`, { token });
      expect(asked.json).toMatchObject({ items: [] });
    }
    const enterprises = await api.ask('/api/enterprises?pageSize=200', { token });
    expect(enterprises.text).not.toContain(borrower.enterpriseId);
  });

  test('decides nothing and pays nothing in the place of the first one', async () => {
    const { application, loan } = paths();
    const acts: readonly (readonly [path: string, body?: object])[] = [
      [`${application}/offer/acceptance`],
      [`${application}/offer/decline`],
      [`${application}/withdrawal`],
      [`${application}/information`, { purpose: 'mine now' }],
      [`${loan}/repayments`, { amountFen: 100_000 }],
      [`${loan}/prepayments`, { principalFen: 1_000_000, amountFen: 1_000_000, mode: 'SHORTEN_TERM' }],
      [`${loan}/changes`, { kind: 'PAUSE_DEBIT', reason: 'x' }],
    ];
    const before = await borrower.loan(applicationId);
    for (const [path, body] of acts) {
      const answer = await api.ask(path, { method: 'POST', body, token, headers: freshKey() });
      expectProblem(answer);
      expect([path, [403, 404].includes(answer.status)]).toEqual([path, true]);
    }
    expect(await borrower.loan(applicationId)).toEqual(before);
  });
});

describe('a change of the loan', () => {
  const path = () => `/api/loans/${applicationId}/changes`;
  const ask = async (body: object, role = 'finance', headers = freshKey()) =>
    await api.ask(path(), { body, headers, token: await api.staff(role) });
  const idOf = ({ json }: { readonly json: unknown }) => (json as { id: string }).id;

  test('is asked for by one person and decided by another, both of them staff for it', async () => {
    const body = { kind: 'PAUSE_DEBIT', reason: 'The borrower asked for it' };
    expectProblem(await ask(body, 'reviewer'), 403, 'NOT_YOUR_ROLE');
    expectProblem(await ask({ ...body, reason: '' }), 422, 'INVALID_INPUT');
    const headers = freshKey();
    const [first, again] = [await ask(body, 'finance', headers), await ask(body, 'finance', headers)];
    expect([first.status, idOf(again)]).toEqual([201, idOf(first)]);
    const waiting = await api.ask('/api/loan-changes', { token: await api.staff('risk') });
    expect(waiting.json).toMatchObject({ items: [{ id: idOf(first), status: 'REQUESTED' }] });
    const foreign = await api.ask('/api/loan-changes', { token: await api.staff('risk', 'BEICHEN') });
    expect(foreign.json).toMatchObject({ items: [] });
    const task = { changeId: idOf(first), inboxOf: 'finance2' };
    expectProblem(await decideChange(api, { ...task, by: 'finance' }), 409, 'SAME_PERSON_AS_APPLICANT');
    expectProblem(await decideChange(api, { ...task, by: 'risk' }), 403, 'NOT_YOUR_ROLE');
    expectProblem(await decideChange(api, { ...task, decision: 'REJECT' }), 422, 'REASON_REQUIRED');
    const rejected = { ...task, decision: 'REJECT', reason: 'No need' } as const;
    expect((await decideChange(api, rejected)).status).toBe(200);
    expect(await changeThatIs(api, idOf(first), 'REJECTED')).toMatchObject({ decisionReason: 'No need' });
  });

  test('is withdrawn by whoever asked, and then in nobody’s inbox', async () => {
    const asked = await ask({ kind: 'PAUSE_DEBIT', reason: 'The borrower asked for it' });
    const changeId = idOf(asked);
    const { id: taskId } = await borrower.task('finance2', 'APPROVE_LOAN_CHANGE', changeId);
    const withdraw = async (as: string) =>
      await api.ask(`${path()}/${changeId}/withdrawal`, { method: 'POST', token: await api.staff(as) });
    expectProblem(await withdraw('reviewer'), 403, 'NOT_YOUR_ROLE');
    expectProblem(await withdraw('finance2'), 404, 'NOT_FOUND');
    expect((await withdraw('finance')).json).toMatchObject({ status: 'WITHDRAWN' });
    expect((await withdraw('finance')).json).toMatchObject({ status: 'WITHDRAWN' });
    await waitFor('the task to be over', async () => {
      const { json } = await api.ask(`/api/tasks/${taskId}`, { token: await api.staff('finance2') });
      return (json as { task: { status: string } }).task.status === 'CANCELLED' ? true : undefined;
    });
  });

  test('binds another account that was proved and that two agree to, and people see its ending only', async () => {
    const wrong = await ask({ kind: 'BIND_ACCOUNT', bankAccountNo: '12', reason: 'moved' });
    expectProblem(wrong, 422);
    const token = await owner();
    const body = { kind: 'BIND_ACCOUNT', bankAccountNo: '6222020200110001234', reason: 'moved' };
    const asked = await api.ask(path(), { body, headers: freshKey(), token });
    expect(asked.json).toMatchObject({
      accountEnding: '1234',
      accountProof: { amountFen: 1, payTo: expect.stringMatching(/^\d+$/), provedOn: null },
    });
    expect(asked.text).not.toContain('6222020200110001234');
    const inbox = await api.ask(`/api/tasks?caseId=${idOf(asked)}`, { token: await api.staff('finance') });
    expect(inbox.json).toMatchObject({ items: [] });
    const database = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '');
    await payFromAccount(database, idOf(asked));
    await database.end();
    await decideChange(api, { changeId: idOf(asked), inboxOf: 'finance' });
    await decideChange(api, { changeId: idOf(asked), inboxOf: 'risk' });
    expect(await changeThatIs(api, idOf(asked), 'APPLIED')).toMatchObject({
      accountProof: { provedOn: expect.stringMatching(/^\d{4}-/) },
    });
    const { json } = await api.ask(`/api/enterprises/${borrower.enterpriseId}`, { token });
    expect(json).toMatchObject({ bankAccountNo: '6222020200110001234' });
  });

  test('takes a receipt back that bounced, and only a receipt', async () => {
    const { lines } = await borrower.client.call('getStatement', { params: { loanId: applicationId } });
    const [disbursed, receipt] = ['DISBURSED', 'RECEIVED'].map(
      (kind) => lines.find((line) => line.kind === kind)?.sequence,
    );
    const reverse = (sequence: number | undefined) =>
      ask({ kind: 'REVERSE_RECEIPT', sequence, reason: 'Returned by the bank' });
    expectProblem(await reverse(disbursed), 422, 'NOT_A_RECEIPT');
    const asked = await reverse(receipt);
    await decideChange(api, { changeId: idOf(asked), inboxOf: 'finance2' });
    await changeThatIs(api, idOf(asked), 'APPLIED');
    const after = await borrower.client.call('getStatement', { params: { loanId: applicationId } });
    expect(after.lines.at(-1)).toMatchObject({ kind: 'REVERSED' });
    expectProblem(await reverse(receipt), 409, 'ALREADY_REVERSED');
    const checks = await api.ask('/api/ledger/checks', { token: await api.staff('finance') });
    expect(checks.json).toMatchObject({ ok: true });
  });
});

test('a holiday that is declared moves the debit of a loan that runs, and what it waits for', async () => {
  const before = await borrower.loan(applicationId);
  const waitedFor = before.schedule.find(({ number }) => number === before.process?.instalment);
  const date = collectionDateOf(isoDate(waitedFor?.dueDate ?? ''), publishedCalendar());
  const declared = await api.ask(`/api/calendar/${date}`, {
    method: 'PUT',
    body: { isWorkday: false, reason: '国务院办公厅通知' },
    token: await api.operator(),
  });
  expect(declared.status).toBe(200);
  const after = await waitFor('the loan to wait for another day', async () => {
    const loan = await borrower.loan(applicationId);
    return loan.process !== null && loan.process.dueAt !== before.process?.dueAt ? loan : undefined;
  });
  expect(Date.parse(after.process?.dueAt ?? '')).toBeGreaterThan(Date.parse(before.process?.dueAt ?? ''));
});

test('the same words without a key are a request of their own: asked for more twice, one supplies twice', async () => {
  const asked = await borrower.apply({ amountFen: AMOUNT_FEN, termMonths: 6, purpose: 'x' });
  const reviewer = await borrower.staff('reviewer');
  for (const round of [1, 2]) {
    const task = await waitFor(`the review of round ${round}`, async () => {
      const { items } = await reviewer.call('listTasks', { query: { caseId: asked, status: 'OPEN' } });
      return items[0];
    });
    const body = { decision: 'ASK_FOR_MORE', reason: '请补充 More, please' };
    await reviewer.call('decideTask', { params: { taskId: task.id }, body });
    const waiting = await borrower.reaches(asked, 'AWAITING_INFORMATION');
    expect(waiting).toMatchObject({ wish: body.reason, missing: [], supplyBy: expect.any(String) });
    await borrower.client.call('supplyInformation', { params: { applicationId: asked }, body: {} });
    await borrower.reaches(asked, 'IN_REVIEW');
  }
});

test('a task is put off for working hours, until before its deadline, and taken back', async () => {
  const asked = await borrower.apply({ amountFen: AMOUNT_FEN, termMonths: 6, purpose: 'x' });
  const reviewer = await borrower.staff('reviewer');
  const listed = async (query: object) =>
    (await reviewer.call('listTasks', { query: { title: borrower.company.name, ...query } })).items.find(
      ({ caseId }) => caseId === asked,
    );
  const { id, dueAt } = await waitFor('the review', () => listed({}));
  const params = { taskId: id };
  const off = (body: object) =>
    reviewer.call('snoozeTask', { params, body }).then(
      () => 'PUT OFF',
      ({ code }: { code?: string }) => code,
    );
  expect(await off({ workingHours: 1 })).toBe('NOT_CLAIMED');
  await reviewer.call('claimTask', { params });
  expect(await off({ until: dueAt })).toBe('SNOOZE_PAST_DEADLINE');
  expect(await off({ workingHours: 2_000 })).toBe('SNOOZE_PAST_DEADLINE');
  expect(await off({})).toBe('INVALID_INPUT');
  expect(await off({ workingHours: 1 })).toBe('PUT OFF');
  expect(await listed({})).toBeUndefined();
  const snoozedUntil = expect.stringMatching(/Z$/);
  expect(await listed({ snoozed: 'true' })).toMatchObject({ id, dueAt, status: 'CLAIMED', snoozedUntil });
  await reviewer.call('endSnooze', { params });
  expect(await listed({})).toMatchObject({ id, snoozedUntil: null });
});

test('figures that contradict each other are refused when they are supplied later, too, and nothing is kept', async () => {
  const { id: productId } = await borrower.product();
  const request = {
    productId,
    amountFen: AMOUNT_FEN,
    termMonths: 6,
    method: 'EQUAL_INSTALMENT',
    purpose: 'x',
  };
  const token = await owner();
  const applied = await api.ask('/api/applications', { body: request, headers: freshKey(), token });
  const { applicationId: asked } = applied.json as { applicationId: string };
  await borrower.reaches(asked, 'AWAITING_INFORMATION');
  const statements = soundStatements();
  const supply = (equityFen: number) =>
    api.ask(`/api/applications/${asked}/information`, {
      body: {
        statements: { ...statements, current: { ...statements.current, equityFen } },
        profile: { yearsInOperation: 8, taxRating: 'A', litigation: 'NONE' },
      },
      token,
    });
  expect(expectProblem(await supply(1), 422, 'INVALID_INPUT').errors).toMatchObject([
    { code: 'NOT_BALANCED' },
  ]);
  expect((await borrower.application(asked)).statements).toEqual({});
  expect((await supply(statements.current?.equityFen ?? 0)).status).toBe(200);
  await borrower.reaches(asked, 'IN_REVIEW');
});

test('what was done is in the audit trail, for auditors of the institution only', async () => {
  const path = `/api/audit?caseId=${applicationId}`;
  const trail = await api.ask(path, { token: await api.staff('auditor') });
  const actions = (trail.json as { items: { action: string }[] }).items.map(({ action }) => action);
  expect(actions).toEqual(
    expect.arrayContaining(['application.apply', 'application.acceptOffer', 'task.decide']),
  );
  const foreign = await api.ask(path, { token: await api.staff('auditor', 'BEICHEN') });
  expect(foreign.json).toMatchObject({ items: [] });
});
