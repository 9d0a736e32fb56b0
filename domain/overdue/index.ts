export * from './classification';
export * from './grades';
export * from './ladder';
export * from './penalty';
export * from './provision';
