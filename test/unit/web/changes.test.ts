import { describe, expect, it } from '@jest/globals';
import { changesSince, type Standing } from '../../../web/desk/features/case/decision/changes';

const seen: Standing = {
  ...{ status: 'OPEN', claimedBy: null, dueAt: '2026-12-01T00:00:00Z', amountFen: 100, stage: 'IN_REVIEW' },
  ...{ version: 1, caseVersion: 4 },
};

describe('what others changed', () => {
  it('is told field by field, with what it was', () => {
    const now: Standing = { ...seen, status: 'CLAIMED', claimedBy: 'u-2', version: 2, caseVersion: 5 };
    expect(changesSince(seen, now, 'u-1')).toEqual([
      { field: 'status', before: 'OPEN', after: 'CLAIMED' },
      { field: 'claimedBy', before: null, after: 'u-2' },
      { field: 'caseVersion', before: 4, after: 5 },
    ]);
  });

  it('is not what the person did: claimed it, gave it back', () => {
    const claimed: Standing = { ...seen, status: 'CLAIMED', claimedBy: 'u-1', version: 2 };
    expect(changesSince(seen, claimed, 'u-1')).toEqual([]);
    expect(changesSince(claimed, { ...seen, version: 3 }, 'u-1')).toEqual([]);
  });

  it('counts even where the person has it: the facts of the case', () => {
    const claimed: Standing = { ...seen, status: 'CLAIMED', claimedBy: 'u-1', caseVersion: 5 };
    expect(changesSince(seen, claimed, 'u-1')).toEqual([{ field: 'caseVersion', before: 4, after: 5 }]);
  });
});
