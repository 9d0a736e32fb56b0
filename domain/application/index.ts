export * from './checkApplication';
