import { type FactorAsked, judgeFactor } from '../../../api/kernel/security/factor';
import { FACTOR_MATTERS } from '../../../domain/parameters/security';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const rules = { nowMs: NOW, freshMinutes: { MONEY: 15, ACCESS: 10, PERSONAL_DATA: 60 } };
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

const staff = { isRequired: true, isSetUp: true, provedAt: null };
const applicant = { ...staff, isRequired: false };
const codeOf = (factor: Parameters<typeof judgeFactor>[0], asked: FactorAsked) => {
  const verdict = judgeFactor(factor, asked, rules);
  return verdict.ok ? 'OK' : verdict.refusal.code;
};
const EVERYTHING = ['PROVED', 'OWN_FACTORS', ...FACTOR_MATTERS] as const;

test('staff without a second factor can set one up and do nothing else', () => {
  const without = { ...staff, isSetUp: false };
  for (const asked of ['NOTHING', 'OWN_FACTORS'] as const) expect(codeOf(without, asked)).toBe('OK');
  for (const asked of ['PROVED', ...FACTOR_MATTERS] as const) {
    expect(codeOf(without, asked)).toBe('FACTOR_NOT_SET_UP');
  }
});

test('people of enterprises need none', () => {
  for (const asked of EVERYTHING) expect(codeOf({ ...applicant, isSetUp: false }, asked)).toBe('OK');
});

test.each([
  ['staff', staff],
  ['an applicant', applicant],
])('%s who has one proves it, lately where much is at stake', (_who, factor) => {
  expect(codeOf(factor, 'NOTHING')).toBe('OK');
  for (const asked of EVERYTHING) expect(codeOf(factor, asked)).toBe('FACTOR_NEEDED');
  for (const asked of EVERYTHING) expect(codeOf({ ...factor, provedAt: ago(9) }, asked)).toBe('OK');
  const codes = (minutes: number) =>
    Object.fromEntries(
      EVERYTHING.map((asked) => [asked, codeOf({ ...factor, provedAt: ago(minutes) }, asked)]),
    );
  expect(codes(15)).toEqual({
    PROVED: 'OK',
    OWN_FACTORS: 'FACTOR_NEEDED',
    MONEY: 'OK',
    ACCESS: 'FACTOR_NEEDED',
    PERSONAL_DATA: 'OK',
  });
  expect(codes(61)).toEqual({
    PROVED: 'OK',
    OWN_FACTORS: 'FACTOR_NEEDED',
    MONEY: 'FACTOR_NEEDED',
    ACCESS: 'FACTOR_NEEDED',
    PERSONAL_DATA: 'FACTOR_NEEDED',
  });
});
