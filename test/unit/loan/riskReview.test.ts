import { loanAt } from '../../../domain/loan/fold';
import { classificationInputOf, type DebtorFacts, riskReview } from '../../../domain/loan/riskReview';
import { fen } from '../../../domain/money/fen';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { CALENDAR, day, LoanBook } from '../../support/loans';

const RATES = parametersAt(PARAMETERS_BEGIN).provisions.guideline2002;

const stateOf = (book: LoanBook, date: string) =>
  loanAt(book.history.terms, book.history.events, day(date), CALENDAR);

/** Reviews a loan and records what the review asks for. */
function review(book: LoanBook, date: string, facts: DebtorFacts = {}): string[] {
  const { events } = riskReview(stateOf(book, date), RATES, facts);
  for (const event of events) book.record(date, event);
  return events.map(({ kind }) => kind);
}

describe('riskReview', () => {
  it('provides for a normal loan, once', () => {
    const book = new LoanBook().disburse();
    expect(review(book, '2026-01-12')).toEqual(['PROVISIONED']);
    expect(stateOf(book, '2026-01-12').books.allowanceFen).toBe(100_000);
    expect(review(book, '2026-01-12')).toEqual([]);
  });

  it('follows days past due down the classes, and stops accrual above 90', () => {
    const book = new LoanBook().disburse();
    expect(review(book, '2026-02-12')).toEqual(['PROVISIONED']);
    expect(review(book, '2026-02-13')).toEqual(['CLASSIFIED', 'PROVISIONED']);
    expect(stateOf(book, '2026-02-13')).toMatchObject({
      history: { grade: 'SPECIAL_MENTION', gradeReasons: ['DPD_GT_0'], classifiedOn: '2026-02-13' },
      books: { allowanceFen: 200_000 },
    });
    expect(review(book, '2026-05-13')).toEqual([]);
    expect(review(book, '2026-05-14')).toEqual(['NON_ACCRUAL_ENTERED', 'CLASSIFIED', 'PROVISIONED']);
    expect(stateOf(book, '2026-05-14')).toMatchObject({
      accrual: 'NON_ACCRUAL',
      daysPastDue: 91,
      books: { allowanceFen: 2_500_000 },
    });
    expect(review(book, '2026-05-14')).toEqual([]);
  });

  it('holds a non-performing loan back until it was served for two periods and six months', () => {
    const book = new LoanBook().disburse();
    review(book, '2026-05-14');
    book.receive('2026-05-14', stateOf(book, '2026-05-14').totalDueFen);
    const held = riskReview(stateOf(book, '2026-05-14'), RATES);
    expect(held.classification.grade).toBe('NORMAL');
    expect(held.grade).toBe('SUBSTANDARD');
    expect(held.cure).toEqual({
      consecutive: 0,
      obstacles: ['FEWER_THAN_TWO_PERIODS', 'LESS_THAN_SIX_MONTHS'],
      eligibleFrom: null,
    });
    for (const date of ['2026-06-12', '2026-07-13', '2026-08-12', '2026-09-14', '2026-10-12', '2026-11-12']) {
      book.receive(date, stateOf(book, date).totalDueFen);
    }
    expect(riskReview(stateOf(book, '2026-11-12'), RATES).cure).toEqual({
      consecutive: 6,
      obstacles: [],
      eligibleFrom: '2026-11-12',
    });
    expect(riskReview(stateOf(book, '2026-11-12'), RATES, { isAble: false }).grade).toBe('SUBSTANDARD');
    expect(
      riskReview(stateOf(book, '2026-11-12'), RATES, { isImpairedElsewhere: true }).cure.obstacles,
    ).toEqual(['DEBTOR_HAS_IMPAIRED_ASSET']);
    expect(review(book, '2026-11-12')).toEqual(['CLASSIFIED', 'PROVISIONED', 'ACCRUAL_RESUMED']);
    expect(stateOf(book, '2026-11-12')).toMatchObject({ accrual: 'ACCRUAL', history: { grade: 'NORMAL' } });
    expect(stateOf(book, '2026-11-12').books).toEqual(book.ledgerBooks());
  });

  it('looks at the debtor, and at reschedulings under observation', () => {
    const book = new LoanBook().disburse();
    expect(riskReview(stateOf(book, '2026-01-12'), RATES, { evasion: true }).grade).toBe('DOUBTFUL');
    book.record('2026-01-12', { kind: 'RESCHEDULED', termMonths: 24 });
    expect(classificationInputOf(stateOf(book, '2026-01-12'))).toMatchObject({
      restructured: true,
      restructuredAgain: false,
    });
    expect(riskReview(stateOf(book, '2026-01-12'), RATES).classification.reasons).toEqual(['RESTRUCTURED']);
    book.record('2026-01-13', { kind: 'RESCHEDULED', termMonths: 12 });
    expect(classificationInputOf(stateOf(book, '2026-01-13'))).toMatchObject({ restructuredAgain: true });
    expect(classificationInputOf(stateOf(book, '2028-01-13'))).toMatchObject({
      restructured: false,
      restructuredAgain: false,
      regime: 'BANK',
    });
    expect(classificationInputOf(stateOf(book, '2026-01-13'), { isAble: true })).not.toHaveProperty('isAble');
  });

  it('releases what was recovered of a written-off loan, and asks nothing else of it', () => {
    const book = new LoanBook().disburse();
    review(book, '2026-05-14');
    book.record('2026-05-14', { kind: 'WRITTEN_OFF' });
    expect(review(book, '2026-05-15')).toEqual([]);
    book.record('2026-06-01', { kind: 'RECOVERED', amountFen: fen(1_000), into: 'BANK' });
    expect(review(book, '2026-06-01')).toEqual(['PROVISIONED']);
    expect(stateOf(book, '2026-06-01').books.allowanceFen).toBe(0);
  });

  it('asks nothing of a loan that is paid back', () => {
    const book = new LoanBook({
      ...new LoanBook().history.terms,
      method: 'BULLET',
      termMonths: 1,
    }).disburse();
    book.receive('2026-02-12', 10_100_000);
    expect(review(book, '2026-02-12')).toEqual([]);
    expect(riskReview(loanAt(book.history.terms, [], day('2026-01-12'), CALENDAR), RATES).events).toEqual([]);
  });
});
