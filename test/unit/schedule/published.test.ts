import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { periodsOf } from '../../../domain/schedule/periods';
import { fillPeriods } from '../../../domain/schedule/rows';
import type { DayCount } from '../../../domain/schedule/types';
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

  // Paid out on 1 January 2024; principal and interest of each row.
  it.each<[string, number, string, number, DayCount, readonly (readonly number[])[]]>([
    [
      'C3154: 12 %, 360/30',
      10_000,
      '0.12',
      6,
      '30/360',
      [
        [1625, 100],
        [1641, 84],
        [1658, 67],
        [1674, 51],
        [1691, 34],
        [1711, 17],
      ],
    ],
    [
      'C3155: 9.4822 %, 360/30',
      10_000,
      '0.094822',
      6,
      '30/360',
      [
        [1634, 79],
        [1647, 66],
        [1660, 53],
        [1673, 40],
        [1686, 27],
        [1700, 13],
      ],
    ],
    [
      'C3161: 5 %, 360/30, after the down payment',
      7_500,
      '0.05',
      5,
      '30/360',
      [
        [1488, 31],
        [1494, 25],
        [1500, 19],
        [1506, 13],
        [1512, 6],
      ],
    ],
    [
      'C3159: 12 %, 365/actual in a leap year',
      10_000,
      '0.12',
      6,
      'ACT/365',
      [
        [1623, 102],
        [1645, 80],
        [1656, 69],
        [1675, 50],
        [1690, 35],
        [1711, 17],
      ],
    ],
    [
      'C3160: 9.4822 %, 365/actual',
      10_000,
      '0.094822',
      6,
      'ACT/365',
      [
        [1632, 81],
        [1650, 63],
        [1659, 54],
        [1674, 39],
        [1686, 27],
        [1699, 13],
      ],
    ],
    [
      'C3167: 15.678 %, 365/actual',
      10_000,
      '0.15678',
      6,
      'ACT/365',
      [
        [1610, 133],
        [1638, 105],
        [1653, 90],
        [1677, 66],
        [1697, 46],
        [1725, 22],
      ],
    ],
  ])(
    'Apache Fineract, EMI calculation %s',
    (_name, principalFen, annualRate, termMonths, dayCount, table) => {
      const { rows } = scheduleWith({
        principalFen: fen(principalFen),
        annualRate: rate(annualRate),
        termMonths,
        startDate: isoDate('2024-01-01'),
        dayCount,
      });
      expect(rows.map((row) => [row.principalFen, row.interestFen])).toEqual(table);
    },
  );

  it('Apache Fineract C3165: 75 at 12.3 %, its level moved so that the last instalment differs less', () => {
    const terms = {
      ...TERMS,
      principalFen: fen(7_500),
      annualRate: rate('0.123'),
      termMonths: 5,
      startDate: isoDate('2024-01-01'),
    };
    const { rows } = accepted(fillPeriods(terms, terms.principalFen, periodsOf(terms), fen(1547)));
    expect(rows.map((row) => [row.principalFen, row.interestFen])).toEqual([
      [1470, 77],
      [1485, 62],
      [1500, 47],
      [1516, 31],
      [1529, 16],
    ]);
  });

  it.each([
    [250_000, '0.092', 18, 14_923, 18, 18_599],
    [250_000, '0.092', 24, 11_445, 24, 24_657],
    // A fixed amount a month: the loan ends when nothing is owed.
    [280_000, '0.084', 30, 14_000, 22, 22_712],
  ])(
    'Frappe: %d at %s over at most %d months in instalments of %d',
    (amount, annual, months, level, count, interest) => {
      const terms = { ...TERMS, principalFen: fen(amount), annualRate: rate(annual), termMonths: months };
      const schedule = accepted(fillPeriods(terms, terms.principalFen, periodsOf(terms), fen(level)));
      expect(schedule.rows).toHaveLength(count);
      expect(schedule.totalInterestFen).toBe(interest);
    },
  );
});
