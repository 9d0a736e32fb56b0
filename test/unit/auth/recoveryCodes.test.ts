import { newRecoveryCodes, recoveryCodeHash } from '../../../gateways/auth/recoveryCodes';

test('codes have 120 bits and are not alike', () => {
  const codes = newRecoveryCodes(10);
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
});

test('however a code is typed it is the same one', () => {
  const [code = ''] = newRecoveryCodes(1);
  const hash = recoveryCodeHash(code);
  for (const typed of [code.toLowerCase(), code.replaceAll('-', ' '), ` ${code.replaceAll('-', '')} `]) {
    expect(recoveryCodeHash(typed)).toBe(hash);
  }
  expect(recoveryCodeHash(code.replace(/.$/, '8'))).not.toBe(hash);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
});
