export { buildSchedule } from './buildSchedule';
export { daysPerYear, interestOver } from './interest';
export { anchorDayOf, instalmentsOf } from './periods';
export { MAX_TERM_MONTHS, parseScheduleTerms, type TermsLimits } from './terms';
export * from './types';
