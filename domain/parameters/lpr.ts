import type { Rate } from '../money/rate';

/** The loan prime rates in force: annual rates. */
export interface LprParameters {
  readonly oneYear: Rate;
  readonly fiveYearPlus: Rate;
}
