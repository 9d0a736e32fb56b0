export * from './annualCost';
export { buildSchedule } from './buildSchedule';
export * from './extension';
export { daysPerYear, interestOver } from './interest';
export { anchorDayOf, instalmentsOf } from './periods';
export * from './prepayment';
export * from './rateChange';
export {
  accruedInterestFen,
  type CurrentRow,
  currentRow,
  outstandingFen,
  periodStartOf,
} from './remaining';
export * from './rescheduling';
export { MAX_TERM_MONTHS, parseScheduleTerms, type TermsLimits } from './terms';
export * from './types';
