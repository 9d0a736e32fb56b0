export * from './balances';
export * from './chart';
export * from './draft';
export * from './entries';
export * from './entry';
export * from './restatement';
