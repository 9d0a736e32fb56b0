import { canReachQuorum } from '../../../domain/approval/committee';
import {
  checkSingleBorrowerLimit,
  connectedGroup,
  groupExposureFen,
} from '../../../domain/approval/exposure';
import { type ApprovalRequest, requiredApproval } from '../../../domain/approval/matrix';
import { type ApprovedTerms, changedTerms } from '../../../domain/approval/reapproval';
import { type Fen, fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const parameters = parametersAt(PARAMETERS_BEGIN).approval;

const request = (changes: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  groupExposureFen: fen(30_000_000),
  grade: 'A',
  productKind: 'LOAN',
  isRelatedParty: false,
  policyException: null,
  ...changes,
});

function required(changes: Partial<ApprovalRequest> = {}) {
  const approval = requiredApproval(request(changes), parameters);
  if (!approval.ok) throw new Error(approval.refusal.code);
  return approval.value;
}

describe('the approval matrix', () => {
  it.each([
    [0, 1],
    [50_000_000, 1],
    [50_000_001, 2],
    [200_000_000, 2],
    [200_000_001, 3],
    [1_000_000_000, 3],
    [1_000_000_001, 4],
  ])('sends an exposure of %d fen to level %d', (amount, level) => {
    expect(required({ groupExposureFen: fen(amount) })).toMatchObject({ level, raisedBy: [] });
  });

  it('names who must approve at each level', () => {
    const at = (amount: number) => required({ groupExposureFen: fen(amount) }).approvers;
    expect([at(1), at(60_000_000), at(300_000_000), at(2_000_000_000)]).toEqual([
      ['RISK_REVIEWER', 'CREDIT_MANAGER'],
      ['RISK_REVIEWER', 'CREDIT_MANAGER', 'RISK_DIRECTOR'],
      ['RISK_REVIEWER', 'RISK_DIRECTOR', 'COMMITTEE'],
      ['COMMITTEE', 'BOARD'],
    ]);
  });

  it.each([
    ['BB', 1, []],
    ['B', 2, ['GRADE']],
    ['CCC', 4, ['GRADE']],
    ['D', 4, ['GRADE']],
  ] as const)('sends grade %s to level %d', (grade, level, raisedBy) => {
    expect(required({ grade })).toMatchObject({ level, raisedBy });
  });

  it('goes up one level for each special circumstance, never above the last', () => {
    expect(required({ isRelatedParty: true })).toMatchObject({
      level: 2,
      raisedBy: ['RELATED_PARTY'],
      mustBeDisinterested: true,
    });
    expect(required({ policyException: { reason: '季节性' } })).toMatchObject({
      level: 2,
      raisedBy: ['POLICY_EXCEPTION'],
      mustBeDisinterested: false,
    });
    expect(required({ productKind: 'EQUITY' })).toMatchObject({ level: 2, raisedBy: ['PRODUCT'] });
    expect(required({ productKind: 'constructor' })).toMatchObject({ level: 1, raisedBy: [] });
    const all = {
      grade: 'B',
      isRelatedParty: true,
      productKind: 'EQUITY',
      policyException: { reason: 'x' },
    } as const;
    expect(required(all)).toMatchObject({
      level: 4,
      raisedBy: ['GRADE', 'PRODUCT', 'RELATED_PARTY', 'POLICY_EXCEPTION'],
    });
    expect(required({ isRelatedParty: true, policyException: { reason: 'x' } }).level).toBe(3);
  });

  it.each<[Partial<ApprovalRequest> | object, string, string]>([
    [{ groupExposureFen: -1 }, 'NEGATIVE', 'groupExposureFen'],
    [{ groupExposureFen: 0.5 }, 'NOT_INTEGER', 'groupExposureFen'],
    [{ grade: 'E' }, 'UNKNOWN_VALUE', 'grade'],
    [{ policyException: { reason: ' ' } }, 'EXCEPTION_REASON_REQUIRED', 'policyException.reason'],
  ])('refuses %o', (changes, code, field) => {
    expect(requiredApproval(request(changes), parameters)).toMatchObject({
      ok: false,
      refusal: { code, field },
    });
  });

  it('must end without limits', () => {
    const open = { ...parameters, matrix: [] };
    expect(() => requiredApproval(request(), open)).toThrow('does not end without limits');
  });
});

describe('exposure', () => {
  const links = [
    { oneId: 'a', otherId: 'b' },
    { oneId: 'c', otherId: 'b' },
    { oneId: 'x', otherId: 'y' },
  ];

  it('joins all who are linked, however far', () => {
    expect(connectedGroup('a', links)).toEqual(['a', 'b', 'c']);
    expect(connectedGroup('c', links)).toEqual(['c', 'b', 'a']);
    expect(connectedGroup('z', links)).toEqual(['z']);
  });

  it('counts what the group owes, may draw and asks for', () => {
    const exposures = ['a', 'b', 'x'].map((enterpriseId) => ({
      enterpriseId,
      outstandingFen: fen(100),
      committedFen: fen(10),
    }));
    expect(groupExposureFen(['a', 'b', 'c'], exposures, fen(7))).toBe(227);
  });

  it('of one borrower stays within a tenth of the net assets', () => {
    expect(checkSingleBorrowerLimit(fen(100), fen(1_009), parameters).ok).toBe(true);
    expect(checkSingleBorrowerLimit(fen(101), fen(1_009), parameters)).toEqual({
      ok: false,
      refusal: { code: 'SINGLE_BORROWER_LIMIT', field: 'amountFen', detail: { limitFen: 100 } },
    });
  });
});

describe('changed terms', () => {
  const approved: ApprovedTerms = {
    amountFen: fen(100),
    termMonths: 12,
    annualRate: rate('0.05'),
    method: 'EQUAL_INSTALMENT',
  };

  it.each<[Partial<ApprovedTerms>, readonly string[]]>([
    [{}, []],
    [{ amountFen: 99 as Fen }, ['amountFen']],
    [{ termMonths: 11 }, ['termMonths']],
    [{ annualRate: rate('0.0501') }, ['annualRate']],
    [{ method: 'BULLET', termMonths: 6 }, ['termMonths', 'method']],
  ])('%o need a new approval for %j', (changes, fields) => {
    expect(changedTerms(approved, { ...approved, ...changes })).toEqual(fields);
  });

  it('do not include a rate written otherwise', () => {
    expect(
      changedTerms(approved, { ...approved, annualRate: '0.0500' as typeof approved.annualRate }),
    ).toEqual([]);
  });
});

describe('a quorum', () => {
  const five = ['b', 'c', 'd', 'e', 'f'];

  it('needs five members who are neither chair nor recused', () => {
    const committee = { chairId: 'a', memberIds: five, recusedUserIds: [] };
    expect(canReachQuorum(committee, parameters.committee)).toBe(true);
    expect(canReachQuorum({ ...committee, recusedUserIds: ['b'] }, parameters.committee)).toBe(false);
    expect(canReachQuorum({ ...committee, memberIds: ['a', 'b', 'c', 'd', 'e'] }, parameters.committee)).toBe(
      false,
    );
    expect(canReachQuorum({ ...committee, memberIds: ['b', 'b', 'c', 'd', 'e'] }, parameters.committee)).toBe(
      false,
    );
  });
});
