import { fen } from '../../../domain/money/fen';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { type CreditExposure, expectedCreditLoss } from '../../../domain/pricing/expectedCreditLoss';

const { ecl } = parametersAt(PARAMETERS_BEGIN);

describe('expected credit loss', () => {
  const loss = (changes: Partial<CreditExposure>) =>
    expectedCreditLoss(
      {
        exposureFen: fen(1_000_000),
        annualPd: '0.1',
        lgd: '0.4',
        remainingMonths: 24,
        daysPastDue: 0,
        isCreditImpaired: false,
        ...changes,
      },
      ecl,
    );

  it.each<[Partial<CreditExposure>, number, number]>([
    [{}, 1, 40_000], // 10 % · 40 %
    [{ daysPastDue: 30 }, 1, 40_000],
    [{ daysPastDue: 31 }, 2, 76_000], // 1 − 0.9² = 19 %
    [{ daysPastDue: 90 }, 2, 76_000],
    [{ daysPastDue: 91 }, 3, 400_000],
    [{ isCreditImpaired: true }, 3, 400_000],
    [{ remainingMonths: 6 }, 1, 20_527], // 1 − 0.9^½
    [{ remainingMonths: 0 }, 1, 0],
    [{ remainingMonths: 12, daysPastDue: 31 }, 2, 40_000],
  ])('of %o is of stage %d: %d', (changes, stage, lossFen) => {
    expect(loss(changes)).toEqual({ ok: true, value: { stage, lossFen } });
  });

  it.each([
    ['exposureFen', Number.NaN, 'NOT_A_NUMBER'],
    ['exposureFen', -1, 'NEGATIVE'],
    ['annualPd', '1.1', 'RATE_ABOVE_MAXIMUM'],
    ['lgd', 'x', 'NOT_A_NUMBER'],
    ['remainingMonths', -1, 'NEGATIVE'],
    ['remainingMonths', 0.5, 'NOT_INTEGER'],
    ['daysPastDue', Number.NaN, 'NOT_INTEGER'],
    ['daysPastDue', -1, 'NEGATIVE'],
  ])('is refused when %s is %s: %s', (field, value, code) => {
    expect(loss({ [field]: value })).toMatchObject({ ok: false, refusal: { code, field } });
  });
});
