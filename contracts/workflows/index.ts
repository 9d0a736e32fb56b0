export * from './appeal';
export * from './application';
export * from './fee';
export * from './loan';
export * from './onboarding';
export * from './operations';
export * from './payment';
export * from './shared';
