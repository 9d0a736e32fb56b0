export * from './feeListAt';
export * from './quoteFees';
export * from './types';
