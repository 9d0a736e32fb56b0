import { addFen, type Fen, fen } from '../money/fen';
import type { ApprovalParameters } from '../parameters/approval';
import { Exact } from '../parameters/decimal';
import { accept, type Result, refuse } from '../result';

/** Two enterprises of which one controls the other, or that the same person controls. */
export interface ControlLink {
  readonly oneId: string;
  readonly otherId: string;
}

/** What an enterprise owes or may draw. */
export interface Exposure {
  readonly enterpriseId: string;
  readonly outstandingFen: Fen;
  /** Approved and not yet disbursed. */
  readonly committedFen: Fen;
}

/** The enterprise and all that are linked to it, directly or through others. */
export function connectedGroup(enterpriseId: string, links: readonly ControlLink[]): readonly string[] {
  const group = new Set([enterpriseId]);
  // A Set visits what is added while it is walked, so this reaches the whole group.
  for (const member of group) {
    for (const { oneId, otherId } of links) {
      if (oneId === member) group.add(otherId);
      if (otherId === member) group.add(oneId);
    }
  }
  return [...group];
}

/** Total exposure of a connected group including the request: what the approval matrix is entered with. */
export function groupExposureFen(
  group: readonly string[],
  exposures: readonly Exposure[],
  requestedFen: Fen,
): Fen {
  const ofGroup = exposures.filter(({ enterpriseId }) => group.includes(enterpriseId));
  return addFen(
    requestedFen,
    ...ofGroup.map((exposure) => addFen(exposure.outstandingFen, exposure.committedFen)),
  );
}

/**
 * Checks the limit of one borrower's balance against the lender's net assets (金规〔2024〕26号).
 * @param balanceFen the borrower's balance including the request
 */
export function checkSingleBorrowerLimit(
  balanceFen: Fen,
  netAssetsFen: Fen,
  parameters: ApprovalParameters,
): Result<void, 'SINGLE_BORROWER_LIMIT'> {
  const share = new Exact(parameters.singleBorrowerShareOfNetAssets);
  const limitFen = fen(share.times(netAssetsFen).floor().toNumber());
  if (balanceFen <= limitFen) return accept(undefined);
  return refuse('SINGLE_BORROWER_LIMIT', 'amountFen', { limitFen });
}
