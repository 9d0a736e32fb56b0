import { type Fen, fen } from '../../../domain/money/fen';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { checkFeeCaps } from '../../../domain/pricing/feeCap';

const { fees: caps } = parametersAt(PARAMETERS_BEGIN);

describe('fees', () => {
  const fee = (code: string, totalFen: number) => ({ code, totalFen: fen(totalFen) });

  it('may reach their caps', () => {
    const highest = [
      fee('CONSULTING', 30_000),
      fee('LOAN_SERVICE', 20_000),
      fee('APPRAISAL', 10_000),
      fee('TRANSACTION', 5_000),
    ];
    expect(checkFeeCaps(highest, fen(1_000_000), caps).ok).toBe(true);
  });

  it.each([
    ['CONSULTING', 30_000],
    ['LOAN_SERVICE', 20_000],
    ['APPRAISAL', 10_000],
    ['TRANSACTION', 5_000],
  ])('are refused above: %s %d', (code, maximumFen) => {
    expect(checkFeeCaps([fee('CONSULTING', 1), fee(code, maximumFen + 1)], fen(1_000_000), caps)).toEqual({
      ok: false,
      refusal: { code: 'FEE_ABOVE_CAP', field: 'fees.1.totalFen', detail: { maximumFen } },
    });
  });

  it('are refused when nobody knows them', () => {
    expect(checkFeeCaps([fee('TIP', 1)], fen(1_000_000), caps)).toEqual({
      ok: false,
      refusal: { code: 'UNKNOWN_FEE', field: 'fees.0.code' },
    });
  });

  it.each([
    [Number.NaN, 1_000_000, 'NOT_A_NUMBER', 'fees.0.totalFen'],
    [-1, 1_000_000, 'NEGATIVE', 'fees.0.totalFen'],
    [1, 0.5, 'NOT_INTEGER', 'amountFen'],
  ])('are refused when %s of %s is no amount: %s %s', (totalFen, amountFen, code, field) => {
    const fees = [{ code: 'CONSULTING', totalFen: totalFen as Fen }];
    expect(checkFeeCaps(fees, amountFen as Fen, caps)).toMatchObject({ refusal: { code, field } });
  });
});
