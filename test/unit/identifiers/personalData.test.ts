import { maskMiddle, normaliseIdentifier } from '../../../domain/identifiers/normalise';
import { maskEmail, maskName } from '../../../domain/identifiers/personalData';

describe('maskName', () => {
  it.each([
    ['张三', '张*'],
    ['张三丰', '张**'],
    ['欧阳', '欧*'],
    ['欧阳修', '欧阳*'],
    ['诸葛孔明', '诸葛**'],
    ['𠮷田', '𠮷*'],
    ['', ''],
  ])('%s becomes %s', (name, expected) => {
    expect(maskName(name)).toBe(expected);
  });
});

describe('maskEmail', () => {
  it.each([
    ['alice@example.com', 'a***@example.com'],
    ['a@x.com', 'a***@x.com'],
    ['"a@b"@x.com', '"***@x.com'],
    ['@x.com', '***'],
    ['nobody', '***'],
  ])('%s becomes %s', (email, expected) => {
    expect(maskEmail(email)).toBe(expected);
  });
});

describe('maskMiddle', () => {
  it.each([
    ['12345', 1, 1, '1***5'],
    ['12345', 2, 0, '12***'],
    ['123', 1, 2, '***'],
    ['12', 2, 2, '**'],
  ])('%s leaving %i and %i becomes %s', (text, first, last, expected) => {
    expect(maskMiddle(text, first, last)).toBe(expected);
  });
});

describe('normaliseIdentifier', () => {
  it.each([
    [' 9１a-b ', '91AB'],
    ['a‐b–c—d−e‑f', 'ABCDEF'],
    ['a\u200bb\ufeffc\u3000d\te', 'ABCDE'],
  ])('%j becomes %s', (input, expected) => {
    expect(normaliseIdentifier(input)).toBe(expected);
  });
});
