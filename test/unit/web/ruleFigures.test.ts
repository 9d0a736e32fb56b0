import { describe, expect, it } from '@jest/globals';
import {
  limitsTyped,
  limitsWanted,
  PRICES,
  pricesWanted,
  scorecardTyped,
  scorecardWanted,
  sharesTyped,
} from '../../../web/desk/features/rules/ruleFigures';
import type { Rules } from '../../../web/desk/features/rules/rules';

const RULES = {
  pricing: { fundingSpreadRate: '0.005', opexRate: '0.012', capitalRatio: '0.105', hurdleRate: '0.12' },
  scorecard: {
    basePoints: 300,
    maximumLoanToRevenue: '1.5',
    decisionOf: {
      ...{ AAA: 'APPROVE_ELIGIBLE', AA: 'APPROVE_ELIGIBLE', A: 'APPROVE_ELIGIBLE', BBB: 'APPROVE_ELIGIBLE' },
      ...{ BB: 'REFER', B: 'REFER', CCC: 'DECLINE', D: 'DECLINE' },
    },
  },
  approval: {
    ...{ singleBorrowerShareOfNetAssets: '0.1', maximumDelegationDays: 30, assignment: 'OFF' },
    matrix: [],
  },
} as const satisfies Pick<Rules, 'pricing' | 'scorecard'> & { approval: unknown };
const rules = RULES as unknown as Rules;

describe('rules of an institution as they are typed', () => {
  const prices = sharesTyped(rules.pricing, PRICES);

  it('ask for what differs and for nothing else', () => {
    expect(pricesWanted(prices, rules)).toBeNull();
    expect(pricesWanted({ ...prices, opexRate: '1.5' }, rules)).toEqual({ opexRate: '0.015' });
    const card = scorecardTyped(rules);
    expect(scorecardWanted(card, rules)).toBeNull();
    expect(
      scorecardWanted(
        { ...card, basePoints: '320', decisionOf: { ...card.decisionOf, B: 'DECLINE' } },
        rules,
      ),
    ).toEqual({ basePoints: 320, decisionOf: { B: 'DECLINE' } });
    expect(limitsWanted({ ...limitsTyped(rules), assignment: 'LEAST_LOAD' }, rules)).toEqual({
      assignment: 'LEAST_LOAD',
    });
  });

  it('ask for nothing while something can not be read', () => {
    expect(pricesWanted({ ...prices, opexRate: 'x', hurdleRate: '15' }, rules)).toBeNull();
    expect(scorecardWanted({ ...scorecardTyped(rules), basePoints: '3.5' }, rules)).toBeNull();
    expect(limitsWanted({ ...limitsTyped(rules), maximumDelegationDays: '' }, rules)).toBeNull();
  });
});
