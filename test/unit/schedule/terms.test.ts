import { isoDate } from '../../../domain/calendar/isoDate';
import { MAX_FEN } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { buildSchedule } from '../../../domain/schedule/buildSchedule';
import { parseScheduleTerms } from '../../../domain/schedule/terms';
import { TERMS } from './sample';

const raw = {
  principalFen: 30_000_000,
  annualRate: '0.09',
  termMonths: 12,
  method: 'EQUAL_INSTALMENT',
  startDate: '2026-01-15',
  dayCount: '30/360',
  paymentMode: 'EXACT',
  intervalMonths: 1,
};

describe('parseScheduleTerms', () => {
  it('reads good terms and leaves nothing behind', () => {
    expect(parseScheduleTerms(raw)).toEqual({ ok: true, value: TERMS });
    expect(parseScheduleTerms({ ...raw, annualRate: '0.0900', surprise: 1 })).toEqual({
      ok: true,
      value: TERMS,
    });
    expect(parseScheduleTerms({ ...raw, repayDay: null, firstDueDate: undefined, rounding: null })).toEqual({
      ok: true,
      value: TERMS,
    });
  });

  it('reads the optional terms', () => {
    const optional = { repayDay: 31, firstDueDate: '2026-02-28', rounding: 'HALF_EVEN' };
    expect(parseScheduleTerms({ ...raw, ...optional })).toEqual({
      ok: true,
      value: { ...TERMS, ...optional },
    });
  });

  const MISTAKES: readonly (readonly [object, string, string, object?])[] = [
    [{ principalFen: 0 }, 'ZERO', 'principalFen'],
    [{ principalFen: -1 }, 'NEGATIVE', 'principalFen'],
    [{ principalFen: 1.5 }, 'NOT_INTEGER', 'principalFen'],
    [{ principalFen: Number.NaN }, 'NOT_A_NUMBER', 'principalFen'],
    [{ principalFen: undefined }, 'NOT_A_NUMBER', 'principalFen'],
    [{ principalFen: 2 ** 53 + 2 }, 'TOO_LARGE', 'principalFen', { maximumFen: MAX_FEN }],
    [{ annualRate: '-0.01' }, 'NEGATIVE', 'annualRate'],
    [{ annualRate: Number.NaN }, 'NOT_A_NUMBER', 'annualRate'],
    [{ annualRate: '9%' }, 'NOT_A_NUMBER', 'annualRate'],
    [{ annualRate: '0.12345678901' }, 'SCALE_TOO_LARGE', 'annualRate', { maximumDecimals: 10 }],
    [{ annualRate: '1.01' }, 'RATE_ABOVE_MAXIMUM', 'annualRate', { maximum: '1' }],
    [{ termMonths: 0 }, 'OUT_OF_RANGE', 'termMonths', { minimum: 1, maximum: 360 }],
    [{ termMonths: 361 }, 'OUT_OF_RANGE', 'termMonths', { minimum: 1, maximum: 360 }],
    [{ termMonths: 1.5 }, 'NOT_INTEGER', 'termMonths'],
    [{ termMonths: '12' }, 'NOT_INTEGER', 'termMonths'],
    [{ termMonths: Number.NaN }, 'NOT_INTEGER', 'termMonths'],
    [
      { termMonths: 14, intervalMonths: 3 },
      'NOT_A_MULTIPLE_OF_INTERVAL',
      'termMonths',
      { intervalMonths: 3 },
    ],
    [
      { method: 'BALLOON' },
      'UNKNOWN_VALUE',
      'method',
      { allowed: 'EQUAL_INSTALMENT, EQUAL_PRINCIPAL, INTEREST_ONLY, BULLET' },
    ],
    [{ dayCount: 'ACT/ACT' }, 'UNKNOWN_VALUE', 'dayCount', { allowed: '30/360, ACT/360, ACT/365' }],
    [{ paymentMode: 'NICE' }, 'UNKNOWN_VALUE', 'paymentMode', { allowed: 'EXACT, NOMINAL' }],
    [{ intervalMonths: 2 }, 'UNKNOWN_VALUE', 'intervalMonths', { allowed: '1, 3, 6, 12' }],
    [{ intervalMonths: '1' }, 'UNKNOWN_VALUE', 'intervalMonths', { allowed: '1, 3, 6, 12' }],
    [{ rounding: 'UP' }, 'UNKNOWN_VALUE', 'rounding', { allowed: 'HALF_UP, HALF_EVEN, DOWN' }],
    [{ startDate: '2026-02-30' }, 'NOT_A_DATE', 'startDate'],
    [{ startDate: '1979-12-31' }, 'OUT_OF_RANGE', 'startDate'],
    [{ startDate: '2200-01-01' }, 'OUT_OF_RANGE', 'startDate'],
    [{ firstDueDate: '2026-02-29' }, 'NOT_A_DATE', 'firstDueDate'],
    [
      { firstDueDate: '2026-01-15' },
      'FIRST_DUE_NOT_AFTER_START',
      'firstDueDate',
      { startDate: '2026-01-15' },
    ],
    [
      { firstDueDate: '2026-01-14' },
      'FIRST_DUE_NOT_AFTER_START',
      'firstDueDate',
      { startDate: '2026-01-15' },
    ],
    [
      { firstDueDate: '2026-02-20', repayDay: 21 },
      'FIRST_DUE_NOT_ON_REPAY_DAY',
      'firstDueDate',
      { repayDay: 21 },
    ],
    [{ repayDay: 0 }, 'OUT_OF_RANGE', 'repayDay', { minimum: 1, maximum: 31 }],
    [{ repayDay: 32 }, 'OUT_OF_RANGE', 'repayDay', { minimum: 1, maximum: 31 }],
    [{ repayDay: 1.5 }, 'NOT_INTEGER', 'repayDay'],
    [{ paymentMode: 'NOMINAL' }, 'NOMINAL_NEEDS_ACTUAL_DAYS', 'paymentMode'],
  ];

  it.each(
    MISTAKES.map(([changes, code, field, detail]) => [
      changes,
      { code, field, ...(detail === undefined ? {} : { detail }) },
    ]),
  )('refuses %j with %j', (changes, refusal) => {
    expect(parseScheduleTerms({ ...raw, ...changes })).toEqual({ ok: false, refusal });
  });

  it.each([
    { startDate: '1980-01-01' },
    { startDate: '2199-12-31' },
    { termMonths: 1 },
    { termMonths: 360 },
    { method: 'BULLET', termMonths: 14, intervalMonths: 3 },
    { method: 'EQUAL_PRINCIPAL', paymentMode: 'NOMINAL' },
    { paymentMode: 'NOMINAL', dayCount: 'ACT/365' },
    { annualRate: '1' },
    { annualRate: '0' },
    { repayDay: 1 },
    { firstDueDate: '2026-02-20', repayDay: 20 },
    { firstDueDate: '2026-01-16' },
    { principalFen: '30000000' },
  ])('takes %j', (changes) => {
    expect(parseScheduleTerms({ ...raw, ...changes }).ok).toBe(true);
  });

  it.each([null, undefined, 7, 'terms'])('refuses %p for what it is', (input) => {
    expect(parseScheduleTerms(input)).toEqual({ ok: false, refusal: { code: 'NOT_AN_OBJECT' } });
  });

  it('names the first thing that is wrong', () => {
    expect(parseScheduleTerms({})).toMatchObject({ refusal: { field: 'principalFen' } });
    expect(parseScheduleTerms({ ...raw, annualRate: 'x', termMonths: 'y' })).toMatchObject({
      refusal: { field: 'annualRate' },
    });
  });

  it('refuses rates above the cap of the caller', () => {
    const limits = { rateCap: rate('0.0899') };
    expect(buildSchedule(TERMS, limits)).toEqual({
      ok: false,
      refusal: { code: 'RATE_ABOVE_CAP', field: 'annualRate', detail: { rateCap: '0.0899' } },
    });
    expect(buildSchedule(TERMS, { rateCap: rate('0.09') }).ok).toBe(true);
  });
});

describe('buildSchedule', () => {
  it('refuses values that a cast let through', () => {
    const cast = { ...TERMS, principalFen: Number.NaN as typeof TERMS.principalFen };
    expect(buildSchedule(cast)).toEqual({
      ok: false,
      refusal: { code: 'NOT_A_NUMBER', field: 'principalFen' },
    });
  });

  it('refuses amounts whose payments would leave the range', () => {
    const huge = { ...TERMS, principalFen: MAX_FEN as typeof TERMS.principalFen };
    expect(buildSchedule(huge)).toEqual({
      ok: false,
      refusal: { code: 'TOTAL_TOO_LARGE', field: 'principalFen', detail: { maximumFen: MAX_FEN } },
    });
    const atTheEdge = 917_431_192_660_538 as typeof TERMS.principalFen;
    expect(buildSchedule({ ...TERMS, principalFen: atTheEdge }).ok).toBe(true);
    const free = {
      ...TERMS,
      principalFen: (MAX_FEN - 12) as typeof TERMS.principalFen,
      annualRate: rate('0'),
    };
    expect(buildSchedule(free).ok).toBe(true);
    expect(buildSchedule({ ...free, principalFen: (MAX_FEN - 11) as typeof TERMS.principalFen }).ok).toBe(
      false,
    );
  });

  it('refuses a level payment that does not cover the interest of a row', () => {
    expect(
      buildSchedule({ ...TERMS, annualRate: rate('0.24'), firstDueDate: isoDate('2026-07-15') }),
    ).toEqual({
      ok: false,
      refusal: { code: 'PAYMENT_BELOW_INTEREST', field: 'termMonths', detail: { number: 1 } },
    });
  });
});
