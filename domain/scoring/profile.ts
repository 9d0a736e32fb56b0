import type { AmountRefusal } from '../money/fen';
import type { ScorecardParameters } from '../parameters/scorecard';
import { accept, type Result, refuse } from '../result';

/** Credit ratings of the tax authority, best first. */
export const TAX_RATINGS = ['A', 'B', 'M', 'C', 'D'] as const;
/** What courts know of an enterprise. */
export const LITIGATION = ['NONE', 'SETTLED', 'OPEN', 'DISHONEST_JUDGMENT_DEBTOR'] as const;

/** What is known of an enterprise beside its statements. */
export interface EnterpriseProfile {
  /** Years since it began to trade; fractions count. */
  readonly yearsInOperation: number;
  /** Most days past due within 24 months, from the credit file. */
  readonly maxDpd24m: number;
  /** Enquiries by lenders within six months. */
  readonly enquiries6m: number;
  /** Tax credit rating; null when the tax authority has given none. */
  readonly taxRating: (typeof TAX_RATINGS)[number] | null;
  readonly litigation: (typeof LITIGATION)[number];
}

/** Far above any real figure; keeps nonsense out. */
const MOST_YEARS = 1_000;
const MOST_COUNT = 100_000;

/** Checks a profile. */
export function checkProfile(
  profile: EnterpriseProfile,
  parameters: ScorecardParameters,
): Result<void, AmountRefusal | 'UNKNOWN_VALUE'> {
  const refusal =
    numberRefusal(profile.yearsInOperation, 'profile.yearsInOperation', MOST_YEARS) ??
    countRefusal(profile.maxDpd24m, 'profile.maxDpd24m') ??
    countRefusal(profile.enquiries6m, 'profile.enquiries6m') ??
    (profile.taxRating === null ? null : valueRefusal(profile.taxRating, 'taxRating', parameters)) ??
    valueRefusal(profile.litigation, 'litigation', parameters);
  return refusal === null ? accept(undefined) : { ok: false, refusal };
}

function numberRefusal(value: unknown, field: string, maximum: number) {
  if (typeof value !== 'number' || Number.isNaN(value)) return refuse('NOT_A_NUMBER', field).refusal;
  if (value < 0) return refuse('NEGATIVE', field).refusal;
  return value > maximum ? refuse('TOO_LARGE', field, { maximum }).refusal : null;
}

function countRefusal(value: unknown, field: string) {
  const refusal = numberRefusal(value, field, MOST_COUNT);
  return refusal ?? (Number.isInteger(value) ? null : refuse('NOT_INTEGER', field).refusal);
}

function valueRefusal(
  value: string,
  characteristic: 'taxRating' | 'litigation',
  parameters: ScorecardParameters,
) {
  const rule = parameters.characteristics[characteristic];
  const isKnown = rule.kind === 'CATEGORICAL' && Object.hasOwn(rule.points, value);
  return isKnown ? null : refuse('UNKNOWN_VALUE', `profile.${characteristic}`).refusal;
}
