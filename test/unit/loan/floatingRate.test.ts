import { LPR_TABLE } from '../../../domain/calendar/data/lpr';
import { isoDate } from '../../../domain/calendar/isoDate';
import type { LoanEvent, LoanEventBody } from '../../../domain/loan/events';
import { floatingRateOn, nextRepricing, repricingDates } from '../../../domain/loan/floatingRate';
import { rate } from '../../../domain/money/rate';
import { TERMS } from '../../support/loans';
import { accepted } from '../schedule/sample';

describe('repricingDates', () => {
  it('gives every first of January, or every anniversary, inside the loan', () => {
    const [start, end] = [isoDate('2026-02-28'), isoDate('2029-02-28')];
    expect(repricingDates('CALENDAR_YEAR', start, end)).toEqual(['2027-01-01', '2028-01-01', '2029-01-01']);
    expect(repricingDates('ANNIVERSARY', start, end)).toEqual(['2027-02-28', '2028-02-28']);
    expect(repricingDates('ANNIVERSARY', isoDate('2024-02-29'), isoDate('2026-03-01'))).toEqual([
      '2025-02-28',
      '2026-02-28',
    ]);
    expect(repricingDates('CALENDAR_YEAR', start, isoDate('2027-01-01'))).toEqual([]);
  });
});

describe('floating rates', () => {
  const floating = { rule: 'ANNIVERSARY', spreadBasisPoints: 150 } as const;

  it('add the spread to the LPR of the tenor', () => {
    const oneYear = accepted(floatingRateOn(LPR_TABLE, floating, 'ONE_YEAR', isoDate('2025-06-01')));
    expect(oneYear).toMatchObject({ annualRate: '0.045', lpr: { tenor: 'ONE_YEAR', rate: '0.03' } });
    const fiveYear = accepted(floatingRateOn(LPR_TABLE, floating, 'FIVE_YEAR_PLUS', isoDate('2025-06-01')));
    expect(fiveYear).toMatchObject({ annualRate: '0.05', lpr: { tenor: 'FIVE_YEAR_PLUS' } });
  });

  it('refuse what has no LPR, or falls below zero', () => {
    expect(floatingRateOn(LPR_TABLE, floating, 'ONE_YEAR', isoDate('2019-01-01'))).toMatchObject({
      refusal: { code: 'LPR_NOT_PUBLISHED' },
    });
    const negative = { ...floating, spreadBasisPoints: -301 };
    expect(floatingRateOn(LPR_TABLE, negative, 'ONE_YEAR', isoDate('2025-06-01'))).toMatchObject({
      refusal: { code: 'NEGATIVE', field: 'annualRate' },
    });
  });
});

describe('nextRepricing', () => {
  const terms = {
    ...TERMS,
    termMonths: 60,
    floating: { rule: 'CALENDAR_YEAR', spreadBasisPoints: 100 },
  } as const;
  const maturity = isoDate('2031-01-12');
  const told = (date: string, body: LoanEventBody): LoanEvent => ({
    ...body,
    ...{ sequence: 1, effectiveDate: isoDate(date), recordedOn: isoDate(date), businessKey: date },
  });
  const lookedUp = (date: string) =>
    told(date, {
      kind: 'RATE_CHANGED',
      annualRate: rate('0.04'),
      lookedUp: { tenor: 'ONE_YEAR', lpr: rate('0.03'), publishedOn: isoDate('2026-12-21') },
    });

  it('is the next day of the rule that the books have not seen, to the end', () => {
    expect(nextRepricing(terms, [], maturity)).toEqual({ date: '2027-01-01', tenor: 'ONE_YEAR' });
    expect(nextRepricing(terms, [lookedUp('2027-01-01')], maturity)?.date).toBe('2028-01-01');
    expect(nextRepricing(terms, [lookedUp('2031-01-01')], maturity)).toBeNull();
  });

  it('is none where the rate is fixed, or was agreed on', () => {
    expect(nextRepricing(TERMS, [], maturity)).toBeNull();
    const agreed = told('2026-06-01', { kind: 'RESCHEDULED', termMonths: 24, annualRate: rate('0.05') });
    expect(nextRepricing(terms, [agreed], maturity)).toBeNull();
  });

  it('takes the longer LPR from the day on which an extension beyond sixty months begins', () => {
    const extended = [told('2030-06-01', { kind: 'EXTENDED', extraMonths: 12 }), lookedUp('2031-01-01')];
    const longer = isoDate('2032-01-12');
    expect(nextRepricing(terms, extended, longer)).toEqual({ date: '2031-01-12', tenor: 'FIVE_YEAR_PLUS' });
    expect(nextRepricing(terms, [...extended, lookedUp('2031-01-12')], longer)).toEqual({
      date: '2032-01-01',
      tenor: 'FIVE_YEAR_PLUS',
    });
  });
});
