import { approvalsFor, approvalsMissing } from '../../../domain/approval/approvals';
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
const member = { authority: 'COMMITTEE', role: 'approver' } as const;

test('those of the level agree after the reviewer, by the roles that carry their authority', () => {
  expect(approvals(50_000_000)).toEqual([manager]);
  expect(approvals(80_000_000)).toEqual([manager, director]);
});

test('a committee is its quorum of people', () => {
  expect(approvals(1_000_000_000)).toEqual([director, member, member, member, member, member]);
});

test('whoever has agreed is not asked again', () => {
  expect(approvalsMissing([manager, director], [manager])).toEqual([director]);
  expect(approvalsMissing([member, member, member], [member])).toEqual([member, member]);
  expect(approvalsMissing([manager], [director])).toEqual([manager]);
  expect(approvalsMissing([member, manager], [manager])).toEqual([member]);
});
