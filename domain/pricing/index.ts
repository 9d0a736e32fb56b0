export * from './cap';
export * from './lossGivenDefault';
export * from './price';
export * from './priceLoan';
export * from './sensitivity';
