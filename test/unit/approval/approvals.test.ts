import { approvalsAbove, approvalsFor } from '../../../domain/approval/approvals';
import { requiredApproval } from '../../../domain/approval/matrix';
import { fen } from '../../../domain/money/fen';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const { approval } = parametersAt(PARAMETERS_BEGIN);

function approvals(exposureFen: number) {
  const required = requiredApproval(
    {
      groupExposureFen: fen(exposureFen),
      grade: 'A',
      productKind: 'LOAN',
      isRelatedParty: false,
      policyException: null,
    },
    approval,
  );
  if (!required.ok) throw new Error(required.refusal.code);
  return approvalsFor(required.value, approval);
}

const manager = { authority: 'CREDIT_MANAGER', role: 'approver' } as const;
const director = { authority: 'RISK_DIRECTOR', role: 'risk' } as const;
const committee = { authority: 'COMMITTEE', role: 'committee' } as const;
const board = { authority: 'BOARD', role: 'board' } as const;

test('those of the level agree after the reviewer, by the roles that carry their authority', () => {
  expect(approvals(50_000_000)).toEqual([manager]);
  expect(approvals(80_000_000)).toEqual([manager, director]);
});

test('a committee is asked once, as one', () => {
  expect(approvals(1_000_000_000)).toEqual([director, committee]);
  expect(approvals(1_000_000_001)).toEqual([committee, board]);
});

test('a committee that cannot decide gives way to the level above, and the last one to nobody', () => {
  expect(approvalsAbove(3, approval)).toEqual([board]);
  expect(approvalsAbove(1, approval)).toEqual([manager, director]);
  expect(approvalsAbove(4, approval)).toEqual([]);
});
