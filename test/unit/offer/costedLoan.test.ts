import { isoDate } from '../../../domain/calendar/isoDate';
import { fen, MAX_FEN } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { costedLoan, type LoanAsked } from '../../../domain/offer/costedLoan';

const asked: LoanAsked = {
  principalFen: fen(30_000_000),
  annualRate: rate('0.0569'),
  termMonths: 12,
  method: 'EQUAL_INSTALMENT',
  startDate: isoDate('2026-12-01'),
  dayCount: '30/360',
  paymentMode: 'EXACT',
  intervalMonths: 1,
  fees: [],
  capRate: rate('0.12'),
};

function accepted(loan: LoanAsked) {
  const result = costedLoan(loan);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

describe('costedLoan', () => {
  it('costs its interest when there is no fee', () => {
    const { cost, schedule } = accepted(asked);
    expect(schedule.rows).toHaveLength(12);
    expect(cost.totalCostFen).toBe(schedule.totalInterestFen);
    expect(cost.items.map(({ code }) => code)).toEqual(['INTEREST']);
  });

  it('counts a fee at disbursement once and a fee with each instalment as often as there are instalments', () => {
    const once = accepted({
      ...asked,
      fees: [{ kind: 'LOAN_SERVICE', rate: rate('0.005'), when: 'AT_DISBURSEMENT' }],
    });
    const each = accepted({
      ...asked,
      fees: [{ kind: 'PERIODIC', rate: rate('0.001'), when: 'WITH_EACH_INSTALMENT' }],
    });
    expect(once.cost.totalCostFen - once.schedule.totalInterestFen).toBe(150_000);
    expect(each.cost.totalCostFen - each.schedule.totalInterestFen).toBe(12 * 30_000);
    expect([accepted(asked), once, each].map(({ cost }) => cost.xirr)).toEqual([
      '0.058472',
      '0.068417',
      '0.081592',
    ]);
  });

  it('holds the whole cost against the cap, not the contract rate alone', () => {
    const fees = [{ kind: 'CONSULTING', rate: rate('0.04'), when: 'AT_DISBURSEMENT' }] as const;
    expect(accepted(asked).cost.isAboveCap).toBe(false);
    expect(accepted({ ...asked, fees }).cost.isAboveCap).toBe(true);
  });

  it('refuses a schedule that would leave the range of amounts, and fees that leave nothing to pay out', () => {
    expect(costedLoan({ ...asked, principalFen: fen(MAX_FEN) })).toMatchObject({
      ok: false,
      refusal: { code: 'TOTAL_TOO_LARGE' },
    });
    const fees = [{ kind: 'CONSULTING', rate: rate('1'), when: 'AT_DISBURSEMENT' }] as const;
    expect(costedLoan({ ...asked, fees })).toMatchObject({
      ok: false,
      refusal: { code: 'CHARGES_ABOVE_PRINCIPAL' },
    });
  });

  it('refuses terms that make no loan, with the field', () => {
    expect(costedLoan({ ...asked, termMonths: 0 })).toMatchObject({
      ok: false,
      refusal: { field: 'termMonths' },
    });
  });
});
