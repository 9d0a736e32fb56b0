import {
  checkSingleBorrowerLimit,
  connectedGroup,
  groupExposureFen,
} from '../../../domain/approval/exposure';
import { type ApprovalRequest, requiredApproval } from '../../../domain/approval/matrix';
import { type ApprovedTerms, changedTerms, reapproval } from '../../../domain/approval/reapproval';
import { approvalRoute, type RouteRequest } from '../../../domain/approval/route';
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
    [{ grade: 'D', policyException: { reason: ' ' } }, 'GRADE_DECLINED', 'grade'],
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

describe('a new approval', () => {
  const approved: ApprovedTerms = {
    amountFen: fen(100),
    termMonths: 12,
    annualRate: rate('0.05'),
    method: 'EQUAL_INSTALMENT',
  };

  it('is of the next round, and none is needed where nothing changed', () => {
    expect(reapproval(approved, { ...approved, amountFen: fen(99) }, 2)).toEqual({
      isNeeded: true,
      changed: ['amountFen'],
      round: 3,
    });
    expect(reapproval(approved, approved, 2)).toEqual({ isNeeded: false, changed: [], round: 2 });
  });
});

describe('the route of a request', () => {
  const plain: RouteRequest = {
    borrowerId: 'a',
    requestedFen: fen(40_000_000),
    grade: 'A',
    productKind: 'LOAN',
    links: [{ oneId: 'b', otherId: 'a' }],
    exposures: [
      { enterpriseId: 'a', outstandingFen: fen(10), committedFen: fen(0) },
      { enterpriseId: 'b', outstandingFen: fen(160_000_000), committedFen: fen(1) },
    ],
    isRelatedParty: false,
    exceptionReason: null,
    netAssetsFen: null,
  };

  it('goes by the exposure of the connected group', () => {
    expect(approvalRoute(plain, parameters)).toMatchObject({
      ok: true,
      value: { level: 3, exposureFen: 200_000_011, group: ['a', 'b'] },
    });
    expect(approvalRoute({ ...plain, links: [] }, parameters)).toMatchObject({ value: { level: 1 } });
  });

  it('ends at the limit of one borrower, which looks at the borrower alone', () => {
    const limited = { ...plain, netAssetsFen: fen(400_000_100) };
    expect(approvalRoute(limited, parameters)).toMatchObject({ ok: true });
    expect(approvalRoute({ ...limited, netAssetsFen: fen(400_000_099) }, parameters)).toMatchObject({
      refusal: { code: 'SINGLE_BORROWER_LIMIT', detail: { limitFen: 40_000_009 } },
    });
  });

  it('says first what is wrong with grade and exception', () => {
    const wrong = { ...plain, netAssetsFen: fen(0), exceptionReason: ' ' };
    expect(approvalRoute(wrong, parameters)).toMatchObject({
      refusal: { code: 'EXCEPTION_REASON_REQUIRED' },
    });
    expect(approvalRoute({ ...wrong, grade: 'D' }, parameters)).toMatchObject({
      refusal: { code: 'GRADE_DECLINED' },
    });
  });
});
