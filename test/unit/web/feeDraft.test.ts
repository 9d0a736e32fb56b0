import { describe, expect, it } from '@jest/globals';
import { type FeeRule, feesTyped, feesWanted, NEW_LINE } from '../../../web/desk/features/rules/feeDraft';

const CONSULTING: FeeRule = {
  ...{ code: 'CONSULTING', kind: 'CONSULTING', timing: 'ON_REQUEST' },
  basis: { kind: 'OF_AMOUNT', rate: '0.01' },
  ...{ minimumFen: 20_000, gradeDiscounts: { AAA: '0.2' }, loyaltyDiscounts: [], maximumDiscount: '0.3' },
};
const SLICES: FeeRule = {
  ...{ code: 'SLICES', kind: 'TRANSACTION', timing: 'ON_REQUEST' },
  basis: { kind: 'TIERED', tiers: [{ upToFen: null, rate: '0.002' }] },
  ...{ gradeDiscounts: {}, loyaltyDiscounts: [], maximumDiscount: '0' },
};
const LIST = [CONSULTING, SLICES];

describe('a price list as it is typed', () => {
  it('asks for nothing while nothing differs', () => {
    expect(feesWanted(feesTyped(LIST), LIST)).toBeNull();
  });

  it('asks for the whole list with what was changed, and keeps what is not typed', () => {
    const typed = feesTyped(LIST).map((line) =>
      line.code === 'CONSULTING' ? { ...line, price: '1.5' } : line,
    );
    expect(feesWanted(typed, LIST)).toEqual({
      rules: [{ ...CONSULTING, basis: { kind: 'OF_AMOUNT', rate: '0.015' } }, SLICES],
    });
    expect(feesWanted(feesTyped(LIST).slice(1), LIST)).toEqual({ rules: [SLICES] });
  });

  it('takes a new line once it can be read', () => {
    const line = { ...NEW_LINE, code: 'appraisal', kind: 'APPRAISAL_OWN', price: '2,000' } as const;
    expect(feesWanted([line], [])?.rules[0]).toMatchObject({
      ...{ code: 'APPRAISAL', basis: { kind: 'FLAT', amountFen: 200_000 }, maximumDiscount: '0' },
    });
    expect(feesWanted([{ ...line, price: '' }], [])).toBeNull();
    expect(feesWanted([{ ...line, code: ' ' }], [])).toBeNull();
    expect(feesWanted([{ ...line, minimum: '-1' }], [])).toBeNull();
  });
});
