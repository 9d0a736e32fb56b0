import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { type Rate, rate } from '../../../domain/money/rate';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { capRate } from '../../../domain/pricing/cap';
import { type Collateral, lossGivenDefault } from '../../../domain/pricing/lossGivenDefault';
import { figurePrice, type PriceInput, price } from '../../../domain/pricing/price';
import { type LoanToPrice, priceInputOf, priceLoan } from '../../../domain/pricing/priceLoan';
import { STANDARD_SHIFTS, sensitivityOf } from '../../../domain/pricing/sensitivity';

const parameters = parametersAt(PARAMETERS_BEGIN);

function input(changes: Partial<PriceInput> = {}): PriceInput {
  return {
    exposureFen: fen(100_000_000),
    pd: rate('0.05'),
    collateral: [],
    fundingRate: rate('0.03'),
    opexRate: rate('0.015'),
    capitalRatio: rate('0.08'),
    hurdleRate: rate('0.10'),
    lprOneYear: rate('0.03'),
    capRegime: '4LPR',
    ...changes,
  };
}

const collateral = (kind: Collateral['kind'], valueFen: number): Collateral => ({
  kind,
  valueFen: fen(valueFen),
});

describe('loss given default', () => {
  it.each<[string, readonly Collateral[], string]>([
    ['nothing', [], '0.400000'],
    ['cash', [collateral('FIN', 40_000_000)], '0.240000'],
    ['receivables less haircut', [collateral('RECEIVABLE', 50_000_000)], '0.340000'],
    ['real estate less haircut', [collateral('REAL_ESTATE', 50_000_000)], '0.340000'],
    ['machines less haircut', [collateral('OTHER_PHYSICAL', 50_000_000)], '0.355000'],
    [
      'cash and receivables',
      [collateral('FIN', 40_000_000), collateral('RECEIVABLE', 50_000_000)],
      '0.180000',
    ],
    ['more real estate than needed', [collateral('REAL_ESTATE', 500_000_000)], '0.200000'],
    ['more cash than needed', [collateral('FIN', 500_000_000), collateral('RECEIVABLE', 1)], '0.000000'],
    [
      'the better before the worse, in whatever order they come',
      [collateral('OTHER_PHYSICAL', 200_000_000), collateral('FIN', 50_000_000)],
      '0.125000',
    ],
  ])('with %s', (_, items, lgd) => {
    expect(lossGivenDefault(fen(100_000_000), items, parameters.lgd).toFixed(6)).toBe(lgd);
  });
});

describe('the cap', () => {
  it.each([
    ['24', '0.03', '0.24'],
    ['4LPR', '0.03', '0.12'],
    ['4LPR', '0.0345', '0.138'],
    ['LOWER', '0.03', '0.12'],
    ['LOWER', '0.07', '0.24'],
    ['4LPR', '0.25', '1'],
    ['4LPR', '0.3', '1'],
  ] as const)('%s at an LPR of %s is %s', (regime, lpr, cap) => {
    expect(capRate(regime, rate(lpr), parameters.pricing)).toBe(cap);
  });
});

describe('the price', () => {
  it('adds what a loan costs', () => {
    expect(price(input(), parameters)).toEqual({
      ok: true,
      value: {
        annualRate: '0.073',
        capRate: '0.12',
        lgd: '0.400000',
        expectedLossRate: '0.020000',
        expectedLossFen: 2_000_000,
      },
    });
  });

  it('is rounded once, half up, to four places', () => {
    expect(figurePrice(input({ pd: rate('0.000125') }), parameters).annualRate).toBe('0.0531');
    expect(figurePrice(input({ pd: rate('0.000124') }), parameters).annualRate).toBe('0.0530');
  });

  it('takes off a discount', () => {
    const priced = price(input({ pd: rate('0.02'), discountRate: rate('0.005') }), parameters);
    expect(priced).toMatchObject({ ok: true, value: { annualRate: '0.056' } });
  });

  it('may reach the cap and not pass it', () => {
    expect(price(input({ pd: rate('0.1675') }), parameters)).toMatchObject({
      ok: true,
      value: { annualRate: '0.12', capRate: '0.12' },
    });
    expect(price(input({ pd: rate('0.1678') }), parameters)).toEqual({
      ok: false,
      refusal: {
        code: 'PRICE_ABOVE_CAP',
        field: 'annualRate',
        detail: { annualRate: '0.1201', capRate: '0.12' },
      },
    });
  });

  it.each([
    ['0.073', '0.0000'],
    ['0.08', '-0.0070'],
  ])('is refused when a discount of %s leaves nothing: %s', (discountRate, left) => {
    expect(price(input({ discountRate: rate(discountRate) }), parameters)).toMatchObject({
      ok: false,
      refusal: { code: 'PRICE_NOT_POSITIVE', field: 'discountRate', detail: { annualRate: left } },
    });
  });

  it('rounds the expected loss once, half up', () => {
    const small = figurePrice(input({ exposureFen: fen(25), pd: rate('0.05') }), parameters);
    expect(small.expectedLossFen).toBe(1); // 25 · 0.05 · 0.40 = 0.5
  });

  it.each<[object, string, string]>([
    [{ exposureFen: 0 }, 'NOT_POSITIVE', 'exposureFen'],
    [{ exposureFen: -1 }, 'NEGATIVE', 'exposureFen'],
    [{ exposureFen: 2 ** 60 }, 'TOO_LARGE', 'exposureFen'],
    [{ pd: '1.1' }, 'RATE_ABOVE_MAXIMUM', 'pd'],
    [{ pd: '-0.1' }, 'NEGATIVE', 'pd'],
    [{ fundingRate: 'NaN' }, 'NOT_A_NUMBER', 'fundingRate'],
    [{ opexRate: undefined }, 'NOT_A_NUMBER', 'opexRate'],
    [{ capitalRatio: '-1' }, 'NEGATIVE', 'capitalRatio'],
    [{ hurdleRate: 'x' }, 'NOT_A_NUMBER', 'hurdleRate'],
    [{ discountRate: '-0.01' }, 'NEGATIVE', 'discountRate'],
    [{ lprOneYear: '2' }, 'RATE_ABOVE_MAXIMUM', 'lprOneYear'],
    [{ capRegime: '36' }, 'UNKNOWN_VALUE', 'capRegime'],
    [{ collateral: [{ kind: 'ART', valueFen: 1 }] }, 'UNKNOWN_VALUE', 'collateral.0.kind'],
    [
      { collateral: [collateral('FIN', 1), { kind: 'FIN', valueFen: -1 }] },
      'NEGATIVE',
      'collateral.1.valueFen',
    ],
  ])('is refused for bad input: %o', (changes, code, field) => {
    expect(price(input(changes), parameters)).toMatchObject({ ok: false, refusal: { code, field } });
  });
});

describe('sensitivity', () => {
  function rows(changes: Partial<PriceInput> = {}, shifts = STANDARD_SHIFTS) {
    const table = sensitivityOf(input(changes), parameters, shifts);
    if (!table.ok) throw new Error(table.refusal.code);
    return table.value;
  }

  it('moves one thing at a time', () => {
    const told = rows().map(({ factor, by, price, change }) => [factor, by, price.annualRate, change]);
    expect(told).toEqual([
      ['PD', '0.5', '0.0630', '-0.0100'],
      ['PD', '1.5', '0.0830', '0.0100'],
      ['PD', '2', '0.0930', '0.0200'],
      ['LGD', '0.75', '0.0680', '-0.0050'],
      ['LGD', '1.25', '0.0780', '0.0050'],
      ['LGD', '1.5', '0.0830', '0.0100'],
      ['FUNDING', '-0.005', '0.0680', '-0.0050'],
      ['FUNDING', '0.005', '0.0780', '0.0050'],
      ['FUNDING', '0.01', '0.0830', '0.0100'],
      ['HURDLE', '-0.02', '0.0714', '-0.0016'],
      ['HURDLE', '0.02', '0.0746', '0.0016'],
      ['HURDLE', '0.05', '0.0770', '0.0040'],
    ]);
    expect(told).toHaveLength(STANDARD_SHIFTS.length);
  });

  it('shows where the price would pass the cap', () => {
    const above = rows({ pd: rate('0.10') }).filter(({ price }) => price.isAboveCap);
    expect(above.map(({ factor, by }) => [factor, by])).toEqual([['PD', '2']]);
  });

  it('keeps what it moves between nothing and all', () => {
    const [lgd] = rows({}, [{ factor: 'LGD', by: '9' }]);
    const [pd] = rows({ pd: rate('0.9') }, [{ factor: 'PD', by: '2' }]);
    const [funding] = rows({}, [{ factor: 'FUNDING', by: '-1' }]);
    expect([lgd?.price.lgd, pd?.price.expectedLossRate, funding?.price.annualRate]).toEqual([
      '1.000000',
      '0.400000',
      '0.0430',
    ]);
  });

  it('is told of a price that may not be charged', () => {
    const within = rows({ pd: rate('0.30') }).filter(({ price }) => !price.isAboveCap);
    expect(within.map(({ factor, by }) => [factor, by])).toEqual([['PD', '0.5']]);
  });

  it.each<[object, readonly object[], string, string]>([
    [{ exposureFen: 0 }, [], 'NOT_POSITIVE', 'exposureFen'],
    [{ pd: 'NaN' }, [], 'NOT_A_NUMBER', 'pd'],
    [{}, [{ factor: 'OPEX', by: '1' }], 'UNKNOWN_VALUE', 'shifts.0.factor'],
    [
      {},
      [
        { factor: 'PD', by: '1' },
        { factor: 'PD', by: 'NaN' },
      ],
      'NOT_A_NUMBER',
      'shifts.1.by',
    ],
  ])('is refused for bad input: %o %o', (changes, shifts, code, field) => {
    expect(sensitivityOf(input(changes), parameters, shifts as typeof STANDARD_SHIFTS)).toEqual({
      ok: false,
      refusal: { code, field },
    });
  });
});

describe('a loan', () => {
  const day = parametersAt(isoDate('2026-03-01'));
  const loan = (changes: Partial<LoanToPrice> = {}): LoanToPrice => ({
    amountFen: fen(50_000_000),
    termMonths: 12,
    gradePd: '0.009813',
    collateral: [],
    capRegime: 'LOWER',
    ...changes,
  });

  it('is priced by the parameters of the day', () => {
    expect(priceLoan(loan(), day)).toEqual({
      ok: true,
      value: {
        annualRate: '0.0569',
        capRate: '0.12',
        lgd: '0.400000',
        expectedLossRate: '0.003925',
        expectedLossFen: 196_260,
        versions: { pricing: 'pricing/1', lgd: 'lgd/1', lpr: 'lpr/2025-05-20' },
      },
    });
  });

  it('is funded by the LPR of its term, and capped by the one-year LPR', () => {
    const input = priceInputOf(loan({ termMonths: 84 }), day);
    expect([input.fundingRate, input.lprOneYear]).toEqual(['0.035', '0.03']);
  });

  it('takes its own cap regime and discount', () => {
    const input = priceInputOf(loan({ capRegime: '24', discountRate: rate('0.001') }), day);
    expect([input.capRegime, input.discountRate]).toEqual(['24', '0.001' as Rate]);
  });

  it.each([
    [Number.NaN, 'NOT_INTEGER'],
    [0.5, 'NOT_INTEGER'],
    [0, 'NOT_POSITIVE'],
  ])('is refused for a term of %s months: %s', (termMonths, code) => {
    expect(priceLoan(loan({ termMonths }), day)).toEqual({
      ok: false,
      refusal: { code, field: 'termMonths' },
    });
    expect(priceLoan(loan({ termMonths: 1 }), day).ok).toBe(true);
  });

  it('is refused above the cap', () => {
    expect(priceLoan(loan({ gradePd: '0.309620' }), day)).toMatchObject({
      refusal: { code: 'PRICE_ABOVE_CAP' },
    });
  });
});
