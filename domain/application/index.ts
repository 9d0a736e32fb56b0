export * from './checkApplication';
export * from './information';
