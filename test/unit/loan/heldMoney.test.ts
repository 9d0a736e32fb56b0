import { planOf } from '../../../activities/loanBooks';
import {
  askedFen,
  heldMoneyUses,
  leftAfterHeldFen,
  netDueFen,
  sightOf,
} from '../../../domain/loan/heldMoney';
import { reversedReceipt, takenForBounced } from '../../../domain/loan/reversedReceipt';
import { fen } from '../../../domain/money/fen';
import { CALENDAR, day, LoanBook } from '../../support/loans';

const INSTALMENT = 888_488;

const usesBy = (book: LoanBook, date: string) =>
  heldMoneyUses(book.history, day(date), CALENDAR).map((use) => [use.date, use.amountFen]);
const sightOn = (book: LoanBook, date: string) => sightOf(book.history, day(date), CALENDAR);

describe('what may be asked for a day', () => {
  it('is what is due, less what is held', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-01', 88_488);
    expect(askedFen(sightOn(book, '2026-02-12'))).toBe(800_000);
    expect(netDueFen(sightOn(book, '2026-02-11').scheduled)).toBe(0);
  });

  it('is never more than is still due after what is booked for later days', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-13', 800_000);
    const sight = sightOn(book, '2026-02-12');
    expect([sight.scheduled.asOf, sight.latest.asOf]).toEqual(['2026-02-12', '2026-02-13']);
    expect(netDueFen(sight.scheduled)).toBe(INSTALMENT);
    // What is left, with a day's penalty on what was paid late, but for what counting from the day before spares.
    const asked = askedFen(sight);
    expect(asked).toBe(netDueFen(sight.latest) - sight.sparedFen);
    expect(sight.sparedFen).toBeGreaterThan(0);
    book.receive('2026-02-12', asked);
    expect(sightOn(book, '2026-02-12').latest.suspenseFen).toBe(0);
    expect(asked).toBeLessThan(INSTALMENT - 790_000);
    book.receive('2026-02-13', 200_000);
    expect(askedFen(sightOn(book, '2026-02-12'))).toBe(0);
  });

  it('is not more than was due on the day, though more has fallen due since', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-03-13', 1);
    expect(askedFen(sightOn(book, '2026-02-12'))).toBe(INSTALMENT);
  });
});

describe('what a loan’s process sees', () => {
  it('is as late as its day, and as paid as its books', () => {
    const book = new LoanBook().disburse();
    // The end of days that the process has not lived to yet.
    book.record('2026-02-20', { kind: 'ACCRUED' });
    const planOn = (date: string) => planOf(book.history, CALENDAR, { fromInstalment: 1, asOf: day(date) });
    expect(planOn('2026-02-11')).toMatchObject({ asOf: '2026-02-20', overdue: false, oldestDue: null });
    expect(planOn('2026-02-12')).toMatchObject({ overdue: false, oldestDue: { number: 1 } });
    expect(planOn('2026-02-14')).toMatchObject({ overdue: true, daysPastDue: 2 });
    book.receive('2026-02-21', 2 * INSTALMENT);
    expect(planOn('2026-02-14')).toMatchObject({ overdue: false, daysPastDue: 0, oldestDue: null });
    expect(planOn('2026-02-14').instalment).toMatchObject({ number: 2 });
  });
});

describe('reminders of an instalment', () => {
  it('are sent of what held money leaves of it, and not at all where it leaves nothing', () => {
    const book = new LoanBook().disburse();
    const planned = (date: string) =>
      planOf(book.history, CALENDAR, { fromInstalment: 1, asOf: day(date) }).instalment;
    expect(planned('2026-02-01')).toMatchObject({ number: 1, amountFen: INSTALMENT });
    expect(planned('2026-02-01')?.reminders).toHaveLength(3);
    book.receive('2026-02-01', INSTALMENT - 1);
    expect(planned('2026-02-01')).toMatchObject({ amountFen: 1 });
    expect(planned('2026-02-01')?.reminders).toHaveLength(3);
    const last = book.receive('2026-02-02', 1);
    expect(last).toBeDefined();
    expect(planned('2026-02-02')).toMatchObject({ number: 1, amountFen: 0, reminders: [] });
  });

  it('go by the instalments before it too', () => {
    const rows = [1, 2, 3].map((number) => ({ number, unpaidFen: 100 }));
    expect(leftAfterHeldFen(rows, 150, 1)).toBe(0);
    expect(leftAfterHeldFen(rows, 150, 2)).toBe(50);
    expect(leftAfterHeldFen(rows, 150, 3)).toBe(100);
    expect(leftAfterHeldFen(rows, 0, 9)).toBe(0);
  });
});

describe('money that is held', () => {
  it('waits while nothing is due, and when nothing is held there is nothing to use', () => {
    const book = new LoanBook().disburse();
    expect(usesBy(book, '2026-02-12')).toEqual([]);
    book.receive('2026-02-01', INSTALMENT);
    expect(usesBy(book, '2026-02-11')).toEqual([]);
  });

  it('pays from the first day on which money and debt met, so that no penalty ran', () => {
    const book = new LoanBook().disburse();
    book.record('2026-02-20', { kind: 'ACCRUED' });
    book.record('2026-02-01', { kind: 'RECEIVED', amountFen: fen(INSTALMENT), into: 'BANK' }, '2026-02-20');
    expect(usesBy(book, '2026-02-20')[0]).toEqual(['2026-02-12', INSTALMENT]);
    book.record('2026-02-12', { kind: 'SUSPENSE_APPLIED', amountFen: fen(INSTALMENT) }, '2026-02-20');
    expect(sightOn(book, '2026-02-20').latest).toMatchObject({
      totalDueFen: 0,
      penaltyFen: 0,
      suspenseFen: 0,
    });
    expect(usesBy(book, '2026-02-20')).toEqual([]);
  });

  it('is not used twice: what was given back since is not there', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-01', 500_000);
    book.record('2026-02-02', { kind: 'REFUNDED', amountFen: fen(400_000) });
    expect(usesBy(book, '2026-02-12')).toEqual([['2026-02-12', 100_000]]);
  });

  it('is used as late as the last day that is booked', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-20', 2 * INSTALMENT);
    book.record('2026-03-15', { kind: 'ACCRUED' });
    expect(usesBy(book, '2026-03-01').map(([date]) => date)).toEqual(['2026-03-12', '2026-03-15']);
  });
});

describe('a receipt that bounced', () => {
  it('is the only thing that can bounce', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-12', INSTALMENT);
    const of = { because: 'BOUNCED' as const, reason: 'bounced', on: day('2026-02-20'), businessKey: 'k' };
    const codeOf = (sequence: number) => {
      const reversal = reversedReceipt(book.history.events, sequence, of);
      return reversal.ok ? reversal.value.kind : reversal.refusal.code;
    };
    expect([1, 2, 3].map(codeOf)).toEqual(['NOT_A_RECEIPT', 'REVERSED', 'EVENT_UNKNOWN']);
  });

  it('is another loan’s only where no order brought it', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-12', INSTALMENT);
    const [paid] = book.history.events.slice(-1);
    const of = { because: 'WRONG_LOAN' as const, reason: 'x', on: day('2026-02-20'), businessKey: 'k' };
    const said = (change: object) => {
      const events = paid === undefined ? [] : [{ ...paid, ...change } as typeof paid];
      const reversal = reversedReceipt(events, paid?.sequence ?? 0, of);
      return reversal.ok ? reversal.value.kind : reversal.refusal.code;
    };
    expect(said({ into: 'BANK', businessKey: 'loan/x/instalment/1/collect/1' })).toBe('RECEIPT_OF_ORDER');
    expect(said({ kind: 'PREPAID', into: 'SUSPENSE' })).toBe('RECEIPT_OF_ORDER');
    expect(said({ into: 'BANK', businessKey: 'loan/x/transfer/2026-02-12/R1' })).toBe('REVERSED');
    expect(said({ into: 'UNIDENTIFIED', businessKey: 'loan/x/receipt/y' })).toBe('REVERSED');
    expect(said({ into: 'CHANNEL', businessKey: 'loan/x/change/y' })).toBe('REVERSED');
  });

  it('was taken back where it is said to be at the bank still', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-12', INSTALMENT);
    const { events } = book.history;
    const sequence = events.at(-1)?.sequence ?? 0;
    const codeOf = (said: ReturnType<typeof takenForBounced>) =>
      said.ok ? said.value.reversal.reverses : said.refusal.code;
    expect(codeOf(takenForBounced(events, sequence))).toBe('RECEIPT_NOT_BOUNCED');
    expect(codeOf(takenForBounced(events, sequence + 1))).toBe('EVENT_UNKNOWN');
    book.record('2026-02-14', { kind: 'REVERSED', reverses: sequence, reason: 'bounced' });
    expect(codeOf(takenForBounced(book.history.events, sequence))).toBe(sequence);
  });

  it('opens a closed loan again', () => {
    const book = new LoanBook({ ...new LoanBook().history.terms, termMonths: 1 }).disburse();
    book.receive('2026-02-12', sightOn(book, '2026-02-12').latest.totalDueFen);
    book.record('2026-02-12', { kind: 'CLOSED' });
    expect(sightOn(book, '2026-02-13').latest.status).toBe('CLOSED');
    book.record('2026-02-20', { kind: 'REVERSED', reverses: 2, reason: 'bounced' });
    const { latest } = sightOn(book, '2026-02-20');
    expect(latest).toMatchObject({ status: 'OVERDUE', principalOutstandingFen: 10_000_000 });
    expect(book.ledgerBooks()).toEqual(latest.books);
  });
});
