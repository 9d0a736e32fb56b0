import type { AmountRefusal, Fen } from '../money/fen';
import type { ApprovalParameters } from '../parameters/approval';
import type { Grade } from '../parameters/scorecard';
import { accept, type Result } from '../result';
import {
  type ControlLink,
  checkSingleBorrowerLimit,
  connectedGroup,
  type Exposure,
  groupExposureFen,
} from './exposure';
import { type RequiredApproval, requiredApproval } from './matrix';

/** A request and all that decides who must approve it. */
export interface RouteRequest {
  readonly borrowerId: string;
  readonly requestedFen: Fen;
  readonly grade: Grade;
  readonly productKind: string;
  readonly links: readonly ControlLink[];
  /** Of whom it is known; others count for nothing. The request itself is not in it. */
  readonly exposures: readonly Exposure[];
  /** The borrower is a related party or shareholder of the institution. */
  readonly isRelatedParty: boolean;
  /** Why a policy is not kept; null when all are. */
  readonly exceptionReason: string | null;
  /** Of a small-loan company; null where there is no limit of a single borrower. */
  readonly netAssetsFen: Fen | null;
}

/** Who must approve a request, and the exposure by which that was found. */
export interface ApprovalRoute extends RequiredApproval {
  /** The borrower and all that are connected with it by control. */
  readonly group: readonly string[];
  /** Of the whole group, with the request. */
  readonly exposureFen: Fen;
}

/** Why nobody at all may approve a request. */
export type RouteRefusal =
  | AmountRefusal
  | 'UNKNOWN_VALUE'
  | 'GRADE_DECLINED'
  | 'EXCEPTION_REASON_REQUIRED'
  | 'SINGLE_BORROWER_LIMIT';

/**
 * The way of a request through the approval matrix: by the exposure of its connected group, its grade, its product and
 * what is special about it. The limit of a single borrower looks at the borrower alone.
 */
export function approvalRoute(
  request: RouteRequest,
  parameters: ApprovalParameters,
): Result<ApprovalRoute, RouteRefusal> {
  const { borrowerId, requestedFen, exposures, exceptionReason, netAssetsFen } = request;
  const { grade, productKind, isRelatedParty } = request;
  const group = connectedGroup(borrowerId, request.links);
  const exposureFen = groupExposureFen(group, exposures, requestedFen);
  const policyException = exceptionReason === null ? null : { reason: exceptionReason };
  const required = requiredApproval(
    { groupExposureFen: exposureFen, grade, productKind, isRelatedParty, policyException },
    parameters,
  );
  if (!required.ok) return required;
  if (netAssetsFen !== null) {
    const ownFen = groupExposureFen([borrowerId], exposures, requestedFen);
    const within = checkSingleBorrowerLimit(ownFen, netAssetsFen, parameters);
    if (!within.ok) return within;
  }
  return accept({ ...required.value, group, exposureFen });
}
