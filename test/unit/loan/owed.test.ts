import {
  presentLoan,
  presentLoanSummary,
  presentMoved,
  presentStatement,
  rowOwed,
} from '../../../api/loans/present';
import { statementOf } from '../../../api/papers/statement';
import { PAPERS } from '../../../contracts/papers';
import type { PaymentOutcome } from '../../../contracts/workflows';
import { loanAt } from '../../../domain/loan/fold';
import { asOwed, eventsTold, overdueFenOf, unpaidOf } from '../../../domain/loan/owed';
import { receiptOf } from '../../../domain/loan/receiptOf';
import { linesBy } from '../../../domain/loan/statement';
import { fen } from '../../../domain/money/fen';
import type { LoanRecord, LoanRow } from '../../../gateways/database/loans';
import { CALENDAR, day, LoanBook, suspended, TERMS } from '../../support/loans';

/** What a borrower must not read, wherever it stands. */
const OF_THE_HOUSE = /WRITTEN_OFF|RECOVERED|NON_ACCRUAL|PROVISIONED|CLASSIFIED|核销|非应计|[Ww]ritten off/;
const TODAY = day('2026-07-01');

const book = suspended();
book.record('2026-05-14', { kind: 'CLASSIFIED', grade: 'LOSS', reasons: [] });
book.record('2026-05-14', { kind: 'PROVISIONED', targetFen: fen(10_000_000) });
book.record('2026-05-20', { kind: 'WRITTEN_OFF' });
const last = book.record('2026-06-10', { kind: 'RECOVERED', amountFen: fen(1_000_000), into: 'BANK' });
const { events } = book.history;
const state = loanAt(TERMS, events, TODAY, CALENDAR);

// As Prisma reads it of a loan that was written off.
const row = {
  ...{ id: TERMS.loanId, status: 'WRITTEN_OFF', principalFen: 10_000_000, principalOutstandingFen: 0 },
  ...{ interestReceivableFen: 0, suspenseFen: 0, daysPastDue: 0, riskClass: 'NORMAL', provisionFen: 0 },
  writtenOffPrincipalFen: state.claim.principalFen,
  offBalanceInterestFen: state.claim.interestFen,
  offBalancePenaltyFen: state.claim.penaltyFen + state.claim.compoundFen,
  ...{ nextDueDate: null, startDate: TERMS.startDate, enterprise: { name: '' } },
} as unknown as LoanRow;

/** As far as a statement reads it. */
const recordOf = (events: LoanRecord['events']): LoanRecord =>
  ({ loanId: TERMS.loanId, terms: TERMS, events }) as unknown as LoanRecord;

describe('of a loan that was written off its borrower', () => {
  it('is told that it is overdue, for all that is claimed', () => {
    const view = presentLoan(
      presentLoanSummary(rowOwed(row), false),
      asOwed(state),
      [],
      { fees: [], process: null },
      'en',
    );
    expect(JSON.stringify(view)).not.toMatch(OF_THE_HOUSE);
    expect(view).toMatchObject({ status: 'OVERDUE', principalOutstandingFen: 9_000_000 });
    expect(view.daysPastDue).toBeGreaterThan(90);
    const { interestFen, penaltyFen, compoundFen } = state.claim;
    const claimFen = 9_000_000 + interestFen + penaltyFen + compoundFen;
    expect(view.balances).toMatchObject({ totalDueFen: claimFen, penaltyFen, compoundFen });
    expect(view.schedule.reduce((sum, line) => sum + line.remainingFen, 0)).toBe(claimFen);
    // The money that came has paid the oldest principal.
    expect(view.schedule[0]?.paidFen).toBeGreaterThan(0);
    expect(rowOwed(row)).toMatchObject({ status: 'OVERDUE', principalOutstandingFen: 9_000_000 });
    expect(
      rowOwed({
        ...row,
        ...{ writtenOffPrincipalFen: fen(0), offBalanceInterestFen: fen(0), offBalancePenaltyFen: fen(0) },
      }),
    ).toMatchObject({ status: 'SETTLED' });
  });

  it('is told after a payment what is claimed of it still, with penalty', () => {
    const declined = { status: 'FAILED', code: 'INSUFFICIENT_FUNDS' } as PaymentOutcome;
    const { principalFen, interestFen, penaltyFen, compoundFen } = state.claim;
    expect(presentMoved(declined, 'OVERDUE', asOwed(state))).toEqual({
      payment: { status: 'FAILED', code: 'INSUFFICIENT_FUNDS', bankReference: null },
      loan: {
        ...{ stage: 'OVERDUE', principalOutstandingFen: 9_000_000 },
        totalDueFen: principalFen + interestFen + penaltyFen + compoundFen,
      },
    });
    expect(penaltyFen).toBeGreaterThan(0);
  });

  it.each(['zh-CN', 'en'] as const)('reads no line of the house: %s', (locale) => {
    const lines = presentStatement(eventsTold(events), eventsTold(events), locale);
    expect(JSON.stringify(lines)).not.toMatch(OF_THE_HOUSE);
    expect(lines.map(({ kind }) => kind)).toEqual(['DISBURSED', 'RECEIVED']);
  });

  it('has a statement and a receipt like any other', () => {
    const record = recordOf(events);
    const paper = statementOf(record, state, TERMS.startDate);
    expect(JSON.stringify(paper)).not.toMatch(OF_THE_HOUSE);
    expect(paper.dueFen).toBe(asOwed(state).totalDueFen);
    expect(receiptOf(record, last.after.lastSequence, CALENDAR)).toMatchObject({
      ok: true,
      value: { parts: { principalFen: 1_000_000, interestFen: 0 }, outstandingFen: 9_000_000, heldFen: 0 },
    });
  });
});

describe('a receipt that is taken back', () => {
  const returned = suspended();
  const { lastSequence } = returned.record('2026-06-10', {
    ...{ kind: 'RECEIVED', amountFen: fen(1_234_500), into: 'BANK' },
  }).after;
  returned.record('2026-06-12', { kind: 'REVERSED', reverses: lastSequence, reason: 'BOUNCED' });
  const { events: all } = returned.history;

  it.each([
    ['en', 'Takes back “Received” of 2026-06-10'],
    ['zh-CN', '冲回 2026-06-10 的“还款”'],
  ] as const)('is told with its amount and its day: %s', (locale, explanation) => {
    expect(presentStatement(eventsTold(all), eventsTold(all), locale).at(-1)).toMatchObject({
      ...{ kind: 'REVERSED', amountFen: -1_234_500, explanation },
    });
  });

  it('is on the paper, also where the receipt was before its time', () => {
    const record = recordOf(all);
    const paper = statementOf(record, loanAt(TERMS, all, TODAY, CALENDAR), day('2026-06-11'));
    const line = { date: '2026-06-12', kind: 'REVERSED', amountFen: -1_234_500 };
    expect(paper.lines).toEqual([line]);
    expect(PAPERS.LOAN_STATEMENT.shape.lines.parse(paper.lines)).toEqual([line]);
  });

  it('is no line of a day before: it counts in none of its figures', () => {
    const kindsOn = (asOf: string) => linesBy(all, day(asOf)).map(({ kind }) => kind);
    expect(kindsOn('2026-06-11')).toEqual(['DISBURSED', 'NON_ACCRUAL_ENTERED']);
    expect(kindsOn('2026-06-12').slice(2)).toEqual(['RECEIVED', 'REVERSED']);
    expect(kindsOn('2026-06-09')).toEqual(['DISBURSED', 'NON_ACCRUAL_ENTERED']);
    const paper = statementOf(
      recordOf(all),
      loanAt(TERMS, all, day('2026-06-11'), CALENDAR),
      TERMS.startDate,
    );
    expect(paper.lines.map(({ kind }) => kind)).toEqual(['DISBURSED']);
  });
});

describe('what is overdue', () => {
  const late = new LoanBook(TERMS).disburse().history;
  const on = (date: string) => {
    const unpaid = unpaidOf(asOwed(loanAt(TERMS, late.events, day(date), CALENDAR)));
    return { unpaid, overdueFen: overdueFenOf(unpaid, day(date)) };
  };

  it('is all that is unpaid after its collection date, with penalty and compound interest', () => {
    const [first] = on('2026-02-10').unpaid;
    if (first === undefined) throw new Error('nothing is owed');
    expect(on(first.collectionDate).overdueFen).toBe(0);
    const { unpaid, overdueFen } = on('2026-03-10');
    const [oldest, next] = unpaid;
    expect(overdueFen).toBe(oldest?.unpaidFen);
    expect(overdueFen).toBeGreaterThan(first.scheduled.principalFen + first.scheduled.interestFen);
    expect(oldest?.unpaid.penaltyFen).toBeGreaterThan(0);
    expect(next?.collectionDate.localeCompare('2026-03-10')).toBe(1);
  });

  it('is nothing of a loan that ended', () => {
    expect(unpaidOf({ ...loanAt(TERMS, late.events, TODAY, CALENDAR), status: 'CLOSED' })).toEqual([]);
  });
});
