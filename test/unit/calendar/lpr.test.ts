import { LPR_TABLE } from '../../../domain/calendar/data/lpr';
import { isoDate } from '../../../domain/calendar/isoDate';
import { type LprTenor, lprAt, lprTenorOf } from '../../../domain/calendar/lpr';

describe('lprAt', () => {
  it.each<[LprTenor, string, string, string, boolean]>([
    ['ONE_YEAR', '2019-08-20', '0.0425', '2019-08-20', false],
    ['ONE_YEAR', '2019-09-19', '0.0425', '2019-08-20', false],
    ['ONE_YEAR', '2019-09-20', '0.042', '2019-09-20', true],
    ['FIVE_YEAR_PLUS', '2022-05-19', '0.046', '2022-01-20', false],
    ['FIVE_YEAR_PLUS', '2022-05-20', '0.0445', '2022-05-20', true],
    ['ONE_YEAR', '2025-05-20', '0.03', '2025-05-20', false],
    ['FIVE_YEAR_PLUS', '2026-02-28', '0.035', '2025-05-20', false],
  ])('%s on %s is %s', (tenor, date, rate, effectiveFrom, isUnverified) => {
    expect(lprAt(LPR_TABLE, tenor, isoDate(date))).toEqual({
      ok: true,
      value: {
        rate,
        tenor,
        effectiveFrom,
        isUnverified,
        isProvisional: false,
        tableVersion: LPR_TABLE.version,
      },
    });
  });

  it('raises the alarm when a publication is due that the table lacks', () => {
    const on = (date: string) => {
      const quote = lprAt(LPR_TABLE, 'ONE_YEAR', isoDate(date));
      return quote.ok && quote.value.isProvisional;
    };
    expect(on('2026-03-01')).toBe(false);
    expect(on('2026-03-02')).toBe(true);
  });

  it('refuses dates before the first publication', () => {
    expect(lprAt(LPR_TABLE, 'ONE_YEAR', isoDate('2019-08-19'))).toEqual({
      ok: false,
      refusal: { code: 'LPR_NOT_PUBLISHED', field: 'date', detail: { date: '2019-08-19' } },
    });
  });

  it('reads percentages of any form', () => {
    const table = {
      version: 'v',
      confirmedUntil: '2030-01-01',
      rows: [{ effectiveFrom: '2020-01-01', oneYearPercent: '12', fiveYearPlusPercent: '0.5', source: 's' }],
    };
    expect(lprAt(table, 'ONE_YEAR', isoDate('2020-01-01'))).toMatchObject({ value: { rate: '0.12' } });
    expect(lprAt(table, 'FIVE_YEAR_PLUS', isoDate('2020-01-01'))).toMatchObject({ value: { rate: '0.005' } });
  });
});

describe('the table', () => {
  it('is in order of time and ends before it is confirmed', () => {
    const dates = LPR_TABLE.rows.map((row) => row.effectiveFrom);
    expect(dates).toEqual([...dates].sort());
    expect(dates.at(-1) ?? '').not.toBe('');
    expect((dates.at(-1) ?? '') <= LPR_TABLE.confirmedUntil).toBe(true);
  });
});

describe('lprTenorOf', () => {
  it('takes the five-year rate above five years', () => {
    expect(lprTenorOf(60)).toBe('ONE_YEAR');
    expect(lprTenorOf(61)).toBe('FIVE_YEAR_PLUS');
  });
});
