export * from './cap';
export * from './expectedCreditLoss';
export * from './feeCap';
export * from './lossGivenDefault';
export * from './price';
export * from './priceLoan';
export * from './sensitivity';
