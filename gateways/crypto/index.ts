export { keyIdOf, open, SealError, seal } from './aead';
export { type BlindIndex, createBlindIndex } from './blindIndex';
export { CHAIN_BEGINS, linkAfter } from './chain';
export { type ColumnCipher, type ColumnPlace, createColumnCipher } from './columns';
export { type KeyRing, keysFor, parseKey, parseKeyRing } from './keyRing';
export { madeOf, type Secret, secretsIn, textOf } from './secret';
