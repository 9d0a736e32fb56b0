export * from './application';
export * from './caseRecord';
export * from './loan';
export * from './onboarding';
export * from './operations';
export * from './payment';
export * from './receipt';
export * from './staff';
