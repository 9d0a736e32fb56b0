export * from './collectionPlan';
export * from './nextCollection';
export * from './nextQuery';
