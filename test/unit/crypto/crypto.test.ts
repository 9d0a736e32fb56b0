import { randomBytes } from 'node:crypto';
import {
  createBlindIndex,
  createColumnCipher,
  keyIdOf,
  parseKeyRing,
  SealError,
} from '../../../gateways/crypto';

const key = () => randomBytes(32).toString('base64');
const place = { table: 'enterprise', column: 'mobile_cipher', id: '018f' };

describe('column encryption', () => {
  const oldKey = `k1:${key()}`;
  const newKey = `k2:${key()}`;

  it('gives back what was encrypted, and never the same bytes twice', () => {
    const cipher = createColumnCipher(oldKey);
    const values = ['', '13800138000', '张三 🏦'.repeat(50)];
    for (const value of values) {
      const [one, two] = [cipher.encrypt(value, place), cipher.encrypt(value, place)];
      expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
      expect(cipher.decrypt(one, place)).toBe(value);
    }
  });

  it('does not open in another row, column or table', () => {
    const cipher = createColumnCipher(oldKey);
    const sealed = cipher.encrypt('13800138000', place);
    for (const elsewhere of [{ id: '018e' }, { column: 'mail_cipher' }, { table: 'message' }]) {
      expect(() => cipher.decrypt(sealed, { ...place, ...elsewhere })).toThrow(SealError);
    }
  });

  it('notices every changed byte and every cut', () => {
    const cipher = createColumnCipher(oldKey);
    const sealed = cipher.encrypt('13800138000', place);
    for (let position = 0; position < sealed.length; position += 1) {
      const changed = Uint8Array.from(sealed, (byte, index) => (index === position ? byte ^ 1 : byte));
      expect(() => cipher.decrypt(changed, place)).toThrow(SealError);
      expect(() => cipher.decrypt(sealed.subarray(0, position), place)).toThrow(SealError);
    }
  });

  it('rotates: writes under the first key, reads under all of them', () => {
    const before = createColumnCipher(oldKey).encrypt('13800138000', place);
    const rotated = createColumnCipher(`${newKey},${oldKey}`);
    expect(rotated.decrypt(before, place)).toBe('13800138000');
    expect(rotated.decrypt(rotated.encrypt('13800138000', place), place)).toBe('13800138000');
    expect(() => createColumnCipher(newKey).decrypt(before, place)).toThrow(SealError);
  });

  it.each(['', 'k1', 'k1:short', `k1:${key()},k1:${key()}`, `k 1:${key()}`, `k1:${key()}:x`])(
    'refuses the keys %p',
    (setting) => {
      expect(() => parseKeyRing(setting)).toThrow(RangeError);
    },
  );
});

describe('blind index', () => {
  const index = createBlindIndex(key());

  it('is the same for the same value, whatever its case and spacing', () => {
    expect(index('mail', ' A@x.com ')).toBe(index('mail', 'a@x.com'));
    expect(index('mobile', '１３８００１３８０００')).toBe(index('mobile', '13800138000'));
  });

  it('differs by field, value and key', () => {
    const all = [
      index('mail', 'a@x.com'),
      index('mail', 'b@x.com'),
      index('other', 'a@x.com'),
      createBlindIndex(key())('mail', 'a@x.com'),
    ];
    expect(new Set(all).size).toBe(4);
  });
});

describe('a key that changes in a process that goes on', () => {
  const keyOf = (byte: number) => Buffer.alloc(32, byte).toString('base64');
  const place = { table: 't', column: 'c', id: '1' };

  it('seals under the key of the moment, in a process that goes on', () => {
    let dataKeys = `k1:${keyOf(1)}`;
    const cipher = createColumnCipher(() => dataKeys);
    const first = cipher.encrypt('x', place);
    dataKeys = `k2:${keyOf(2)},k1:${keyOf(1)}`;
    const second = cipher.encrypt('x', place);
    expect([keyIdOf(first), keyIdOf(second)]).toEqual(['k1', 'k2']);
    expect([cipher.isCurrent(first), cipher.isCurrent(second)]).toEqual([false, true]);
    expect([cipher.decrypt(first, place), cipher.decrypt(second, place)]).toEqual(['x', 'x']);
    dataKeys = `k2:${keyOf(2)}`;
    expect(() => cipher.decrypt(first, place)).toThrow(SealError);
    expect(() => keyIdOf(Buffer.from([9, 200]))).toThrow(SealError);
  });

  it('finds what stands under the older key of the index', () => {
    let keys = keyOf(3);
    const index = createBlindIndex(() => keys);
    const was = index('mail', 'a@x.com');
    keys = `${keyOf(4)},${keyOf(3)}`;
    expect(index('mail', 'a@x.com')).not.toBe(was);
    expect(index.all('mail', ' A@x.com')).toEqual([index('mail', 'a@x.com'), was]);
  });
});
