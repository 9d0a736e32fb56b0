export * from './beneficialOwners';
export * from './normaliseName';
export * from './riskGrade';
export * from './screening';
export * from './similarity';
