import { codeAt, newTotpSecret, stepOfCode, totpUri } from '../../../gateways/auth/totp';

/** The ASCII text 12345678901234567890 of RFC 6238, appendix B, as base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

/** Seconds since 1970, and the code of SHA-1: of the RFC's eight digits the last six. */
const VECTORS = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const;

describe.each(VECTORS)('at %d s', (seconds, eight) => {
  const nowMs = seconds * 1_000;
  const code = eight.slice(-6);

  test('a device shows what RFC 6238 says, which is the code of this step', () => {
    expect(codeAt(SECRET, nowMs)).toBe(code);
    expect(stepOfCode(SECRET, code, { nowMs, driftSteps: 0 })).toBe(Math.floor(seconds / 30));
  });

  test('a clock that is half a minute off is borne, one that is a minute off is not', () => {
    const step = Math.floor(seconds / 30);
    for (const off of [-30_000, 30_000]) {
      expect(stepOfCode(SECRET, code, { nowMs: nowMs + off, driftSteps: 1 })).toBe(step);
    }
    for (const off of [-60_000, 60_000]) {
      if (nowMs + off >= 0)
        expect(stepOfCode(SECRET, code, { nowMs: nowMs + off, driftSteps: 1 })).toBeNull();
    }
  });
});

test('another code, or a code of another secret, is of no step', () => {
  const now = { nowMs: 59_000, driftSteps: 1 };
  expect(stepOfCode(SECRET, '287083', now)).toBeNull();
  expect(stepOfCode(newTotpSecret(), '287082', now)).toBeNull();
  for (const text of ['', '28708', '2870820', '00287082', 'abcdef', '２８７０８２']) {
    expect(stepOfCode(SECRET, text, now)).toBeNull();
  }
});

test('secrets have 160 bits and are not alike; an app reads them from the URI', () => {
  const secret = newTotpSecret();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(secret);
  const uri = new URL(totpUri(secret, 'li@lender.example'));
  expect([uri.protocol, uri.host]).toEqual(['otpauth:', 'totp']);
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret, digits: '6', period: '30' });
});
