import type { RiskFact } from '../overdue/classification';
import type { Indicator } from '../parameters/postLoan';

/**
 * What a warning that is true says of the debtor, in the words that bound its class (`FACT_FLOORS`); null where it says
 * nothing of its ability to pay. House design; other people approve it before it counts.
 */
export const FACT_OF: Readonly<Record<Indicator, RiskFact | null>> = {
  DPD_ELSEWHERE: 'OTHER_DEBT_NPL',
  ENQUIRIES_6M: null,
  DSCR: 'RATING_SHARP_DOWN',
  DEBT_RATIO: 'RATING_SHARP_DOWN',
  REVENUE_GROWTH: 'RATING_SHARP_DOWN',
  REGISTRY_ABNORMAL: 'CREDIT_IMPAIRED',
  REGISTRY_CHANGED: null,
  TAX_DOWNGRADE: 'RATING_SHARP_DOWN',
  OPEN_LITIGATION: 'RATING_SHARP_DOWN',
  DISHONEST_DEBTOR: 'CREDIT_IMPAIRED',
  CONCENTRATION: null,
};
