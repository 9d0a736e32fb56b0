import type { Fen } from '../money/fen';
import { Exact } from '../parameters/decimal';
import type { CollateralKind, LgdParameters } from '../parameters/pricing';

/** Something that secures a loan, at its appraised (or cash) value. */
export interface Collateral {
  readonly kind: CollateralKind;
  readonly valueFen: Fen;
}

/**
 * Share of an exposure that is lost at default (Basel CRE32 foundation approach), unrounded: each collateral
 * covers its value less haircut, those with the lowest loss first, and what is left is unsecured.
 * @param exposureFen greater than zero
 */
export function lossGivenDefault(
  exposureFen: Fen,
  collateral: readonly Collateral[],
  parameters: LgdParameters,
): Exact {
  const exposure = new Exact(exposureFen);
  let uncovered = exposure;
  let loss = new Exact(0);
  for (const item of byLowestLoss(collateral, parameters)) {
    const covered = Exact.min(item.coverFen, uncovered);
    loss = loss.plus(covered.times(item.lgd));
    uncovered = uncovered.minus(covered);
  }
  return loss.plus(uncovered.times(parameters.unsecuredLgd)).dividedBy(exposure);
}

function byLowestLoss(collateral: readonly Collateral[], parameters: LgdParameters) {
  const items = collateral.map(({ kind, valueFen }) => {
    const { lgd, haircut } = parameters.collateral[kind];
    return { lgd: new Exact(lgd), coverFen: new Exact(1).minus(haircut).times(valueFen) };
  });
  return items.sort((left, right) => left.lgd.comparedTo(right.lgd));
}
