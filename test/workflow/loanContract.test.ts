import type { LoanChangeId } from '../../contracts/ids';
import { loanQuery, lookAgainSignal, repayUpdate } from '../../contracts/workflows';
import { isoDate } from '../../domain/calendar/isoDate';
import type { LoanChangeKind } from '../../domain/changes/kinds';
import { turnOf } from '../../domain/collection/slots';
import { totalOf } from '../../domain/loan/components';
import type { LoanEventBody, NewLoanEvent } from '../../domain/loan/events';
import { fen } from '../../domain/money/fen';
import { rate } from '../../domain/money/rate';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { APPLICANT, Stage } from './support/harness';
import { lifeOn } from './support/standstill';
import { paid } from './support/world';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

const { overdue } = parametersAt(isoDate('2026-01-05'));

/** `n/order` and business time of each debit, as if it were the loan's turn when the slot begins. */
const orders = () =>
  stage.world.submitted.flatMap(({ key, decidedAtMs, purpose }) => {
    if (purpose === 'REFUND') return [];
    const [, loanId, , instalment, , order] = key.split('/');
    const slotMs = decidedAtMs - turnOf(loanId ?? '', overdue);
    return `${instalment}/${order} ${new Date(slotMs + 8 * 3_600_000).toISOString().slice(0, 16)}`;
  });

function approve(kind: LoanChangeKind, on: string, body: LoanEventBody): void {
  const event: NewLoanEvent = {
    ...body,
    ...{ effectiveDate: isoDate(on), recordedOn: isoDate(on), businessKey: `change/${kind}` },
  };
  const id = `change-${kind}` as LoanChangeId;
  stage.world.loanChanges.push({ id, kind, status: 'APPROVED', event, on: isoDate(on) });
}

const tell = (workflowId: string) =>
  stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'CHANGE' });

test('an extended loan goes on to its new end, under numbers of its own', async () => {
  const workflowId = await stage.borrow(3);
  await stage.env.sleep('770 hours');
  expect(orders()).toEqual(['1/1 2026-02-05T09:00']);
  approve('EXTEND', '2026-02-06', { kind: 'EXTENDED', extraMonths: 2 });
  await tell(workflowId);
  await stage.result(workflowId);
  expect(orders().map((line) => line.slice(0, 14))).toEqual([
    '1/1 2026-02-05',
    '2/1 2026-03-05',
    '3/1 2026-04-07',
    '4/1 2026-05-06',
    '5/1 2026-06-05',
  ]);
  expect(new Set(stage.world.submitted.map(({ key }) => key)).size).toBe(5);
  expect(stage.world.stages().at(-1)).toBe('CLOSED');
});

test('a rescheduled loan pays the interest so far on the day, then its new rows', async () => {
  const workflowId = await stage.borrow(3);
  await stage.env.sleep('770 hours');
  approve('RESCHEDULE', '2026-02-11', { kind: 'RESCHEDULED', termMonths: 2 });
  await tell(workflowId);
  // Not before its day.
  await stage.env.sleep('1 hour');
  expect(stage.world.loanChanges[0]?.status).toBe('APPROVED');
  await stage.result(workflowId);
  const [, stub, ...rest] = orders();
  expect(stub?.slice(0, 14)).toBe('2/1 2026-02-11');
  expect(rest.map((line) => line.slice(0, 14))).toEqual(['3/1 2026-03-11', '4/1 2026-04-13']);
  expect(stage.world.stages().at(-1)).toBe('CLOSED');
});

test('a change waits for the order that is under way', async () => {
  const workflowId = await stage.borrow(2);
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  const request = { actor: APPLICANT, amountFen: 1_000, requestKey: 'request-1' };
  const answer = stage.update(workflowId, repayUpdate, request, 'request-1');
  await stage.env.sleep('1 minute');
  expect(stage.world.submitted).toHaveLength(1);
  approve('WAIVE', '2026-01-05', { kind: 'ACCRUED' });
  await tell(workflowId);
  await stage.env.sleep('1 minute');
  expect(stage.world.loanChanges[0]?.status).toBe('APPROVED');
  stage.world.bank = paid;
  stage.world.inquiry = paid;
  await answer;
  await stage.env.sleep('1 hour');
  expect(stage.world.loanChanges[0]?.status).toBe('APPLIED');
});

test('a floating rate is announced and looked up on its day, by nobody; a fixed one costs nothing', async () => {
  stage.world.floating = { rule: 'ANNIVERSARY', spreadBasisPoints: 900 };
  const workflowId = await stage.borrow(14);
  await stage.result(workflowId);
  expect(stage.world.announced).toEqual([
    { loanId: expect.any(String), date: '2027-01-05', at: '2026-12-29T01:00:00.000Z' },
  ]);
  const looked = stage.world.events.filter(({ kind }) => kind === 'RATE_CHANGED');
  expect(looked).toMatchObject([{ effectiveDate: '2027-01-05', recordedOn: '2027-01-05' }]);
  expect(await stage.handle(workflowId).query(loanQuery)).toMatchObject({ stage: 'CLOSED' });
  expect(orders()).toHaveLength(14);
  expect(stage.world.openTasks()).toEqual([]);
});

describe('whatever the speed of the clock', () => {
  /** What people do counts from days of the calendar. */
  const LIVES: Readonly<Record<string, (speed: number) => Promise<string>>> = {
    'a loan that is rescheduled': async (speed) => {
      approve('RESCHEDULE', '2026-02-11', { kind: 'RESCHEDULED', termMonths: 4 });
      return await stage.borrow(3, speed);
    },
    'a loan that is extended at another rate, and given some interest': async (speed) => {
      const annualRate = rate('0.1');
      approve('EXTEND', '2026-02-16', { kind: 'EXTENDED', extraMonths: 2, annualRate });
      const waived = { component: 'interest', instalment: 3, amountFen: fen(1_234) } as const;
      approve('WAIVE', '2026-03-10', { kind: 'WAIVED', ...waived });
      return await stage.borrow(3, speed);
    },
    'a loan whose rate follows the LPR': async (speed) => {
      stage.world.floating = { rule: 'ANNIVERSARY', spreadBasisPoints: 900 };
      return await stage.borrow(14, speed);
    },
    'a loan that is written off, and recovered with something too much': async (speed) => {
      stage.world.bank = () => ({ status: 'FAILED', code: '43' });
      approve('DEBTOR_FACT', '2026-02-13', { kind: 'NON_ACCRUAL_ENTERED' });
      approve('WRITE_OFF', '2026-02-13', { kind: 'WRITTEN_OFF' });
      const workflowId = await stage.borrow(4, speed);
      // On 14 July.
      await stage.env.sleep((190 * 86_400_000) / speed);
      await stage.until(() => stage.world.stages().at(-1) === 'WRITTEN_OFF');
      const claimFen = totalOf(stage.world.stateOn(isoDate('2026-07-10')).claim);
      stage.world.receive('transfer/1', '2026-07-10', 5_000);
      stage.world.receive('transfer/2', '2026-07-11', claimFen - 5_000 + 77);
      stage.world.bank = paid;
      await tell(workflowId);
      return workflowId;
    },
  };

  const NOTICED: readonly string[] = ['CLOSED', 'REFUNDED'];

  /** Once all is over, but for the day on which that, and what came too much, was noticed. */
  const figures = () => {
    const { books, claim, instalments } = stage.world.stateOn(isoDate('2027-12-31'));
    const events = stage.world.events.map((event) => ({
      kind: event.kind,
      on: NOTICED.includes(event.kind) ? null : event.effectiveDate,
      fen: 'amountFen' in event ? event.amountFen : null,
    }));
    return { orders: orders(), events, books, instalments, claim };
  };

  test.each(Object.entries(LIVES))('%s comes to the same figures', async (_name, live) => {
    const lived: ReturnType<typeof figures>[] = [];
    for (const speed of [1, 175_000, 5_000_000]) {
      await lifeOn(stage, () => live(speed));
      lived.push(figures());
      await stage.endTest();
    }
    const [slow, ...fast] = lived;
    expect(slow?.events.at(-1)?.kind).toBe('CLOSED');
    expect(fast).toEqual([slow, slow]);
    // Three lives, of which the longest is one of fourteen months; some of them twice.
  });
});
