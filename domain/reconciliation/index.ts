export * from './identify';
export * from './matchDay';
