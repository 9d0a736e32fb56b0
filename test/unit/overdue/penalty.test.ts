import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import {
  type OverdueAmount,
  type PenaltyTerms,
  penaltyAccrued,
  penaltyRateOf,
  rateOn,
  settlementDate,
} from '../../../domain/overdue/penalty';

const TERMS: PenaltyTerms = {
  penaltyMarkup: rate('0.5'),
  compoundInterest: true,
  graceDays: 0,
  graceMode: 'RETROACTIVE',
};

const overdue = (changes: Partial<OverdueAmount> = {}): OverdueAmount => ({
  dueDate: isoDate('2026-03-10'),
  principalFen: fen(800_000),
  interestFen: fen(100_000),
  reductions: [],
  rates: [{ from: isoDate('2026-01-10'), annualRate: rate('0.12') }],
  ...changes,
});

const on = (amount: OverdueAmount, date: string, terms: Partial<PenaltyTerms> = {}) => {
  const { penaltyFen, compoundFen, days } = penaltyAccrued(amount, { ...TERMS, ...terms }, isoDate(date));
  return [days, penaltyFen, compoundFen];
};

const payment = (date: string, principalFen: number, interestFen: number) => ({
  date: isoDate(date),
  principalFen: fen(principalFen),
  interestFen: fen(interestFen),
});

describe('penaltyRateOf', () => {
  it('is exact, and never above the cap', () => {
    expect(penaltyRateOf(rate('0.1243'), { ...TERMS, penaltyMarkup: rate('0.3') })).toBe('0.16159');
    expect(penaltyRateOf(rate('0.2'), { ...TERMS, capRate: rate('0.24') })).toBe('0.24');
    expect(penaltyRateOf(rate('0.16'), { ...TERMS, capRate: rate('0.24') })).toBe('0.24');
    expect(penaltyRateOf(rate('0.1'), { ...TERMS, capRate: rate('0.24') })).toBe('0.15');
    expect(penaltyRateOf(rate('1'), { ...TERMS, penaltyMarkup: rate('1') })).toBe('2');
    expect(penaltyRateOf(rate('0'), TERMS)).toBe('0');
    expect(penaltyRateOf(rate('0.1234567891'), { ...TERMS, penaltyMarkup: rate('0.3333333333') })).toBe(
      '0.16460905212921810703',
    );
  });
});

describe('penaltyAccrued', () => {
  it('counts nothing up to the due date, and not before it', () => {
    expect(on(overdue(), '2026-03-10')).toEqual([0, 0, 0]);
    expect(on(overdue(), '2026-03-01')).toEqual([0, 0, 0]);
    expect(on(overdue(), '2026-03-11')).toEqual([1, 400, 50]);
  });

  it('forgives up to the collection date, and counts from the due date after it', () => {
    const shifted = overdue({ collectionDate: isoDate('2026-03-12') });
    expect(on(shifted, '2026-03-12')).toEqual([2, 0, 0]);
    expect(on(shifted, '2026-03-13')).toEqual([3, 1_200, 150]);
    const settled = { ...shifted, reductions: [payment('2026-03-12', 800_000, 100_000)] };
    expect(on(settled, '2026-06-01')).toEqual([83, 0, 0]);
    const late = { ...shifted, reductions: [payment('2026-03-13', 800_000, 100_000)] };
    expect(on(late, '2026-06-01')).toEqual([83, 1_200, 150]);
  });

  it('forgives within grace, then counts from the due date or from the end of grace', () => {
    expect(on(overdue(), '2026-03-13', { graceDays: 3 })).toEqual([3, 0, 0]);
    expect(on(overdue(), '2026-03-14', { graceDays: 3 })).toEqual([4, 1_600, 200]);
    expect(on(overdue(), '2026-03-14', { graceDays: 3, graceMode: 'FROM_GRACE_END' })).toEqual([4, 400, 50]);
  });

  it('forgives for good what was settled within grace, not what was left', () => {
    const settled = overdue({ reductions: [payment('2026-03-12', 800_000, 100_000)] });
    expect(on(settled, '2026-05-01', { graceDays: 3 })).toEqual([52, 0, 0]);
    const partly = overdue({ reductions: [payment('2026-03-12', 400_000, 100_000)] });
    // Two days of all, then three of half the principal.
    expect(on(partly, '2026-03-15', { graceDays: 3 })).toEqual([5, 800 + 600, 100]);
    expect(on(partly, '2026-03-15', { graceDays: 3, graceMode: 'FROM_GRACE_END' })).toEqual([5, 400, 0]);
  });

  it('rounds each segment by itself', () => {
    const odd = overdue({
      principalFen: fen(999),
      interestFen: fen(0),
      reductions: [payment('2026-03-11', 1, 0)],
    });
    // 999 × 0.0005 = 0.4995 → 0; 998 × 0.0005 × 2 = 0.998 → 1.
    const { segments, penaltyFen } = penaltyAccrued(odd, TERMS, isoDate('2026-03-13'));
    expect(segments.map((segment) => [segment.from, segment.to, segment.days, segment.penaltyFen])).toEqual([
      ['2026-03-10', '2026-03-11', 1, 0],
      ['2026-03-11', '2026-03-13', 2, 1],
    ]);
    expect(penaltyFen).toBe(1);
  });

  it('takes payments of one day together and ignores those to come', () => {
    const paid = overdue({
      reductions: [
        payment('2026-03-20', 300_000, 0),
        payment('2026-03-20', 500_000, 0),
        payment('2026-04-20', 0, 1),
      ],
    });
    const { segments } = penaltyAccrued(paid, TERMS, isoDate('2026-03-30'));
    expect(segments.map(({ principalFen, interestFen }) => [principalFen, interestFen])).toEqual([
      [800_000, 100_000],
      [0, 100_000],
    ]);
  });

  it('ends with the settlement', () => {
    const settled = overdue({ reductions: [payment('2026-03-20', 800_000, 100_000)] });
    const { segments } = penaltyAccrued(settled, TERMS, isoDate('2026-06-01'));
    expect(segments).toHaveLength(1);
    expect(on(settled, '2026-06-01')).toEqual([83, 4_000, 500]);
  });

  it('follows the contract rate', () => {
    const repriced = overdue({
      rates: [
        { from: isoDate('2026-01-10'), annualRate: rate('0.12') },
        { from: isoDate('2026-03-20'), annualRate: rate('0.06') },
      ],
    });
    expect(on(repriced, '2026-03-30')).toEqual([20, 4_000 + 2_000, 500 + 250]);
  });

  it('asks for no compound interest when the contract has none', () => {
    expect(on(overdue(), '2026-04-09', { compoundInterest: false })).toEqual([30, 12_000, 0]);
  });
});

describe('settlementDate', () => {
  it('is the day that nothing is left', () => {
    const reductions = [
      payment('2026-03-12', 100, 0),
      payment('2026-03-13', 0, 50),
      payment('2026-03-14', 1, 0),
    ];
    const amount = { principalFen: fen(100), interestFen: fen(50), reductions };
    expect(settlementDate(amount)).toBe('2026-03-13');
    expect(settlementDate({ ...amount, interestFen: fen(60) })).toBeNull();
    expect(settlementDate({ ...amount, reductions: [] })).toBeNull();
  });
});

describe('rateOn', () => {
  it('is the last one that has begun', () => {
    const rates = [
      { from: isoDate('2026-01-10'), annualRate: rate('0.12') },
      { from: isoDate('2026-02-10'), annualRate: rate('0.10') },
    ];
    expect(rateOn(isoDate('2026-01-01'), rates)).toBe('0.12');
    expect(rateOn(isoDate('2026-02-09'), rates)).toBe('0.12');
    expect(rateOn(isoDate('2026-02-10'), rates)).toBe('0.1');
    expect(() => rateOn(isoDate('2026-02-10'), [])).toThrow(RangeError);
  });
});
