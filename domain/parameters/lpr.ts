import type { Rate } from '../money';

/** The loan prime rates in force: annual rates. */
export interface LprParameters {
  readonly oneYear: Rate;
  readonly fiveYearPlus: Rate;
}
