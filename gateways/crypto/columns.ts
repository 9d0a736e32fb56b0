import { keyIdOf, open, seal } from './aead';
import { parseKeyRing } from './keyRing';
import { madeOf, type Secret } from './secret';

/** Where an encrypted value lives. It opens only there: a value copied to another row or column does not. */
export interface ColumnPlace {
  readonly table: string;
  readonly column: string;
  /** Primary key of the row. */
  readonly id: string;
}

/** Encrypts personal data column by column. */
export interface ColumnCipher {
  encrypt(text: string, place: ColumnPlace): Uint8Array<ArrayBuffer>;
  /** @throws SealError when the value was changed, belongs elsewhere, or its key is missing */
  decrypt(value: Uint8Array, place: ColumnPlace): string;
  /** Whether a value is sealed under the current key. */
  isCurrent(value: Uint8Array): boolean;
}

/** @param dataKeys the setting DATA_KEYS, see `parseKeyRing` */
export function createColumnCipher(dataKeys: Secret): ColumnCipher {
  const ring = madeOf(dataKeys, parseKeyRing);
  return {
    encrypt: (text, place) => seal(ring(), Buffer.from(text, 'utf8'), boundTo(place)),
    decrypt: (value, place) => open(ring(), value, boundTo(place)).toString('utf8'),
    isCurrent: (value) => keyIdOf(value) === ring().current.id,
  };
}

function boundTo({ table, column, id }: ColumnPlace): string {
  return `${table}|${column}|${id}`;
}
