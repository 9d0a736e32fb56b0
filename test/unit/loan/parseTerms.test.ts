import { parseLoanTerms } from '../../../domain/loan/parseTerms';
import { rate } from '../../../domain/money/rate';
import { TERMS } from '../../support/loans';

const refusalOf = (changes: Readonly<Record<string, unknown>>) => {
  const parsed = parseLoanTerms({ ...TERMS, ...changes });
  return parsed.ok ? null : [parsed.refusal.code, parsed.refusal.field];
};

describe('parseLoanTerms', () => {
  it('reads terms back as they are', () => {
    expect(parseLoanTerms(JSON.parse(JSON.stringify(TERMS)))).toEqual({ ok: true, value: TERMS });
    const capped = { ...TERMS, capRate: rate('0.24'), parameterVersions: { lpr: 'lpr/1' } };
    expect(parseLoanTerms(capped)).toEqual({ ok: true, value: capped });
    expect(refusalOf({ capRate: '0.12' })).toBeNull();
    expect(refusalOf({ graceDays: 30 })).toBeNull();
  });

  it.each([
    [{ principalFen: -1 }, ['NEGATIVE', 'principalFen']],
    [{ principalFen: 0 }, ['ZERO', 'principalFen']],
    [{ principalFen: Number.NaN }, ['NOT_A_NUMBER', 'principalFen']],
    [{ principalFen: 2 ** 60 }, ['TOO_LARGE', 'principalFen']],
    [{ loanId: '' }, ['NOT_AN_ID', 'loanId']],
    [{ loanId: 'a/b' }, ['NOT_AN_ID', 'loanId']],
    [{ loanId: 'x'.repeat(65) }, ['NOT_AN_ID', 'loanId']],
    [{ loanId: 5 }, ['NOT_AN_ID', 'loanId']],
    [{ penaltyMarkup: '-0.1' }, ['NEGATIVE', 'penaltyMarkup']],
    [{ penaltyMarkup: '1.5' }, ['RATE_ABOVE_MAXIMUM', 'penaltyMarkup']],
    [{ capRate: 'x' }, ['NOT_A_NUMBER', 'capRate']],
    [{ capRate: '0.1199' }, ['CAP_BELOW_RATE', 'capRate']],
    [{ compoundInterest: 'yes' }, ['NOT_A_BOOLEAN', 'compoundInterest']],
    [{ graceDays: 1.5 }, ['NOT_INTEGER', 'graceDays']],
    [{ graceDays: 31 }, ['OUT_OF_RANGE', 'graceDays']],
    [{ graceDays: -1 }, ['OUT_OF_RANGE', 'graceDays']],
    [{ graceMode: 'NEVER' }, ['UNKNOWN_VALUE', 'graceMode']],
    [{ waterfalls: null }, ['NOT_AN_OBJECT', undefined]],
    [{ waterfalls: { accrual: 'ACCRUAL', nonAccrual: 'X' } }, ['UNKNOWN_VALUE', 'nonAccrual']],
    [{ waterfalls: { accrual: 'X', nonAccrual: 'LEGAL' } }, ['UNKNOWN_VALUE', 'accrual']],
    [{ prepaymentFeeRate: '0.12345678901' }, ['SCALE_TOO_LARGE', 'prepaymentFeeRate']],
    [{ regime: 'NONE' }, ['UNKNOWN_VALUE', 'regime']],
    [{ vatRate: undefined }, ['NOT_A_NUMBER', 'vatRate']],
    [{ parameterVersions: null }, ['NOT_A_MAP_OF_TEXTS', 'parameterVersions']],
    [{ parameterVersions: 'x' }, ['NOT_A_MAP_OF_TEXTS', 'parameterVersions']],
    [{ parameterVersions: { lpr: 1 } }, ['NOT_A_MAP_OF_TEXTS', 'parameterVersions']],
  ])('refuses %j with its field', (changes, expected) => {
    expect(refusalOf(changes)).toEqual(expected);
  });

  it('refuses what is no object, and a rate above the limit', () => {
    expect(parseLoanTerms(null)).toMatchObject({ refusal: { code: 'NOT_AN_OBJECT' } });
    expect(parseLoanTerms(TERMS, { rateCap: rate('0.1') })).toMatchObject({
      refusal: { code: 'RATE_ABOVE_CAP' },
    });
  });
});
