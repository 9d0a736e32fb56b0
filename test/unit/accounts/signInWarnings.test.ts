import { agentFamily } from '../../../domain/accounts/agentFamily';
import { signInWarnings } from '../../../domain/accounts/signInWarnings';
import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';

const rules = { failures: 5, nightUntil: '05:00' };
const at = (time: string) => instantOf(isoDate('2026-11-26'), time);
const usual = { agent: 'Chrome · Windows', network: '203.0.113.0/24', atMs: at('10:00') };
const now = { ...usual, isKnownDevice: false };
const before = { succeeded: [usual], failures: 0 };

test('a sign-in like those before warns of nothing', () => {
  expect(signInWarnings(now, before, rules)).toEqual([]);
});

test.each([
  ['NEW_DEVICE', { agent: 'Firefox · Linux' }, {}],
  ['NEW_PLACE', { network: '198.51.100.0/24' }, {}],
  // Forgotten networks are unlike this one.
  ['NEW_PLACE', {}, { succeeded: [{ ...usual, network: null }] }],
  ['MANY_FAILURES', {}, { failures: 5 }],
  ['AT_NIGHT', { atMs: at('00:00') }, {}],
  ['AT_NIGHT', { atMs: at('04:59') }, {}],
])('%s', (warning, unlike, past) => {
  expect(signInWarnings({ ...now, ...unlike }, { ...before, ...past }, rules)).toEqual([warning]);
});

test('who works at night, has the device or was seen there, is not warned of it again', () => {
  expect(signInWarnings({ ...now, atMs: at('05:00') }, before, rules)).toEqual([]);
  const nightly = { ...before, succeeded: [usual, { ...usual, atMs: at('03:00') }] };
  expect(signInWarnings({ ...now, atMs: at('02:00') }, nightly, rules)).toEqual([]);
  const known = { ...now, agent: 'Firefox · Linux', isKnownDevice: true };
  expect(signInWarnings(known, before, rules)).toEqual([]);
  expect(signInWarnings(now, { ...before, failures: 4 }, rules)).toEqual([]);
});

test('the first sign-in is unlike nothing', () => {
  const first = { succeeded: [], failures: 0 };
  expect(signInWarnings({ ...now, atMs: at('02:00') }, first, rules)).toEqual([]);
  expect(signInWarnings(now, { ...first, failures: 9 }, rules)).toEqual(['MANY_FAILURES']);
});

test.each([
  [undefined, 'other'],
  ['node', 'other'],
  ['curl/8.5.0', 'other'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    'Chrome · Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
    'Edge · Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.53',
    'WeChat · iPhone',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
    'Safari · macOS',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox · Linux'],
])('%s is %s', (userAgent, family) => {
  expect(agentFamily(userAgent)).toBe(family);
});
