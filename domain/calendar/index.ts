export * from './businessCalendar';
export * from './clock';
export { LPR_TABLE } from './data/lpr';
export * from './isoDate';
export * from './lpr';
export * from './months';
export * from './published';
