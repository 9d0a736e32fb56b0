import { words } from '../../../kit/words/words';

/** Who watches over the portfolio; the API says the same. */
export const WATCHERS = ['risk', 'finance', 'admin', 'auditor'] as const;

export const PAST_DUE = words({
  NONE: ['未逾期', 'Not past due'],
  D1_30: ['逾期 1–30 天', '1–30 days'],
  D31_60: ['逾期 31–60 天', '31–60 days'],
  D61_90: ['逾期 61–90 天', '61–90 days'],
  D91_180: ['逾期 91–180 天', '91–180 days'],
  D181_ON: ['逾期 180 天以上', 'More than 180 days'],
});
