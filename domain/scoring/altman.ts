import { Exact } from '../parameters/decimal';
import type { AltmanParameters } from '../parameters/scorecard';
import type { StatementPeriod } from './statements';

/** Safe, grey, or in distress. */
export const ALTMAN_ZONES = ['SAFE', 'GREY', 'DISTRESS'] as const;
export type AltmanZone = (typeof ALTMAN_ZONES)[number];

/** Z″ and what it is made of; unrounded. */
export interface AltmanScore {
  /** Working capital, retained earnings and EBIT over total assets; equity over total liabilities. */
  readonly x: readonly [Exact, Exact, Exact, Exact];
  readonly isX4Capped: boolean;
  readonly z2: Exact;
  /** Z″ plus the constant for emerging markets. */
  readonly zem: Exact;
  readonly zone: AltmanZone;
}

export type AltmanFigures = Pick<
  StatementPeriod,
  | 'currentAssetsFen'
  | 'currentLiabilitiesFen'
  | 'totalAssetsFen'
  | 'totalLiabilitiesFen'
  | 'equityFen'
  | 'retainedEarningsFen'
  | 'ebitFen'
>;

/** Altman's Z″ for emerging markets; null without assets. */
export function altman(figures: AltmanFigures, parameters: AltmanParameters): AltmanScore | null {
  const assets = new Exact(figures.totalAssetsFen);
  if (assets.lessThanOrEqualTo(0)) return null;
  const workingCapital = new Exact(figures.currentAssetsFen).minus(figures.currentLiabilitiesFen);
  const x4 = equityToLiabilities(figures, parameters);
  const x = [
    workingCapital.dividedBy(assets),
    new Exact(figures.retainedEarningsFen).dividedBy(assets),
    new Exact(figures.ebitFen).dividedBy(assets),
    x4.value,
  ] as const;
  const [a, b, c, d] = parameters.coefficients;
  const z2 = x[0].times(a).plus(x[1].times(b)).plus(x[2].times(c)).plus(x[3].times(d));
  const zem = z2.plus(parameters.constant);
  return { x, isX4Capped: x4.isCapped, z2, zem, zone: zoneOf(zem, parameters) };
}

/** Cut from above: an enterprise with hardly any liabilities would else be safe whatever the rest says. */
function equityToLiabilities(figures: AltmanFigures, parameters: AltmanParameters) {
  const maximum = new Exact(parameters.maximumX4);
  if (figures.totalLiabilitiesFen <= 0) return { value: maximum, isCapped: true };
  const ratio = new Exact(figures.equityFen).dividedBy(figures.totalLiabilitiesFen);
  return ratio.greaterThan(maximum) ? { value: maximum, isCapped: true } : { value: ratio, isCapped: false };
}

function zoneOf(zem: Exact, parameters: AltmanParameters): AltmanZone {
  if (zem.greaterThan(parameters.safeAbove)) return 'SAFE';
  return zem.lessThan(parameters.distressBelow) ? 'DISTRESS' : 'GREY';
}
