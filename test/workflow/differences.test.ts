import { uuidv7 } from 'uuidv7';
import type { BreakId, LoanId, ReceiptId } from '../../contracts/ids';
import {
  type BreakInput,
  breakResolvedSignal,
  decideTaskUpdate,
  type ReceiptInput,
} from '../../contracts/workflows';
import { INSTITUTION, Stage, staff } from './support/harness';
import { poison } from './support/poison';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

const [first, second] = [staff('f1', 'finance'), staff('f2', 'finance')];

async function differ(more: Partial<BreakInput> = {}): Promise<string> {
  const breakId = uuidv7() as BreakId;
  const input: BreakInput = {
    ...(await stage.time()),
    ...{ breakId, institutionId: INSTITUTION, kind: 'LONG', reference: '2026-01-05/B1', amountFen: 100 },
    isMoneyOut: true,
    detail: { date: '2026-01-05', bankReference: 'B1', bankFen: 100, direction: 'OUT' },
    ...more,
  };
  await stage.start('breakCase', `break/${breakId}`, input);
  return `break/${breakId}`;
}

async function receive(): Promise<{ readonly workflowId: string; readonly receiptId: ReceiptId }> {
  const receiptId = uuidv7() as ReceiptId;
  const input: ReceiptInput = {
    ...(await stage.time()),
    ...{ receiptId, institutionId: INSTITUTION, amountFen: 5_000, bankDate: '2026-01-04' },
    ...{ bankReference: 'B2', reason: 'THIRD_PARTY', suggestions: [{ loanId: 'l', loanNo: 'LN2026010001' }] },
  };
  await stage.start('receipt', `receipt/${receiptId}`, input);
  return { workflowId: `receipt/${receiptId}`, receiptId };
}

test('a break about money that went out is settled by two people, and asked again when the second disagrees', async () => {
  const workflowId = await differ();
  await stage.until(() => stage.world.openTasks('RESOLVE_BREAK').length === 1);
  expect(stage.world.openTasks('RESOLVE_BREAK')[0]?.reason).toMatchObject({ code: 'BREAK_LONG' });
  await stage.decide('RESOLVE_BREAK', first, 'SETTLED', 'a fee of the bank');
  await stage.until(() => stage.world.openTasks('CONFIRM_BREAK').length === 1);
  const [task] = stage.world.openTasks('CONFIRM_BREAK');
  const own = { taskId: task?.taskId ?? ('' as never), actor: first, decision: 'CONFIRM', reason: '' };
  expect(await stage.update(workflowId, decideTaskUpdate, own)).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_RESOLVER' },
  });
  await stage.decide('CONFIRM_BREAK', second, 'DISAGREE', 'it is none');
  await stage.until(() => stage.world.openTasks('RESOLVE_BREAK').length === 1);
  expect(stage.world.openTasks()[0]?.reason).toEqual({
    code: 'BREAK_DISAGREED',
    detail: { because: 'it is none' },
  });
  await stage.decide('RESOLVE_BREAK', first, 'SETTLED', 'the bank paid it back');
  await stage.until(() => stage.world.openTasks('CONFIRM_BREAK').length === 1);
  await stage.decide('CONFIRM_BREAK', second, 'CONFIRM');
  await stage.result(workflowId);
  expect(stage.world.resolutions).toEqual(['the bank paid it back']);
  expect(stage.world.openTasks()).toEqual([]);
});

test('a break that comes right by itself needs nobody any more, and waits as long as it takes', async () => {
  const workflowId = await differ({ kind: 'REFOLD', isMoneyOut: false, detail: { loanId: 'l' } });
  await stage.until(() => stage.world.openTasks('RESOLVE_BREAK').length === 1);
  expect(stage.world.openTasks()[0]?.reason).toMatchObject({
    code: 'BREAK_REFOLD',
    detail: { loanId: 'l' },
  });
  await stage.env.sleep('3 days');
  expect(stage.world.changes.some(({ escalate }) => escalate !== undefined)).toBe(true);
  await stage.handle(workflowId).signal(breakResolvedSignal, { signal: 'breakResolved' });
  await stage.result(workflowId);
  expect(stage.world.resolutions).toEqual(['CAME_RIGHT']);
  expect(stage.world.openTasks()).toEqual([]);
});

test('of what somebody did more than is usual risk asks, and never the person concerned', async () => {
  const [concerned, another] = [staff('r1', 'risk'), staff('r2', 'risk')];
  const detail = {
    conduct: 'PERSONAL_DATA',
    person: 'r1',
    count: 90,
    limit: 40,
    date: '2026-01-05',
  } as const;
  const reference = 'PERSONAL_DATA/r1/2026-01-05';
  const workflowId = await differ({
    ...{ kind: 'CONDUCT', amountFen: null, isMoneyOut: false },
    ...{ reference, detail },
  });
  const { reason, role } = await stage.task('RESOLVE_BREAK');
  expect({ code: reason.code, role }).toEqual({ code: 'CONDUCT_PERSONAL_DATA', role: 'risk' });
  for (const [who, code] of [
    [first, 'NOT_YOUR_ROLE'],
    [concerned, 'SAME_PERSON_AS_APPLICANT'],
  ] as const) {
    expect(await stage.decide('RESOLVE_BREAK', who, 'SETTLED', 'nothing to see')).toMatchObject({
      refusal: { code },
    });
  }
  await stage.decide('RESOLVE_BREAK', another, 'SETTLED', 'the yearly check of all customers');
  await stage.result(workflowId);
  expect(stage.world.resolutions).toEqual(['the yearly check of all customers']);
});

test('a receipt goes onto the loan that a person names; without one, or where it is refused, it is asked again', async () => {
  const { workflowId, receiptId } = await receive();
  await stage.until(() => stage.world.openTasks('IDENTIFY_RECEIPT').length === 1);
  const [task] = stage.world.openTasks();
  expect(task?.reason).toMatchObject({ code: 'RECEIPT_THIRD_PARTY', detail: { loans: 'LN2026010001' } });
  const decision = {
    taskId: task?.taskId ?? ('' as never),
    actor: first,
    decision: 'BOOK_ON_LOAN',
    reason: '',
  };
  expect(await stage.update(workflowId, decideTaskUpdate, decision)).toMatchObject({
    refusal: { code: 'LOAN_REQUIRED' },
  });
  const claims: string[] = [];
  Object.assign(stage.world, {
    claimReceipt: async (of: { loanId: LoanId }) => {
      claims.push(of.loanId);
      return of.loanId === 'closed'
        ? { ok: false, code: 'LOAN_CLOSED' }
        : { ok: true, businessKey: `loan/${of.loanId}/receipt/${receiptId}` };
    },
  });
  await stage.update(workflowId, decideTaskUpdate, { ...decision, loanId: 'closed' as LoanId });
  await stage.until(() => stage.world.openTasks()[0]?.reason.code === 'RECEIPT_REFUSED');
  const [again] = stage.world.openTasks();
  await stage.update(workflowId, decideTaskUpdate, {
    ...decision,
    taskId: again?.taskId ?? ('' as never),
    loanId: 'open' as LoanId,
  });
  await stage.result(workflowId);
  expect(claims).toEqual(['closed', 'open']);
  expect(stage.world.openTasks()).toEqual([]);
});

test.each([
  ['matched with what was entered by hand', 'MATCH_ENTRY', 'matchEntry', 'NO_ENTRY_IN_TRANSIT'],
  ['what its payer owes back', 'REPAY_CLAIM', 'repayClaim', 'NO_CLAIM_OPEN'],
])('a receipt is %s, or asked about again', async (_what, decision, activity, code) => {
  const { workflowId, receiptId } = await receive();
  const answers = [
    { ok: false, code },
    { ok: true, businessKey: `loan/open/receipt/${receiptId}` },
  ];
  Object.assign(stage.world, { [activity]: async () => answers.shift() });
  const match = async () => {
    const [task] = stage.world.openTasks('IDENTIFY_RECEIPT');
    const act = { taskId: task?.taskId ?? ('' as never), actor: first, decision, reason: '' };
    return await stage.update(workflowId, decideTaskUpdate, { ...act, loanId: 'open' as LoanId });
  };
  await stage.until(() => stage.world.openTasks('IDENTIFY_RECEIPT').length === 1);
  await match();
  await stage.until(() => stage.world.openTasks()[0]?.reason.code === 'RECEIPT_REFUSED');
  expect(stage.world.openTasks()[0]?.reason.detail).toMatchObject({ because: code });
  await match();
  await stage.result(workflowId);
  expect(answers).toEqual([]);
});

test('a receipt that goes back is not the owners’: whoever says so is asked again', async () => {
  const { workflowId } = await receive();
  const answers = [{ ok: false, code: 'RECEIPT_GOES_BACK' }, { ok: true }];
  Object.assign(stage.world, { bookCapital: async () => answers.shift() });
  await stage.decide('IDENTIFY_RECEIPT', first, 'BOOK_AS_CAPITAL', 'paid in');
  await stage.until(() => stage.world.openTasks()[0]?.reason.code === 'RECEIPT_REFUSED');
  expect(stage.world.openTasks()[0]?.reason.detail).toMatchObject({ because: 'RECEIPT_GOES_BACK' });
  await stage.decide('IDENTIFY_RECEIPT', first, 'BOOK_AS_CAPITAL', 'paid in');
  await stage.result(workflowId);
  expect(answers).toEqual([]);
});

test('a step of the payment that fails for good does not fail the receipt that goes back', async () => {
  const fault = poison(stage.world, 'openPayment');
  const { workflowId, receiptId } = await receive();
  await stage.until(() => stage.world.openTasks('IDENTIFY_RECEIPT').length === 1);
  await stage.decide('IDENTIFY_RECEIPT', first, 'RETURN', 'paid by mistake');
  await stage.until(() => stage.world.openTasks('CONFIRM_RETURN').length === 1);
  await stage.decide('CONFIRM_RETURN', second, 'CONFIRM');
  await stage.task('RESOLVE_FAULT');
  fault.cure();
  await stage.decide('RESOLVE_FAULT', staff('o1', 'admin'), 'TRY_AGAIN');
  await stage.result(workflowId);
  expect(stage.world.submitted.map(({ key }) => key)).toEqual([`receipt/${receiptId}/return/1`]);
});

test('a receipt goes back by an order of its own, when a second person agrees', async () => {
  const { workflowId, receiptId } = await receive();
  await stage.until(() => stage.world.openTasks('IDENTIFY_RECEIPT').length === 1);
  await stage.decide('IDENTIFY_RECEIPT', first, 'RETURN', 'paid by mistake');
  await stage.until(() => stage.world.openTasks('CONFIRM_RETURN').length === 1);
  const [task] = stage.world.openTasks('CONFIRM_RETURN');
  await stage.decide('CONFIRM_RETURN', second, 'CONFIRM');
  await stage.result(workflowId);
  expect(stage.world.submitted).toMatchObject([
    {
      key: `receipt/${receiptId}/return/1`,
      ...{ purpose: 'RECEIPT_RETURN', amountFen: 5_000, enterpriseId: null },
      ...{ subject: { type: 'RECEIPT', id: receiptId }, mandate: { type: 'RETURN', id: task?.taskId } },
    },
  ]);
});
