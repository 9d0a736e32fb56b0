export * from './altman';
export * from './assess';
export * from './profile';
export * from './rating';
export * from './ratios';
export * from './scorecard';
export * from './statements';
