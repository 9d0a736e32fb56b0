import { hash } from '@node-rs/argon2';
import { hashPassword, isOutdated, isPassword } from '../../../gateways/auth/hash';

test('a password is kept as Argon2id at the floor of ASVS 5.0 or above, each time with another salt', async () => {
  const [first, second] = await Promise.all([hashPassword('Abc-12345678'), hashPassword('Abc-12345678')]);
  expect(first).not.toBe(second);
  const [, memory, time, lanes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(first) ?? [];
  expect(Number(memory) * Number(time)).toBeGreaterThanOrEqual(46 * 1024);
  expect(Number(memory)).toBeGreaterThanOrEqual(19 * 1024);
  expect(lanes).toBe('1');
  expect(await isPassword('Abc-12345678', first)).toBe(true);
  expect(await isPassword('Abc-12345679', first)).toBe(false);
});

test('what is typed full-width is the same password', async () => {
  expect(await isPassword('Ａbc-12345678', await hashPassword('Abc-12345678'))).toBe(true);
});

test('a hash of another cost is outdated, and still opens', async () => {
  const weak = await hash('Abc-12345678', { memoryCost: 19_456, timeCost: 1 });
  expect([isOutdated(weak), isOutdated(await hashPassword('x'))]).toEqual([true, false]);
  expect(await isPassword('Abc-12345678', weak)).toBe(true);
});
