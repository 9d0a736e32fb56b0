export * from './bankAccount';
export { PROVINCES } from './data/provinces';
export { USCC_AUTHORITIES, type UsccAuthority } from './data/usccAuthorities';
export * from './mail';
export { maskMiddle, normaliseIdentifier } from './normalise';
export * from './personalData';
export * from './phone';
export * from './residentId';
export * from './uscc';
