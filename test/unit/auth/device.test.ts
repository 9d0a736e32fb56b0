import { deviceCookie, knownDevice } from '../../../gateways/auth/device';

const http = { authSecret: 'a'.repeat(32), publicUrl: 'http://localhost:3000' };
const https = { ...http, publicUrl: 'https://lending.example' };
const [mine, foreign] = ['1'.repeat(64), '2'.repeat(64)];
const sent = (cookie: string): string => cookie.split(';')[0] ?? '';

test('a device is known for the account to which somebody signed in on it, and for no other', () => {
  const cookie = deviceCookie(mine, 180, http);
  expect(cookie).toContain('; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax');
  const device = knownDevice(`other=1; ${sent(cookie)}`, mine, http);
  expect(device).toMatch(/^[\w-]{36}$/);
  expect(knownDevice(sent(cookie), foreign, http)).toBeNull();
  const renamed = sent(cookie).replace(mine.slice(0, 16), foreign.slice(0, 16));
  expect(knownDevice(renamed, foreign, http)).toBeNull();
});

test('a forged cookie, one of another secret and none make no known device', () => {
  const cookie = sent(deviceCookie(mine, 180, http));
  const forged = [
    cookie.slice(0, -1),
    `${cookie}x`,
    cookie.replace(/=.*/, '=.'),
    cookie.replace(/=.*/, '='),
    '',
  ];
  for (const header of [...forged, undefined, [cookie]]) expect(knownDevice(header, mine, http)).toBeNull();
  expect(knownDevice(cookie, mine, { ...http, authSecret: 'b'.repeat(32) })).toBeNull();
});

test('under https no other host can set it: its name says so, and it is Secure', () => {
  const cookie = deviceCookie(mine, 180, https);
  expect(cookie).toMatch(/^__Host-lending\.device\.1{16}=/);
  expect(cookie).toMatch(/; Secure$/);
  expect(knownDevice(sent(cookie), mine, https)).not.toBeNull();
  expect(knownDevice(sent(cookie), mine, http)).toBeNull();
});
