import { isoDate } from '../../../domain/calendar';
import { fen, rate } from '../../../domain/money';
import { periodsOf } from '../../../domain/schedule/periods';
import { fillPeriods } from '../../../domain/schedule/rows';
import { accepted, scheduleWith, TERMS } from './sample';

/** Tables that others published; only their numbers are used. */
describe('published tables', () => {
  it('Apache Fineract, group loan integration test: 12,000 at 2 % a month in four instalments', () => {
    const { rows } = scheduleWith({
      principalFen: fen(1_200_000),
      annualRate: rate('0.24'),
      termMonths: 4,
      startDate: isoDate('2011-09-20'),
    });
    expect(rows.map((row) => [row.dueDate, row.principalFen, row.interestFen])).toEqual([
      ['2011-10-20', 291_149, 24_000],
      ['2011-11-20', 296_972, 18_177],
      ['2011-12-20', 302_911, 12_238],
      ['2012-01-20', 308_968, 6_179],
    ]);
  });

  it('Frappe, employee loan test: 280,000 at 8.4 % in 20 instalments of 15,052, whole units', () => {
    // Frappe rounds the payment up to a whole unit, so the level is given; one fen stands for one unit.
    const terms = { ...TERMS, principalFen: fen(280_000), annualRate: rate('0.084'), termMonths: 20 };
    const { rows, totalInterestFen } = accepted(
      fillPeriods(terms, terms.principalFen, periodsOf(terms), fen(15_052)),
    );
    const published = [3, 17, 19].map((index) => rows[index]);
    expect(published.map((row) => [row?.principalFen, row?.interestFen, row?.balanceFen])).toEqual([
      [13_369, 1_683, 227_079],
      [14_740, 312, 29_785],
      [14_941, 105, 0],
    ]);
    expect(totalInterestFen).toBe(21_034);
  });
});
