export { open, SealError, seal } from './aead';
export { type BlindIndex, createBlindIndex } from './blindIndex';
export { type ColumnCipher, type ColumnPlace, createColumnCipher } from './columns';
export { type KeyRing, keysFor, parseKey, parseKeyRing } from './keyRing';
