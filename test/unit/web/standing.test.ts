import { describe, expect, it } from '@jest/globals';
import { standingOf } from '../../../web/desk/app/tasks/standing';

const open = {
  status: 'OPEN',
  claimedBy: null,
  barred: null,
  isOverdue: false,
  decisions: ['APPROVE'],
} as const;
const may = (task: Parameters<typeof standingOf>[0]) => {
  const { mayClaim, mayGiveBack, mayTakeOver, mayDecide } = standingOf({ ...task }, 'u-1');
  return { mayClaim, mayGiveBack, mayTakeOver, mayDecide };
};
const NOTHING = { mayClaim: false, mayGiveBack: false, mayTakeOver: false, mayDecide: false };

describe('what somebody may do about who has a task', () => {
  it('is to claim and decide what nobody has', () =>
    expect(may({ ...open, decisions: ['APPROVE'] })).toEqual({
      ...NOTHING,
      mayClaim: true,
      mayDecide: true,
    }));

  it('is to give back and decide what they have', () =>
    expect(may({ ...open, status: 'CLAIMED', claimedBy: 'u-1', decisions: ['APPROVE'] })).toEqual({
      ...{ ...NOTHING, mayGiveBack: true, mayDecide: true },
    }));

  it('is to take over what another has once it is late, and nothing before', () => {
    const taken = { ...open, status: 'CLAIMED' as const, claimedBy: 'u-2', decisions: ['APPROVE' as const] };
    expect(may({ ...taken, barred: 'CLAIMED_BY_ANOTHER' })).toEqual(NOTHING);
    expect(may({ ...taken, isOverdue: true })).toEqual({ ...NOTHING, mayTakeOver: true });
  });

  it('is nothing where they are barred, where it is over, and where a committee votes', () => {
    expect(may({ ...open, decisions: ['APPROVE'], barred: 'SAME_PERSON_AS_REVIEWER' })).toEqual(NOTHING);
    expect(may({ ...open, decisions: ['APPROVE'], status: 'DONE' })).toEqual(NOTHING);
    expect(may({ ...open, decisions: [] })).toEqual(NOTHING);
  });
});
