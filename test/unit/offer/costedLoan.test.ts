import { isoDate } from '../../../domain/calendar/isoDate';
import { feesOfLoan, type ProductFee } from '../../../domain/fees/loanFees';
import { fen, MAX_FEN } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { costedLoan, type LoanAsked } from '../../../domain/offer/costedLoan';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

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
  vatRate: rate('0.06'),
  feeCaps: parametersAt(PARAMETERS_BEGIN).fees.caps,
  capRate: rate('0.12'),
};

const charging = (...product: readonly ProductFee[]): LoanAsked => ({
  ...asked,
  fees: feesOfLoan(
    { product, list: [] },
    { amountFen: asked.principalFen, termMonths: asked.termMonths, grade: 'A', loansRepaid: 0 },
    { pointsShare: '0.20', vatRate: asked.vatRate },
  ),
});

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
    const once = accepted(charging({ kind: 'LOAN_SERVICE', rate: rate('0.005'), when: 'AT_DISBURSEMENT' }));
    const each = accepted(charging({ kind: 'PERIODIC', rate: rate('0.001'), when: 'WITH_EACH_INSTALMENT' }));
    expect(once.cost.totalCostFen - once.schedule.totalInterestFen).toBe(150_000);
    expect(each.cost.totalCostFen - each.schedule.totalInterestFen).toBe(12 * 30_000);
    expect([accepted(asked), once, each].map(({ cost }) => cost.xirr)).toEqual([
      '0.058472',
      '0.068417',
      '0.081592',
    ]);
  });

  it('holds the whole cost against the cap, not the contract rate alone', () => {
    const dear = charging({ kind: 'CONSULTING', rate: rate('0.04'), when: 'AT_DISBURSEMENT' });
    expect(accepted(asked).costsTooMuch).toBe(false);
    expect(accepted(dear)).toMatchObject({ cost: { isAboveCap: true }, costsTooMuch: true });
  });

  it('holds each kind of fee against the house’s cap too', () => {
    const dear = charging({ kind: 'TRANSACTION', rate: rate('0.0051'), when: 'AT_DISBURSEMENT' });
    expect(accepted(dear)).toMatchObject({ cost: { isAboveCap: false }, costsTooMuch: true });
  });

  it('refuses a schedule that would leave the range of amounts, and fees that leave nothing to pay out', () => {
    expect(costedLoan({ ...asked, principalFen: fen(MAX_FEN) })).toMatchObject({
      ok: false,
      refusal: { code: 'TOTAL_TOO_LARGE' },
    });
    const all = charging({ kind: 'CONSULTING', rate: rate('1'), when: 'AT_DISBURSEMENT' });
    expect(costedLoan(all)).toMatchObject({
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
