import type { AmountRefusal } from '../money/fen';
import { type Fen, fen, parseFen } from '../money/fen';
import type { RateRefusal } from '../money/rate';
import { parseRate } from '../money/rate';
import { Exact } from '../parameters/decimal';
import type { EclParameters } from '../parameters/pricing';
import { accept, type Result, refuse } from '../result';

/** 1: as at the start; 2: risk has risen significantly; 3: credit-impaired (CAS 22 / IFRS 9). */
export type EclStage = 1 | 2 | 3;

export interface CreditExposure {
  readonly exposureFen: Fen;
  /** Probability of default within a year. */
  readonly annualPd: string;
  readonly lgd: string;
  readonly remainingMonths: number;
  readonly daysPastDue: number;
  readonly isCreditImpaired: boolean;
}

export interface ExpectedCreditLoss {
  readonly stage: EclStage;
  /** Rounded once, half up; not discounted. */
  readonly lossFen: Fen;
}

/**
 * Expected credit loss: of the next 12 months in stage 1, of the remaining life in stage 2, of a certain
 * default in stage 3.
 */
export function expectedCreditLoss(
  exposure: CreditExposure,
  parameters: EclParameters,
): Result<ExpectedCreditLoss, AmountRefusal | RateRefusal> {
  const refusal = exposureRefusal(exposure);
  if (refusal !== null) return { ok: false, refusal };
  const stage = eclStage(exposure, parameters);
  const loss = pdOfStage(stage, exposure).times(exposure.lgd).times(exposure.exposureFen);
  return accept({ stage, lossFen: fen(loss.toDecimalPlaces(0).toNumber()) });
}

function exposureRefusal(exposure: CreditExposure) {
  const parsed = [
    parseFen(exposure.exposureFen, 'exposureFen'),
    parseRate(exposure.annualPd, 'annualPd'),
    parseRate(exposure.lgd, 'lgd'),
    ...(['remainingMonths', 'daysPastDue'] as const).map((field) => parseCount(exposure[field], field)),
  ];
  return parsed.find((result) => !result.ok)?.refusal ?? null;
}

function parseCount(value: number, field: string): Result<number, 'NEGATIVE' | 'NOT_INTEGER'> {
  if (!Number.isInteger(value)) return refuse('NOT_INTEGER', field);
  return value < 0 ? refuse('NEGATIVE', field) : accept(value);
}

function eclStage({ daysPastDue, isCreditImpaired }: CreditExposure, parameters: EclParameters): EclStage {
  if (isCreditImpaired || daysPastDue > parameters.stage3AboveDaysPastDue) return 3;
  return daysPastDue > parameters.stage2AboveDaysPastDue ? 2 : 1;
}

/** A loan that ends within a year can default only until then. */
function pdOfStage(stage: EclStage, { annualPd, remainingMonths }: CreditExposure): Exact {
  if (stage === 3) return new Exact(1);
  const months = stage === 1 ? Math.min(12, remainingMonths) : remainingMonths;
  const yearlySurvival = new Exact(1).minus(annualPd);
  return new Exact(1).minus(yearlySurvival.pow(new Exact(months).dividedBy(12)));
}
