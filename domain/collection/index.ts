export * from './collectionPlan';
export * from './moneyDate';
export * from './nextCollection';
export * from './nextQuery';
