import type { AmountRefusal } from '../money/fen';
import { type Fen, parseFen } from '../money/fen';
import type { ApprovalLevel, ApprovalParameters, Authority } from '../parameters/approval';
import { GRADES, type Grade, isAtLeast } from '../parameters/scorecard';
import { accept, type Result, refuse } from '../result';

/** The grade that the scorecard declines: no level approves it. */
const DECLINED: Grade = 'D';

/** What decides who must approve. */
export interface ApprovalRequest {
  /** Of the connected group, including this request: see `groupExposureFen`. */
  readonly groupExposureFen: Fen;
  readonly grade: Grade;
  /** Kind of product; those of more risk go up by the parameters' `productLevelsUp`. */
  readonly productKind: string;
  /** The borrower is a related party or shareholder of the institution. */
  readonly isRelatedParty: boolean;
  /** Why a policy is not kept; null when all are. */
  readonly policyException: { readonly reason: string } | null;
}

export const LEVELS_UP = ['GRADE', 'PRODUCT', 'RELATED_PARTY', 'POLICY_EXCEPTION'] as const;
/** Why a request goes to a higher level than its amount asks for. */
export type LevelUp = (typeof LEVELS_UP)[number];

/** Who must approve a request. */
export interface RequiredApproval {
  /** 1 is the lowest level. */
  readonly level: number;
  readonly approvers: readonly Authority[];
  readonly raisedBy: readonly LevelUp[];
  /** Those connected with the borrower may not take part. */
  readonly mustBeDisinterested: boolean;
}

/**
 * Enters the matrix: the first level whose amount and then grade fit, one level up for each of a product of more
 * risk (as its parameter says), a related party and a policy exception, never above the last.
 */
export function requiredApproval(
  request: ApprovalRequest,
  parameters: ApprovalParameters,
): Result<
  RequiredApproval,
  AmountRefusal | 'EXCEPTION_REASON_REQUIRED' | 'GRADE_DECLINED' | 'UNKNOWN_VALUE'
> {
  const exposure = parseFen(request.groupExposureFen, 'groupExposureFen');
  if (!exposure.ok) return exposure;
  if (!GRADES.includes(request.grade)) return refuse('UNKNOWN_VALUE', 'grade');
  if (request.grade === DECLINED) return refuse('GRADE_DECLINED', 'grade');
  if (request.policyException?.reason.trim() === '') {
    return refuse('EXCEPTION_REASON_REQUIRED', 'policyException.reason');
  }

  const { matrix } = parameters;
  const byAmount = matrix.findIndex((level) => fitsAmount(level, exposure.value));
  const byGrade = matrix.findIndex((level, index) => index >= byAmount && fitsGrade(level, request.grade));
  const raises = [['GRADE', byGrade - byAmount] as const, ...specialRaises(request, parameters)];
  const levelsUp = raises.reduce((sum, [, levels]) => sum + levels, 0);
  const index = Math.min(byAmount + levelsUp, matrix.length - 1);
  return accept({
    level: index + 1,
    approvers: levelAt(matrix, index).approvers,
    raisedBy: raises.filter(([, levels]) => levels > 0).map(([cause]) => cause),
    mustBeDisinterested: request.isRelatedParty,
  });
}

/** How many levels each special circumstance adds. */
function specialRaises(
  { productKind, isRelatedParty, policyException }: ApprovalRequest,
  { productLevelsUp }: ApprovalParameters,
): readonly (readonly [LevelUp, number])[] {
  return [
    ['PRODUCT', Object.hasOwn(productLevelsUp, productKind) ? (productLevelsUp[productKind] ?? 0) : 0],
    ['RELATED_PARTY', isRelatedParty ? 1 : 0],
    ['POLICY_EXCEPTION', policyException === null ? 0 : 1],
  ];
}

function fitsAmount({ maximumExposureFen }: ApprovalLevel, exposureFen: Fen): boolean {
  return maximumExposureFen === null || exposureFen <= maximumExposureFen;
}

function fitsGrade({ minimumGrade }: ApprovalLevel, grade: Grade): boolean {
  return minimumGrade === null || isAtLeast(grade, minimumGrade);
}

/** @throws RangeError when the matrix has no level without limits at its end */
function levelAt(matrix: readonly ApprovalLevel[], index: number): ApprovalLevel {
  const level = matrix[index];
  if (level === undefined) throw new RangeError('the approval matrix does not end without limits');
  return level;
}
