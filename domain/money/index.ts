export * from './fen';
export * from './rate';
export * from './rounding';
export * from './vat';
